import type { TenantContext } from '@/context';
import type { FieldFault } from '@/contract/errors';
import { INVITATION_DAYS, type Invitation, type InviteBody } from '@/contract/invitations';
import type { ListAnswer } from '@/contract/list';
import { effectivePermissions } from '@/contract/permissions';
import type { LocationScope } from '@/database/scope';
import { fieldRefusal, notFound, Refusal } from '@/lib/refusal';
import { linkTo } from '@/messages/links';
import { queueText } from '@/messages/queue';
import { messageTexts } from '@/messages/texts';
import { requireActive } from '../companies/changes.service';
import { type LoggedChange, withLoggedChange } from '../companies/loggedChange';
import { type Giver, isWithin, requireGiver, requireHeld } from '../people/giving';
import { givingRefusal } from '../people/roleOrder';
import * as repo from './invitations.repo';
import { hashInvitationToken, newInvitationToken } from './invitationToken';

export const ENTITY = 'invitation';
const PERMISSION = 'invitations:manage';

/** Of a company. */
const MOST_OPEN = 100;
const MOST_MADE_A_DAY = 200;
/** To one address for one company: without a day's pause. */
const MOST_SENT = 5;

/** The open invitations of the company, and what became of the others within a month. */
export async function listInvitations({ tenant, scope }: TenantContext): Promise<ListAnswer<Invitation>> {
  const rows = await repo.listInvitations(tenant.id);
  return { data: rows.filter((row) => isThere(scope, row)).map((row) => shown(scope, row)), nextCursor: null };
}

/** To who works at certain locations an invitation to others alone is not there. */
const isThere = (scope: LocationScope, { locationIds }: repo.InvitationRow) =>
  locationIds.length === 0 || locationIds.some((id) => isWithin(scope, [id]));

/**
 * Invites somebody by an e-mail address or a phone number, with a role up to the caller's own that gives nothing they do not
 * hold; what that address was invited to before is taken back. Throws ALREADY_EXISTS for a member's address, FORBIDDEN for
 * more, RULE_VIOLATED for locations that are none of the caller's and for more invitations than may be.
 */
export async function invite(ctx: TenantContext, body: InviteBody): Promise<Invitation> {
  const { role } = body;
  const address = { email: body.email ?? null, phone: body.phone ?? null };
  const locationIds = [...new Set(body.locationIds)];
  return withLoggedChange(ctx, async (change) => {
    const { db, company, tell } = change;
    requireActive(company);
    const giver = await requireGiver(db, ctx, PERMISSION);
    await requireLocations(change, giver, locationIds);
    requireMayInvite(giver, { role, locationIds });
    if (await repo.isMembersAddress(db, company.id, address)) throw alreadyHere(address);
    const sentCount = await nextSending(change, address);
    await repo.replaceInvitations(db, company.id, address);
    const { lately } = await requireRoom(change);
    if (lately >= MOST_MADE_A_DAY)
      throw tooMany(`${MOST_MADE_A_DAY} invitations were made today: wait until tomorrow.`);
    const token = newInvitationToken();
    const made = { role, locationIds, ...address, tenantId: company.id, invitedBy: giver.userId };
    const id = await repo.insertInvitation(db, { ...made, tokenHash: hashInvitationToken(token), sentCount });
    await send(change, address, token);
    const after = { ...address, role, locationIds };
    await tell({
      event: 'invitation-sent',
      detail: { id, role },
      action: 'invite',
      entity: ENTITY,
      entityId: id,
      after,
    });
    return required(giver, await repo.findInvitation(db, company.id, id));
  });
}

/**
 * Sends an invitation that is not answered once more, with another token and all its time again; the token before is good
 * for nothing. Throws NOT_FOUND, INVALID_STATE, FORBIDDEN for what the caller could not invite to, RULE_VIOLATED for more than may be.
 */
export async function resend(ctx: TenantContext, id: string): Promise<Invitation> {
  return withLoggedChange(ctx, async (change) => {
    const { db, company, tell } = change;
    requireActive(company);
    const { found, giver } = await requireOne(change, ctx, id);
    requireMayInvite(giver, found);
    if (found.state === 'EXPIRED') await requireRoom(change);
    const sentCount = await nextSending(change, found);
    const token = newInvitationToken();
    if (!(await repo.renewInvitation(db, id, { tokenHash: hashInvitationToken(token), sentCount }))) throw answered();
    await send(change, found, token);
    const { email, phone, role } = found;
    const told = { action: 'resend', entity: ENTITY, entityId: id, after: { email, phone, role } };
    await tell({ event: 'invitation-sent', detail: { id, role, again: true }, ...told });
    return required(giver, await repo.findInvitation(db, company.id, id));
  });
}

