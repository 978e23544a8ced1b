import { forgetUser } from '@/auth/access';
import { requireProof } from '@/auth/sessions.service';
import type { TenantContext } from '@/context';
import type { Role } from '@/contract/enums';
import type { ListAnswer } from '@/contract/list';
import type { ChangeMember, Member, MemberResult } from '@/contract/members';
import { notFound, Refusal } from '@/lib/refusal';
import { refuseWhileDeleting } from './changes.service';
import { type LoggedChange, withLoggedChange } from './loggedChange';
import * as repo from './members.repo';
import { keepAnOwner } from './members.service';
import { personOf } from './person';
import { changeRefusal } from './roleOrder';

const ENTITY = 'member';

/** What somebody is to become: with another role, or with none a member no more. */
type Wanted = { readonly role: Role | null; readonly version?: number | undefined };

/** The people of the company, owners first: all of them. */
export async function listMembers({ tenant }: TenantContext): Promise<ListAnswer<Member>> {
  return { data: await repo.memberRecords(tenant.id), nextCursor: null };
}

/**
 * Gives a member another role, which counts from their next request on. Throws NOT_FOUND, FORBIDDEN as roleOrder has it,
 * RULE_VIOLATED for the last owner, VERSION_MISMATCH.
 */
export async function changeMember(ctx: TenantContext, userId: string, body: ChangeMember): Promise<Member> {
  const changed = await withLoggedChange(ctx, async (change) => {
    await changeOne(ctx, change, userId, body);
    return repo.memberRecord(change.db, ctx.tenant.id, userId);
  });
  forgetUser(userId);
  if (!changed) throw notFound();
  return changed;
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
  refuseWhileDeleting(company);
  const { role: after, version } = wanted;
  const by = await repo.findRole(db, company.id, personOf(ctx));
  if (by === undefined) throw new Refusal('FORBIDDEN', 'You no longer belong to this company.');
  const member = await repo.memberRecord(db, company.id, userId);
  if (!member) throw notFound();
  const { role: before } = member;
  const self = userId === ctx.userId ? 'self' : 'other';
  const refusal = changeRefusal({ by, self, before, after });
  if (refusal) throw refusal;
  if (self === 'self' && after === null) await requireProofToLeave(ctx, db);
  if (version !== undefined && version !== member.version)
    throw new Refusal('VERSION_MISMATCH', 'Somebody else has changed this meanwhile. Look at it again.');
  if (after === before) return;
  if (before === 'OWNER') await keepAnOwner(db, company, userId);
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
