import { forgetUser } from '@/auth/access/access';
import { tellAbout } from '@/auth/accounts/notices';
import { requireOwner } from '@/auth/passwords/password.service';
import { noteRecovery } from '@/auth/secondFactor/totp.service';
import { recordSecurityEvent } from '@/auth/securityEvents/securityEvents';
import type { TenantContext } from '@/context';
import type { Role, SecurityEventKind } from '@/contract/enums';
import {
  type AcceptOwnership,
  type OfferOwnership,
  OWNERSHIP_DAYS,
  type Ownership,
  type OwnershipOffer,
} from '@/contract/ownership';
import { effectivePermissions, type Permission } from '@/contract/permissions';
import { withControlTransaction } from '@/database/transaction';
import { notFound, Refusal } from '@/lib/refusal';
import { messageTexts } from '@/messages/texts';
import { notNow } from '../companies/changes.service';
import { type LoggedChange, withLoggedChange } from '../companies/loggedChange';
import { putMember } from '../people/members.repo';
import { personOf, signedInPerson } from '../people/person';
import { findStanding } from '../people/standing.repo';
import * as repo from './ownership.repo';

/** Each is a message to somebody. */
const MOST_A_DAY = 10;
const ENTITY = 'ownership_offer';
/** Without it nobody could see an offer, accept or decline it: a role of the company's own may lack it. */
export const ANSWERING: Permission = 'tenant:read';

/** The newest offer, for who gives, who takes and every owner. */
export async function ownership(ctx: TenantContext): Promise<Ownership> {
  const found = await repo.newestOffer(ctx.tenant.id);
  const concerned = ctx.userId !== null && (ctx.role === 'OWNER' || isOf(found, ctx.userId));
  return { offer: found && concerned ? shown(found) : null };
}

/**
 * Offers the company to a member; nothing is theirs until they accept. The same offer once more is the one that is open.
 * Throws NOT_FOUND for who is no member; INVALID_STATE for an owner, and while another offer is open; FORBIDDEN,
 * INVALID_CREDENTIALS, TOTP_REQUIRED, RATE_LIMITED; RULE_VIOLATED for too many offers.
 */
export async function offer(ctx: TenantContext, body: OfferOwnership): Promise<OwnershipOffer> {
  const { userId: toId, giverBecomes } = body;
  const wanted = { tenantId: ctx.tenant.id, fromId: personOf(ctx), toId, giverBecomes };
  // Looked at first: nobody's password is asked for what cannot be offered.
  await withControlTransaction((db) => requireOfferable(db, wanted));
  await confirm(ctx, body);
  const { made, isNew } = await withLoggedChange(ctx, async (change) => {
    if (change.company.status !== 'ACTIVE') throw notNow(change.company, 'handed over');
    const there = await requireOfferable(change.db, wanted);
    return there ? { made: there, isNew: false } : { made: await makeOffer(change, wanted), isNew: true };
  });
  if (isNew) await record(ctx, 'OWNERSHIP_OFFERED', made);
  return shown(made);
}

/** The owner, any of them, takes the offer back. Throws INVALID_STATE where none is open. */
export async function withdraw(ctx: TenantContext): Promise<OwnershipOffer> {
  return answer(ctx, 'WITHDRAWN', async ({ db, company, tell }, { id, fromId, toId }) => {
    const by = personOf(ctx);
    if ((await repo.holdMembers(db, company.id, [by])).get(by) !== 'OWNER') throw notAnOwner();
    if (!(await repo.endOffer(db, id, 'WITHDRAWN'))) throw noneOpen();
    const told = { action: 'withdraw', entity: ENTITY, entityId: id, before: { from: fromId, to: toId } };
    await tell({ event: 'ownership-withdrawn', detail: { id, from: fromId, to: toId }, ...told });
  });
}

/** The member whom the company was offered to declines. Throws INVALID_STATE where there is no open offer to them. */
export async function decline(ctx: TenantContext): Promise<OwnershipOffer> {
  return answer(ctx, 'DECLINED', async ({ db, tell }, { id, fromId, toId }) => {
    if (toId !== ctx.userId) throw noneOpen();
    if (!(await repo.endOffer(db, id, 'DECLINED'))) throw noneOpen();
    const told = { action: 'decline', entity: ENTITY, entityId: id, before: { from: fromId, to: toId } };
    await tell({ event: 'ownership-declined', detail: { id, from: fromId, to: toId }, ...told });
  });
}

/**
 * The member whom the company was offered to becomes its owner, and who gave it what they chose to become. Throws
 * INVALID_STATE where there is no open offer to them; INVALID_CREDENTIALS, TOTP_REQUIRED, RATE_LIMITED.
 */
export async function accept(ctx: TenantContext, body: AcceptOwnership): Promise<OwnershipOffer> {
  const found = await repo.newestOffer(ctx.tenant.id);
  if (found?.toId !== personOf(ctx)) throw noneOpen();
  await confirm(ctx, body);
  let transferred = false;
  const accepted = await answer(ctx, 'ACCEPTED', async (change, open) => {
    if (open.toId !== ctx.userId) throw noneOpen();
    if (change.company.status !== 'ACTIVE') throw notNow(change.company, 'handed over');
    await handOver(change, open);
    transferred = true;
  });
  if (!transferred) return accepted;
  forgetUser(accepted.from.id);
  forgetUser(accepted.to.id);
  await recordSecurityEvent(ctx, {
    kind: 'OWNERSHIP_TRANSFERRED',
    userId: ctx.userId,
    tenantId: ctx.tenant.id,
    sessionId: ctx.sessionId,
    detail: { offer: accepted.id, from: accepted.from.id, giverBecomes: accepted.giverBecomes },
  });
  return accepted;
}