/** Takes an invitation back that is not answered. Throws NOT_FOUND, INVALID_STATE. */
export async function revoke(ctx: TenantContext, id: string): Promise<void> {
  await withLoggedChange(ctx, async (change) => {
    requireActive(change.company);
    const { found } = await requireOne(change, ctx, id);
    if (!(await repo.revokeInvitation(change.db, id))) throw answered();
    const { email, phone, role } = found;
    const told = { action: 'revoke', entity: ENTITY, entityId: id, before: { email, phone, role } };
    await change.tell({ event: 'invitation-revoked', detail: { id, role }, ...told });
  });
}

/** An invitation of the company to a role up to the caller's own. Throws NOT_FOUND, FORBIDDEN. */
async function requireOne({ db, company }: LoggedChange, ctx: TenantContext, id: string) {
  const giver = await requireGiver(db, ctx, PERMISSION);
  const found = await repo.findInvitation(db, company.id, id);
  if (!found || !isThere(giver.scope, found)) throw notFound();
  const refusal = givingRefusal(giver.role, found.role);
  if (refusal) throw refusal;
  return { found, giver };
}

/** Nobody invites to a role above their own, to what they do not hold, nor where they do not work. Throws FORBIDDEN. */
function requireMayInvite(giver: Giver, { role, locationIds: ids }: Pick<Invitation, 'role' | 'locationIds'>): void {
  const refusal = givingRefusal(giver.role, role);
  if (refusal) throw refusal;
  const locationIds = ids.length > 0 ? ids : null;
  if (!isWithin(giver.scope, locationIds))
    throw new Refusal('FORBIDDEN', 'You work at certain locations: invite to some of those, and to no others.');
  requireHeld(giver, effectivePermissions({ role, customPermissions: null, locationIds }));
}

/** Room for one more open invitation. Throws RULE_VIOLATED where there is none. */
async function requireRoom({ db, company }: LoggedChange) {
  const counts = await repo.countInvitations(db, company.id);
  if (counts.open < MOST_OPEN) return counts;
  throw tooMany(`${MOST_OPEN} invitations are open: revoke those that nobody will accept.`);
}

/** Which sending to this address the next one is. Throws RULE_VIOLATED where it would be one too many. */
async function nextSending({ db, company }: LoggedChange, address: repo.Address): Promise<number> {
  const sent = await repo.sentLately(db, company.id, address);
  if (sent < MOST_SENT) return sent + 1;
  throw tooMany(`${MOST_SENT} messages went to this address already: wait a day before you send another one.`);
}

async function send({ db }: LoggedChange, { email, phone }: repo.Address, token: string): Promise<void> {
  const text = messageTexts().invitation({ link: linkTo('invitation', token), days: INVITATION_DAYS });
  const channel = email === null ? 'SMS' : 'EMAIL';
  await queueText(db, { channel, to: email ?? phone ?? '' }, text);
}

/** A location that is none of the giver's is answered like none at all. Throws RULE_VIOLATED with each. */
async function requireLocations({ own }: LoggedChange, { scope }: Giver, ids: readonly string[]): Promise<void> {
  const active = await repo.activeLocations(own, ids);
  const known = active.filter((id) => isWithin(scope, [id]));
  const faults = ids.flatMap((id, index): FieldFault[] => {
    if (known.includes(id)) return [];
    return [{ path: `locationIds.${index}`, code: 'RULE_VIOLATED', message: 'There is no such active location' }];
  });
  if (faults.length > 0) throw new Refusal('RULE_VIOLATED', 'There is no such active location.', faults);
}

function shown(scope: LocationScope, { inviterId, inviterName, ...row }: repo.InvitationRow): Invitation {
  const locationIds = row.locationIds.filter((id) => isWithin(scope, [id]));
  return { ...row, locationIds, invitedBy: inviterName === null ? null : { id: inviterId, name: inviterName } };
}

function required(giver: Giver, row: repo.InvitationRow | undefined): Invitation {
  if (!row) throw notFound();
  return shown(giver.scope, row);
}

const alreadyHere = ({ email }: repo.Address) =>
  fieldRefusal('ALREADY_EXISTS', email === null ? 'phone' : 'email', 'This person belongs to the company already.');
const answered = () => new Refusal('INVALID_STATE', 'This invitation was answered or revoked already.');
const tooMany = (sentence: string) => new Refusal('RULE_VIOLATED', sentence);
