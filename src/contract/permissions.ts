import type { Role } from './enums';

/** Who may do what: the one table. A permission that is not in it does not exist. */
export const PERMISSIONS = {
  'tenant:read': ['OWNER', 'ADMIN', 'MANAGER', 'EMPLOYEE'],
  'fields:manage': ['OWNER', 'ADMIN'],
  'tenant:update': ['OWNER', 'ADMIN'],
  'tenant:own': ['OWNER'],
  'members:read': ['OWNER', 'ADMIN', 'MANAGER'],
  'members:manage': ['OWNER', 'ADMIN'],
  'invitations:manage': ['OWNER', 'ADMIN'],
  'locations:read': ['OWNER', 'ADMIN', 'MANAGER', 'EMPLOYEE'],
  'locations:update': ['OWNER', 'ADMIN', 'MANAGER'],
  'locations:manage': ['OWNER', 'ADMIN'],
  'partners:read': ['OWNER', 'ADMIN', 'MANAGER', 'EMPLOYEE'],
  'partners:write': ['OWNER', 'ADMIN', 'MANAGER'],
  'inventory:read': ['OWNER', 'ADMIN', 'MANAGER', 'EMPLOYEE'],
  'inventory:write': ['OWNER', 'ADMIN', 'MANAGER'],
  'costs:read': ['OWNER', 'ADMIN', 'MANAGER'],
  'production:read': ['OWNER', 'ADMIN', 'MANAGER', 'EMPLOYEE'],
  'production:draft': ['OWNER', 'ADMIN', 'MANAGER', 'EMPLOYEE'],
  'production:run': ['OWNER', 'ADMIN', 'MANAGER'],
  'production:approve': ['OWNER', 'ADMIN'],
  'quality:read': ['OWNER', 'ADMIN', 'MANAGER', 'EMPLOYEE'],
  'quality:record': ['OWNER', 'ADMIN', 'MANAGER', 'EMPLOYEE'],
  'quality:decide': ['OWNER', 'ADMIN', 'MANAGER'],
  'quality:concede': ['OWNER', 'ADMIN'],
  'finance:read': ['OWNER', 'ADMIN', 'MANAGER'],
  'finance:draft': ['OWNER', 'ADMIN', 'MANAGER'],
  'finance:post': ['OWNER', 'ADMIN', 'MANAGER'],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof PERMISSIONS;

/** Whether `role` holds `permission`. */
export function can(role: Role, permission: Permission): boolean {
  return (PERMISSIONS[permission] as readonly Role[]).includes(role);
}

/** Every permission of `role`, in the table's order. */
export function permissionsOf(role: Role): Permission[] {
  return (Object.keys(PERMISSIONS) as Permission[]).filter((permission) => can(role, permission));
}