/** The one step in which a company changes hands: who takes it owns it before who gave it does not. */
async function handOver({ db, company, tell }: LoggedChange, open: repo.OfferRow): Promise<void> {
  const { id, fromId, toId, giverBecomes } = open;
  const roles = await repo.holdMembers(db, company.id, [fromId, toId]);
  const before = roles.get(toId);
  if (roles.get(fromId) !== 'OWNER' || before === undefined) throw noneOpen();
  if (!(await repo.endOffer(db, id, 'ACCEPTED'))) throw noneOpen();
  const changed = async (userId: string, was: Role, role: Role) => {
    await putMember(db, company.id, userId, role, null);
    const told = { entity: 'member', entityId: userId, before: { role: was }, after: { role } };
    await tell({
      event: 'member-role-changed',
      detail: { userId, role, before: was },
      action: 'change-role',
      ...told,
    });
  };
  await changed(toId, before, 'OWNER');
  await changed(fromId, 'OWNER', giverBecomes);
  await tell({
    event: 'ownership-transferred',
    detail: { id, from: fromId, to: toId },
    action: 'transfer-ownership',
    entity: 'company',
    entityId: company.id,
    before: { owner: fromId },
    after: { owner: toId, offer: id },
  });
  await tellAbout(db, await repo.addressesOf(db, toId), messageTexts().ownershipTaken());
  await tellAbout(db, await repo.addressesOf(db, fromId), messageTexts().ownershipGiven());
}

type Wanted = repo.NewOffer;

async function makeOffer({ db, company, tell }: LoggedChange, wanted: Wanted): Promise<repo.OfferRow> {
  if ((await repo.offersLately(db, company.id)) >= MOST_A_DAY)
    throw new Refusal('RULE_VIOLATED', `${MOST_A_DAY} offers were made within a day: wait until tomorrow.`);
  await repo.insertOffer(db, wanted);
  const made = await repo.newestOffer(company.id, db);
  if (!made) throw noneOpen();
  const { fromId: from, toId: to, giverBecomes } = made;
  const told = { action: 'offer', entity: ENTITY, entityId: made.id, after: { from, to, giverBecomes } };
  await tell({ event: 'ownership-offered', detail: { id: made.id, from, to, giverBecomes }, ...told });
  await tellAbout(db, await repo.addressesOf(db, to), messageTexts().ownershipOffered({ days: OWNERSHIP_DAYS }));
  return made;
}

/** The very offer, where it is open already. Throws for what cannot be offered. */
async function requireOfferable(db: LoggedChange['db'], wanted: Wanted): Promise<repo.OfferRow | undefined> {
  const { tenantId, fromId, toId, giverBecomes } = wanted;
  const roles = await repo.holdMembers(db, tenantId, [fromId, toId]);
  if (roles.get(fromId) !== 'OWNER') throw notAnOwner();
  if (!roles.has(toId)) throw notFound();
  if (roles.get(toId) === 'OWNER') throw new Refusal('INVALID_STATE', 'That person is an owner already.');
  const standing = await findStanding(db, tenantId, toId);
  if (!standing || !effectivePermissions(standing).includes(ANSWERING))
    throw new Refusal('INVALID_STATE', 'That person could not answer: their role does not let them see the company.');
  const there = await repo.newestOffer(tenantId, db);
  if (there?.state !== 'OPEN') return undefined;
  if (there.fromId === fromId && there.toId === toId && there.giverBecomes === giverBecomes) return there;
  throw new Refusal('INVALID_STATE', 'Another offer is open: withdraw that one first.');
}

type Answer = 'ACCEPTED' | 'DECLINED' | 'WITHDRAWN';
type Answering = (change: LoggedChange, open: repo.OfferRow) => Promise<void>;

/** Answers the open offer by `work`; the same answer once more, to the same offer, is what it was and changes nothing. */
function answer(ctx: TenantContext, how: Answer, work: Answering): Promise<OwnershipOffer> {
  const by = personOf(ctx);
  return withLoggedChange(ctx, async (change) => {
    const found = await repo.newestOffer(change.company.id, change.db);
    if (!found) throw noneOpen();
    const repeated = found.state === how && (how === 'WITHDRAWN' || found.toId === by);
    if (repeated) return shown(found);
    await work(change, found);
    return shown((await repo.newestOffer(change.company.id, change.db)) ?? found);
  });
}

/** That it is really they, by their own password and, where they have one, their second factor. */
async function confirm(ctx: TenantContext, { password, code }: AcceptOwnership): Promise<void> {
  const { recovered, id } = await requireOwner(signedInPerson(ctx), { field: 'password', password, code });
  if (recovered) await noteRecovery(ctx, id);
}

async function record(ctx: TenantContext, kind: SecurityEventKind, { id, toId, giverBecomes }: repo.OfferRow) {
  const { userId, sessionId, tenant } = ctx;
  const detail = { offer: id, to: toId, giverBecomes };
  await recordSecurityEvent(ctx, { kind, userId, sessionId, tenantId: tenant.id, detail });
}

const isOf = (found: repo.OfferRow | undefined, userId: string) => found?.fromId === userId || found?.toId === userId;

function shown({ fromId, fromName, toId, toName, ...row }: repo.OfferRow): OwnershipOffer {
  return { ...row, from: { id: fromId, name: fromName }, to: { id: toId, name: toName } };
}

const notAnOwner = () => new Refusal('FORBIDDEN', 'Only an owner gives the company to somebody else.');
const noneOpen = () =>
  new Refusal(
    'INVALID_STATE',
    'No such offer is open: it was answered, withdrawn, has expired, or somebody it rests on has left or has another role.',
  );
