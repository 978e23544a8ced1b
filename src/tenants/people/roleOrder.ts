import type { Role } from '@/contract/enums';
import { Refusal } from '@/lib/refusal';

/** Who stands above whom. */
const RANK: Readonly<Record<Role, number>> = { OWNER: 3, ADMIN: 2, MANAGER: 1, EMPLOYEE: 0 };

/** The least a role must be to change the roles of others. */
const CHANGES_OTHERS = RANK.ADMIN;

/** A change of somebody's role, by somebody with the role `by` as it is now; `after` is null for the end of a membership. */
export type RoleChange = {
  readonly by: Role;
  readonly self: 'self' | 'other';
  readonly before: Role;
  readonly after: Role | null;
};

/**
 * Why a role may not be changed so: nobody raises themselves, and nobody takes or gives a role above their own. Undefined
 * where it may. That a company keeps an owner is another matter.
 */
export function changeRefusal({ by, self, before, after }: RoleChange): Refusal | undefined {
  if (self === 'self') {
    if (after === null || RANK[after] <= RANK[before]) return undefined;
    return new Refusal('FORBIDDEN', 'Nobody raises their own role: ask somebody above you.');
  }
  if (RANK[by] < CHANGES_OTHERS) return new Refusal('FORBIDDEN', `Your role (${word(by)}) does not change others.`);
  if (RANK[before] > RANK[by]) return new Refusal('FORBIDDEN', `Only an ${word(before)} changes or removes one.`);
  return after === null ? undefined : givingRefusal(by, after);
}

/** Why somebody with the role `by` may not give `role`. */
export function givingRefusal(by: Role, role: Role): Refusal | undefined {
  if (RANK[by] < CHANGES_OTHERS) return new Refusal('FORBIDDEN', `Your role (${word(by)}) gives no roles.`);
  if (RANK[role] > RANK[by]) return new Refusal('FORBIDDEN', `Only an ${word(role)} makes one.`);
  return undefined;
}

const word = (role: Role) => role.toLowerCase();
