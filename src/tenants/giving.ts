import type { Transaction } from 'kysely';
import type { TenantContext } from '@/context';
import { ROLES, type Role } from '@/contract/enums';
import type { FieldFault } from '@/contract/errors';
import { effectivePermissions, ONLY_FOR_OWNERS, type Permission, type Standing } from '@/contract/permissions';
import type { ControlTables } from '@/database/tables';
import { Refusal } from '@/lib/refusal';
import { findStanding, knownLocations } from './standing.repo';

/** Whoever gives: as of the transaction that gives, not as of what is remembered of them. */
export type Giver = { readonly userId: string; readonly role: Role; readonly permissions: ReadonlySet<Permission> };

/** The person who asks, who still holds `permission`. Throws FORBIDDEN for anybody else, and for a key. */
export async function requireGiver(
  db: Transaction<ControlTables>,
  { tenant, userId }: TenantContext,
  permission: Permission,
): Promise<Giver> {
  const standing = userId === null ? undefined : await findStanding(db, tenant.id, userId);
  const permissions = new Set(standing ? effectivePermissions(standing) : []);
  if (userId === null || !standing || !permissions.has(permission))
    throw new Refusal('FORBIDDEN', `This takes the permission ${permission}, which you do not have.`);
  return { userId, role: standing.role, permissions };
}

/** Nobody gives what they do not hold, nor what an owner alone has. Throws FORBIDDEN naming each. */
export function requireGivable({ permissions }: Giver, given: readonly Permission[]): void {
  const beyond = given.filter((permission) => !permissions.has(permission) || ONLY_FOR_OWNERS.includes(permission));
  if (beyond.length === 0) return;
  throw new Refusal('FORBIDDEN', 'You cannot give what you do not have yourself, nor what an owner alone has.', [
    ...beyond.map((permission) => ({
      path: 'permissions',
      code: 'beyond',
      message: `Not yours to give: ${permission}`,
    })),
  ]);
}

/** Nobody decides on those whose role is above their own. Throws FORBIDDEN. */
export function requireNotAbove({ role }: Giver, others: readonly Role[]): void {
  if (others.every((other) => ROLES.indexOf(other) >= ROLES.indexOf(role))) return;
  throw new Refusal('FORBIDDEN', 'That would decide on somebody whose role is above yours.');
}

/** What of `after` was not in `before`. */
export function addedBy(before: Standing, after: Standing): Permission[] {
  const had = new Set(effectivePermissions(before));
  return effectivePermissions(after).filter((permission) => !had.has(permission));
}

/** The locations in the order they are kept in. Throws RULE_VIOLATED with each that is none of the company's. */
export async function requireLocations(ctx: TenantContext, ids: readonly string[]): Promise<string[]> {
  const known = await knownLocations(ctx, ids);
  const faults = ids.flatMap((id, index): FieldFault[] =>
    known.has(id) ? [] : [{ path: `locationIds.${index}`, code: 'unknown', message: 'There is no such location' }],
  );
  if (faults.length > 0) throw new Refusal('RULE_VIOLATED', 'There is no such location.', faults);
  return [...ids].sort();
}
