import { describe, expect, it } from 'vitest';
import { ROLES, type Role } from '@/contract/enums';
import { changeRefusal, givingRefusal } from '@/tenants/people/roleOrder';

const EVERY = ROLES.flatMap((by) =>
  ROLES.flatMap((before) => [...ROLES, null].map((after) => [by, before, after] as const)),
);
const isAtMost = (role: Role, other: Role) => ROLES.indexOf(role) >= ROLES.indexOf(other);
const leads = (role: Role) => role === 'OWNER' || role === 'ADMIN';

describe('the order of the roles', () => {
  it.each(EVERY)('H3: should let %s make of another %s: %s, only as far as their own goes', (by, before, after) => {
    const allowed = leads(by) && isAtMost(before, by) && (after === null || isAtMost(after, by));
    expect(changeRefusal({ by, self: 'other', before, after }) === undefined).toBe(allowed);
  });

  it.each(ROLES.flatMap((by) => ROLES.map((role) => [by, role] as const)))(
    'H3: should let %s give the role %s only as far as their own goes',
    (by, role) => {
      expect(givingRefusal(by, role) === undefined).toBe(leads(by) && isAtMost(role, by));
    },
  );

  it.each(ROLES)('should let everybody go by themselves: %s', (role) => {
    expect(changeRefusal({ by: role, self: 'self', before: role, after: null })).toBeUndefined();
  });
});
