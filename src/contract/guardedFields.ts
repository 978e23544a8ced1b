import type { Permission } from './permissions';

/**
 * Fields that are not for everybody who sees their record, and the permission each takes: to be shown, written, sorted and
 * filtered by, wherever it stands. A name means the same field everywhere. Nobody searches in them.
 */
export const GUARDED_FIELDS = {
  unitCost: 'costs:read',
  stockValue: 'costs:read',
  creditLimit: 'finance:read',
  iban: 'bank:read',
  accountNumber: 'bank:read',
} as const satisfies Readonly<Record<string, Permission>>;

const GUARDED = Object.entries(GUARDED_FIELDS) as [string, Permission][];

/** The names of the fields that are hidden from whoever holds these permissions. */
export function hiddenFields(permissions: Pick<ReadonlySet<Permission>, 'has'>): ReadonlySet<string> {
  return new Set(GUARDED.filter(([, permission]) => !permissions.has(permission)).map(([name]) => name));
}

export const isGuarded = (field: string): boolean => Object.hasOwn(GUARDED_FIELDS, field);

/** The company's own fields stand in here, under names of its own. */
export const OWN_FIELDS = 'custom';

/** A value without the fields of these names, at any depth. */
export function withoutFields(value: unknown, hidden: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((each) => withoutFields(each, hidden));
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([name]) => !hidden.has(name));
  return Object.fromEntries(
    kept.map(([name, each]) => [name, name === OWN_FIELDS ? each : withoutFields(each, hidden)]),
  );
}
