import type { Role, SupportLevel } from './enums';

/** Who may do what: the one table. A permission that is not in it does not exist. */
export const PERMISSIONS = {
  'tenant:read': ['OWNER', 'ADMIN', 'MANAGER', 'EMPLOYEE'],
  'fields:manage': ['OWNER', 'ADMIN'],
  'tenant:update': ['OWNER', 'ADMIN'],
  'tenant:own': ['OWNER'],
  'audit:read': ['OWNER', 'ADMIN'],
  'roles:manage': ['OWNER', 'ADMIN'],
  'keys:manage': ['OWNER', 'ADMIN'],
  'support:manage': ['OWNER', 'ADMIN'],
  'security:manage': ['OWNER', 'ADMIN'],
  'members:read': ['OWNER', 'ADMIN', 'MANAGER'],
  'members:manage': ['OWNER', 'ADMIN'],
  'invitations:manage': ['OWNER', 'ADMIN'],
  'locations:read': ['OWNER', 'ADMIN', 'MANAGER', 'EMPLOYEE'],
  'locations:update': ['OWNER', 'ADMIN', 'MANAGER'],
  'locations:manage': ['OWNER', 'ADMIN'],
  'partners:read': ['OWNER', 'ADMIN', 'MANAGER', 'EMPLOYEE'],
  'partners:write': ['OWNER', 'ADMIN', 'MANAGER'],
  'bank:read': ['OWNER', 'ADMIN'],
  'bank:write': ['OWNER', 'ADMIN'],
  'inventory:read': ['OWNER', 'ADMIN', 'MANAGER', 'EMPLOYEE'],
  'inventory:write': ['OWNER', 'ADMIN', 'MANAGER'],
  'inventory:move': ['OWNER', 'ADMIN', 'MANAGER', 'EMPLOYEE'],
  'inventory:adjust': ['OWNER', 'ADMIN', 'MANAGER'],
  'inventory:close': ['OWNER', 'ADMIN'],
  'imports:run': ['OWNER', 'ADMIN', 'MANAGER'],
  'costs:read': ['OWNER', 'ADMIN', 'MANAGER'],
  'prices:read': ['OWNER', 'ADMIN', 'MANAGER'],
  'prices:write': ['OWNER', 'ADMIN', 'MANAGER'],
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

/** What each permission allows, said to people. */
export const PERMISSION_SENTENCES: Readonly<Record<Permission, string>> = {
  'tenant:read': 'See the company and its own fields',
  'fields:manage': "Declare and remove the company's own fields",
  'tenant:update': 'Change what the company says of itself',
  'members:read': 'See who belongs to the company',
  'members:manage': 'Change the roles of people, remove and invite them',
  'invitations:manage': 'Invite people, and take invitations back',
  'audit:read': 'See the audit log, and take it away as a file',
  'tenant:own': "Change the company's address, give it to another owner, and delete it",
  'roles:manage': 'Make roles, and say who has which and works at which locations',
  'keys:manage': 'Make and revoke API keys',
  'support:manage': "Let the operator's support in, see what it did, and end it",
  'security:manage': 'Ask everybody for a second factor',
  'locations:read': 'See locations',
  'locations:update': 'Change, activate and deactivate locations',
  'locations:manage': 'Make and delete locations, and choose the default one and the headquarters',
  'partners:read': 'See suppliers and customers',
  'partners:write': 'Enter, change and archive suppliers and customers',
  'bank:read': 'See bank accounts of suppliers and customers in full',
  'bank:write': 'Enter and change bank accounts of suppliers and customers',
  'inventory:read': 'See items and stock',
  'inventory:write': 'Enter, change and archive items',
  'inventory:move': 'Draft and post receipts, issues, dispatches, transfers and returns; count; reserve',
  'inventory:adjust': 'Adjust stock, approve counts, take posted documents back, set levels',
  'inventory:close': 'Close the stock through a day, and check it against its ledger',
  'imports:run': 'Import files of what one may enter, and take that back',
  'costs:read': 'See and enter costs',
  'prices:read': 'See what items are sold at',
  'prices:write': 'Enter, change and archive what items are sold at',
  'production:read': 'See production orders',
  'production:draft': 'Draft production orders',
  'production:run': 'Confirm, release and complete production orders',
  'production:approve': 'Close production orders short',
  'quality:read': 'See quality records',
  'quality:record': 'Record inspections and defects',
  'quality:decide': 'Accept and reject what was inspected',
  'quality:concede': 'Let pass what was rejected',
  'finance:read': 'See transactions and credit limits',
  'finance:draft': 'Draft transactions',
  'finance:post': 'Post and void transactions',
};

/** What concerns the company as a whole: nobody has it who works at certain locations only. */
export const COMPANY_WIDE: readonly Permission[] = [
  'audit:read',
  'inventory:close',
  'fields:manage',
  'tenant:update',
  'tenant:own',
  'roles:manage',
  'keys:manage',
  'support:manage',
  'security:manage',
  'locations:manage',
];

/** What neither a program nor the operator's support ever does, whoever lets them in: decide on people, on keys, on who gets in. */
export const ONLY_FOR_PEOPLE: readonly Permission[] = [
  'tenant:own',
  'members:manage',
  'invitations:manage',
  'roles:manage',
  'keys:manage',
  'support:manage',
  'security:manage',
];

/** What the operator's support never sees, however far a company lets it in. */
const NOT_FOR_SUPPORT: readonly Permission[] = ['bank:read', 'bank:write'];

/** Every permission, in the table's order. */
export const ALL_PERMISSIONS = Object.keys(PERMISSIONS) as [Permission, ...Permission[]];

/** What an owner alone may do, and no role made by a company. */
export const ONLY_FOR_OWNERS: readonly Permission[] = ALL_PERMISSIONS.filter((permission) =>
  (PERMISSIONS[permission] as readonly Role[]).every((role) => role === 'OWNER'),
);

/** Whether `role` holds `permission`. */
export function can(role: Role, permission: Permission): boolean {
  return (PERMISSIONS[permission] as readonly Role[]).includes(role);
}

/** Every permission of `role`, in the table's order. */
export function permissionsOf(role: Role): Permission[] {
  return ALL_PERMISSIONS.filter((permission) => can(role, permission));
}

/** What support may do that a company lets in: less than an administrator, nothing that is for people alone, and no bank data. */
export function supportPermissions(level: SupportLevel): Permission[] {
  const closed = [...ONLY_FOR_PEOPLE, ...NOT_FOR_SUPPORT];
  const held = permissionsOf('ADMIN').filter((permission) => !closed.includes(permission));
  return level === 'READ' ? held.filter((permission) => permission.endsWith(':read')) : held;
}

/** What decides on what somebody may do in a company. */
export type Standing = {
  readonly role: Role;
  /** The permissions of the company's own role that somebody has in place of the role's; null without one. */
  readonly customPermissions: readonly string[] | null;
  /** The locations somebody works at; null for all of them. */
  readonly locationIds: readonly string[] | null;
};

/** What somebody may do, in the table's order. An owner may do everything, whatever else is said of them. */
export function effectivePermissions({ role, customPermissions, locationIds }: Standing): Permission[] {
  if (role === 'OWNER') return permissionsOf(role);
  const own = ALL_PERMISSIONS.filter((permission) =>
    customPermissions === null
      ? can(role, permission)
      : customPermissions.includes(permission) && !ONLY_FOR_OWNERS.includes(permission),
  );
  return locationIds === null ? own : own.filter((permission) => !COMPANY_WIDE.includes(permission));
}

/** The locations somebody is held to; null, which is all of them, for every owner. */
export const effectiveLocations = <Ids extends readonly string[] | null>({
  role,
  locationIds,
}: {
  readonly role: Role;
  readonly locationIds: Ids;
}): Ids | null => (role === 'OWNER' ? null : locationIds);
