import { forgetUser } from '@/auth/access/access';
import { requireProof } from '@/auth/sessions/sessions.service';
import type { TenantContext } from '@/context';
import type { Role } from '@/contract/enums';
import type { ListAnswer } from '@/contract/list';
import type { ChangeMember, Member, MemberResult } from '@/contract/members';
import type { LocationScope } from '@/database/scope';
import { notFound, Refusal } from '@/lib/refusal';
import { requireActive } from '../companies/changes.service';
import { type LoggedChange, withLoggedChange } from '../companies/loggedChange';
import { type Giver, isWithin, requireGiver, requireMayRaise } from './giving';
import * as repo from './members.repo';
import { keepAnOwner } from './members.service';
import { personOf } from './person';
import { changeRefusal } from './roleOrder';
import { findMemberStanding } from './standing.repo';

const ENTITY = 'member';

/** What somebody is to become: with another role, or with none a member no more. */
type Wanted = { readonly role: Role | null; readonly version?: number | undefined };

/** The people of the company, owners first: all of them. */
export async function listMembers({ tenant, scope }: TenantContext): Promise<ListAnswer<Member>> {
  const members = await repo.memberRecords(tenant.id);
  return { data: members.map((member) => seenFrom(scope, member)), nextCursor: null };
}

/** Of the locations somebody works at those alone that whoever asks may know of. */
const seenFrom = (scope: LocationScope, member: Member): Member => ({
  ...member,
  locationIds: member.locationIds?.filter((id) => isWithin(scope, [id])) ?? null,
});

/**
 * Gives a member another role, which counts from their next request on. Throws NOT_FOUND, FORBIDDEN as roleOrder has it and
 * for what the giver does not hold, RULE_VIOLATED for the last owner, VERSION_MISMATCH.
 */
export async function changeMember(ctx: TenantContext, userId: string, body: ChangeMember): Promise<Member> {
  const changed = await withLoggedChange(ctx, async (change) => {
    await changeOne(ctx, change, userId, body);
    return repo.memberRecord(change.db, ctx.tenant.id, userId);
  });
  forgetUser(userId);
  if (!changed) throw notFound();
  return seenFrom(ctx.scope, changed);
}

/**
 * Ends a membership, and that person's sessions in the company at once. Throws as changeMember does, and PROOF_REQUIRED for
 * one's own.
 */
export async function removeMember(ctx: TenantContext, userId: string): Promise<void> {
  await withLoggedChange(ctx, (change) => changeOne(ctx, change, userId, { role: null }));
  forgetUser(userId);
  if (userId === ctx.userId) ctx.refreshCookie.clear();
}

/**
 * Does the same to several people: what cannot be done to one of them does not keep it from the others. Throws
 * RULE_VIOLATED, with the reason for each of them, where it could be done to nobody; PROOF_REQUIRED to leave.
 */
export async function changeMembers(ctx: TenantContext, userIds: readonly string[], role: Role | null) {
  // Looked at first, for who leaves is told what to do, and not only that it was not done.
  if (role === null && userIds.some((userId) => userId === ctx.userId)) await requireProofToLeave(ctx);
  const results = await withLoggedChange(ctx, async (change) => {
    const each: MemberResult[] = [];
    for (const userId of new Set(userIds)) each.push(await resultOf(userId, changeOne(ctx, change, userId, { role })));
    return each;
  });
  for (const { userId } of results) forgetUser(userId);
  if (results.every(({ done }) => !done)) throw nothingDone(results, userIds);
  return { data: results };
}

/** Who leaves ends their sessions in the company everywhere: an open browser that somebody found does not do. */
async function requireProofToLeave({ sessionId }: TenantContext, db?: LoggedChange['db']): Promise<void> {
  if (sessionId !== null) await requireProof(sessionId, db);
}

async function changeOne(ctx: TenantContext, change: LoggedChange, userId: string, wanted: Wanted): Promise<void> {
  const { db, company, tell } = change;
  requireActive(company);
  const { role: after, version } = wanted;
  const self = userId === ctx.userId ? 'self' : 'other';
  // Everybody may leave, whatever they hold.
  const giver = self === 'self' && after === null ? undefined : await requireGiver(db, ctx, 'members:manage');
  const by = giver?.role ?? (await requireMember(change, personOf(ctx)));
  const member = await repo.memberRecord(db, company.id, userId);
  if (!member) throw notFound();
  const { role: before } = member;
  const refusal = changeRefusal({ by, self, before, after });
  if (refusal) throw refusal;
  if (self === 'self' && after === null) await requireProofToLeave(ctx, db);
  if (version !== undefined && version !== member.version)
    throw new Refusal('VERSION_MISMATCH', 'Somebody else has changed this meanwhile. Look at it again.');
  if (after === before) return;
  if (before === 'OWNER') await keepAnOwner(db, company, userId);
  if (giver && after !== null) await requireMayGive(change, giver, userId, after);
  if (after !== null) {
    await repo.putMember(db, company.id, userId, after);
    const told = { entity: ENTITY, entityId: userId, before: { role: before }, after: { role: after } };
    return tell({
      event: 'member-role-changed',
      detail: { userId, role: after, before },
      action: 'change-role',
      ...told,
    });
  }
  await repo.deleteMember(db, company.id, userId);
  const told = { entity: ENTITY, entityId: userId, before: { role: before }, after: null };
  const action = self === 'self' ? 'leave' : 'remove';
  await tell({ event: 'member-removed', detail: { userId, before }, action, ...told });
}

async function requireMember({ db, company }: LoggedChange, userId: string): Promise<Role> {
  const role = await repo.findRole(db, company.id, userId);
  if (role === undefined) throw new Refusal('FORBIDDEN', 'You no longer belong to this company.');
  return role;
}

/** Another role ends what one of the company's own gave or held back, also for oneself. Throws FORBIDDEN. */
async function requireMayGive({ db, company }: LoggedChange, giver: Giver, userId: string, role: Role): Promise<void> {
  const before = await findMemberStanding(db, company.id, userId);
  if (!before) throw notFound();
  requireMayRaise(giver, before, { ...before, role, customPermissions: null });
}

async function resultOf(userId: string, work: Promise<void>): Promise<MemberResult> {
  try {
    await work;
    return { userId, done: true };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { userId, done: false, code: error.code, message: error.message };
  }
}

function nothingDone(results: readonly MemberResult[], userIds: readonly string[]): Refusal {
  const faults = results.map(({ userId, code, message }) => ({
    path: `userIds.${userIds.indexOf(userId)}`,
    code: code ?? 'RULE_VIOLATED',
    message: message ?? '',
  }));
  const [first] = faults;
  const sentence = faults.length === 1 && first ? first.message : 'None of these people could be changed.';
  return new Refusal('RULE_VIOLATED', sentence, faults);
}
