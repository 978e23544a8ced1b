import type { Transaction } from 'kysely';
import type { TenantContext } from '@/context';
import { ROLES, type Role } from '@/contract/enums';
import type { FieldFault } from '@/contract/errors';
import {
  effectiveLocations,
  effectivePermissions,
  ONLY_FOR_OWNERS,
  type Permission,
  type Standing,
} from '@/contract/permissions';
import type { LocationScope } from '@/database/scope';
import type { ControlTables, TenantTables } from '@/database/tables';
import { Refusal } from '@/lib/refusal';
import { findStanding, knownLocations } from './standing.repo';

/** Whoever gives: as of the transaction that gives, not as of what is remembered of them. */
export type Giver = {
  readonly userId: string;
  readonly role: Role;
  readonly permissions: ReadonlySet<Permission>;
  /** The locations they are held to; null for all of them. */
  readonly scope: LocationScope;
};

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
  return { userId, role: standing.role, permissions, scope: effectiveLocations(standing) };
}

/** Nobody gives what they do not hold. Throws FORBIDDEN naming each. */
export function requireHeld({ permissions }: Giver, given: readonly Permission[]): void {
  const beyond = given.filter((permission) => !permissions.has(permission));
  if (beyond.length > 0) throw notTheirs('You cannot give what you do not have yourself.', beyond);
}

/** The same, for what is given otherwise than with a role: what an owner alone has neither. Throws FORBIDDEN naming each. */
export function requireGivable({ permissions }: Giver, given: readonly Permission[]): void {
  const beyond = given.filter((permission) => !permissions.has(permission) || ONLY_FOR_OWNERS.includes(permission));
  if (beyond.length > 0)
    throw notTheirs('You cannot give what you do not have yourself, nor what an owner alone has.', beyond);
}

/**
 * What somebody gains from one standing to another, whoever gives it holds, and at every location where they will have it.
 * Throws FORBIDDEN.
 */
export function requireMayRaise(giver: Giver, before: Standing, after: Standing): void {
  const added = addedBy(before, after);
  requireHeld(giver, added);
  if (added.length > 0 && !isWithin(giver.scope, effectiveLocations(after)))
    throw new Refusal('FORBIDDEN', 'That person works at locations that are not yours: they gain nothing from you.');
}

/** Whether every one of some locations, null being all there are, is one of those somebody is held to. */
export function isWithin(scope: LocationScope, locations: LocationScope): boolean {
  if (scope === null) return true;
  return locations?.every((id) => scope.includes(id)) ?? false;
}

const notTheirs = (sentence: string, beyond: readonly Permission[]) =>
  new Refusal(
    'FORBIDDEN',
    sentence,
    beyond.map((permission) => ({
      path: 'permissions',
      code: 'beyond',
      message: `Not yours to give: ${permission}`,
    })),
  );

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
export async function requireLocations(own: Transaction<TenantTables>, ids: readonly string[]): Promise<string[]> {
  const known = await knownLocations(own, ids);
  const faults = ids.flatMap((id, index): FieldFault[] =>
    known.has(id) ? [] : [{ path: `locationIds.${index}`, code: 'unknown', message: 'There is no such location' }],
  );
  if (faults.length > 0) throw new Refusal('RULE_VIOLATED', 'There is no such location.', faults);
  return [...ids].sort();
}
