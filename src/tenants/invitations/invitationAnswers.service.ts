import { v7 as uuidv7 } from 'uuid';
import { forgetUser } from '@/auth/access/access';
import { noteVerified, releaseUnshown } from '@/auth/accounts/accounts.repo';
import { requireGoodPassword } from '@/auth/passwords/passwordPolicy';
import { hashPassword } from '@/auth/passwords/passwords';
import { findUser, insertUser, type UserRow } from '@/auth/signIn/auth.repo';
import { enter, switchTenant } from '@/auth/signIn/auth.service';
import type { RequestContext, UserContext } from '@/context';
import type { SignedIn } from '@/contract/auth';
import type { AcceptInvitation, InvitationLook } from '@/contract/invitations';
import { Refusal } from '@/lib/refusal';
import { type LoggedChange, withLoggedChange } from '../companies/loggedChange';
import { findRole, putMember } from '../people/members.repo';
import * as repo from './invitations.repo';
import { ENTITY } from './invitations.service';
import { hashInvitationToken } from './invitationToken';

const UNIQUE_VIOLATION = '23505';

/** What whoever holds the token may know. Throws NOT_FOUND for a token that is not good, or no longer. */
export async function look(token: string): Promise<InvitationLook> {
  const { company, inviterName, role, expiresAt, ...found } = await requireOpen(hashInvitationToken(token));
  return { company, invitedBy: inviterName, role, address: addressOf(found), expiresAt };
}

/**
 * Joins the company: with the account that is signed in, if it has the address the invitation was sent to; or, given a name
 * and a password, with a new account that has it. Answers the session that works there. Throws NOT_FOUND for a token that is
 * not good, UNAUTHENTICATED without account and name, FORBIDDEN for another address, ALREADY_EXISTS for who is a member
 * already and where there is an account.
 */
export async function accept(ctx: RequestContext, body: AcceptInvitation): Promise<SignedIn> {
  const { firstName, lastName, password } = body;
  if (firstName !== undefined && lastName !== undefined && password !== undefined)
    return acceptAnew(ctx, body, { firstName, lastName, password });
  const { caller } = ctx;
  if (!caller)
    throw new Refusal('UNAUTHENTICATED', 'Sign in with the account that has this address, or make one with it.');
  return acceptSignedIn({ ...ctx, ...caller, actor: `user:${caller.userId}` }, body);
}

/** Declines, for good. Throws NOT_FOUND for a token that is not good. */
export async function decline(ctx: RequestContext, token: string): Promise<void> {
  const tokenHash = hashInvitationToken(token);
  const { id, tenantId } = await requireOpen(tokenHash);
  const doer = { ...ctx, tenant: { id: tenantId }, userId: null, sessionId: null, actor: `invitation:${id}` as const };
  await withLoggedChange(doer, async ({ db, tell }) => {
    const { email, phone, role } = required(await repo.answerInvitation(db, tokenHash, 'declined'));
    const told = { action: 'decline', entity: ENTITY, entityId: id, before: { email, phone, role } };
    await tell({ event: 'invitation-declined', detail: { id, role }, ...told });
  });
}

async function acceptSignedIn(ctx: Omit<UserContext, 'caller'>, body: AcceptInvitation): Promise<SignedIn> {
  const tokenHash = hashInvitationToken(body.token);
  const found = await repo.findByToken(tokenHash);
  const user = await findUser(ctx.userId);
  if (!found || !user) throw notOpen();
  const doer = { ...ctx, tenant: { id: found.tenantId }, actor: `user:${user.id}` as const };
  await withLoggedChange(doer, async (change) => {
    const role = await findRole(change.db, found.tenantId, user.id);
    if (role !== undefined)
      throw new Refusal('ALREADY_EXISTS', `You belong to ${found.company} already, and stay ${role.toLowerCase()}.`);
    requireAddress(user, found);
    await join(change, tokenHash, user);
  });
  forgetUser(user.id);
  return switchTenant(ctx, found.tenantId, body.tokenTransport);
}

type NewPerson = { readonly firstName: string; readonly lastName: string; readonly password: string };

async function acceptAnew(ctx: RequestContext, body: AcceptInvitation, person: NewPerson): Promise<SignedIn> {
  const tokenHash = hashInvitationToken(body.token);
  // Looked at first, so that nobody makes us hash passwords for nothing.
  const { tenantId, email, phone } = await requireOpen(tokenHash);
  requireGoodPassword(person.password, { ...person, email, phone, hasTotp: false }, 'password');
  const password = await hashPassword(person.password);
  const id = uuidv7();
  const doer = { ...ctx, tenant: { id: tenantId }, userId: id, sessionId: null, actor: `user:${id}` as const };
  await withLoggedChange(doer, async (change) => {
    const { firstName, lastName } = person;
    await releaseUnshown(change.db, { email, phone });
    const made = await insertUser(change.db, { id, firstName, lastName, email, phone, password }).catch(taken);
    await join(change, tokenHash, made);
  });
  return enter(ctx, required(await findUser(id)), { tenantId, transport: body.tokenTransport });
}

/** Uses the invitation up and makes somebody a member, who has shown by its token that they read the address. */
async function join({ db, company, tell }: LoggedChange, tokenHash: string, user: UserRow): Promise<void> {
  const answered = required(await repo.answerInvitation(db, tokenHash, { acceptedBy: user.id }));
  const { id, role, invitedBy, locationIds } = answered;
  await putMember(db, company.id, user.id, role, locationIds.length > 0 ? locationIds : null);
  await noteVerified(db, user.id, addressOf(answered));
  const told = {
    action: 'join',
    entity: 'member',
    entityId: user.id,
    after: { role, locationIds, invitation: id, invitedBy },
  };
  await tell({ event: 'member-added', detail: { userId: user.id, role, invitation: id, invitedBy }, ...told });
}

/** Bound to its address: a link that was passed on lets nobody else in. */
function requireAddress(user: UserRow, { email, phone }: repo.Address): void {
  if (email === null ? user.phone === phone : user.email === email) return;
  throw new Refusal(
    'FORBIDDEN',
    'This invitation is for another address than those of your account. Sign in with the account that has the address it was sent to, or make one with it.',
  );
}

async function requireOpen(tokenHash: string): Promise<repo.OpenInvitation> {
  const found = await repo.findByToken(tokenHash);
  if (!found?.open) throw notOpen();
  return found;
}

function required<T>(answered: T | undefined): T {
  if (answered === undefined) throw notOpen();
  return answered;
}

function taken(error: { code?: string }): never {
  if (error.code !== UNIQUE_VIOLATION) throw error;
  throw new Refusal('ALREADY_EXISTS', 'There is an account with this address already: sign in with it to accept.');
}

const addressOf = ({ email, phone }: repo.Address) => email ?? phone ?? '';

const notOpen = () =>
  new Refusal(
    'NOT_FOUND',
    'This invitation is not open: it was used, declined, withdrawn, replaced by a newer one, or has expired. Ask for a new one.',
  );
