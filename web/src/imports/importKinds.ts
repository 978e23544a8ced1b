import type { Permission } from '@contract';
import type { TextKey } from '@web/i18n/dictionary';

/** What a file can become, as the API calls it: what it takes, and the list in which its records are found. */
export type ImportKind = {
  readonly name: 'items' | 'suppliers' | 'customers' | 'lots' | 'opening-stock';
  readonly permissions: readonly Permission[];
  readonly list: string;
  readonly title: TextKey;
};

export const IMPORT_KINDS: readonly ImportKind[] = [
  { name: 'items', permissions: ['inventory:write'], list: '/inventory/items', title: 'enums.importKind.items' },
  { name: 'suppliers', permissions: ['partners:write'], list: '/suppliers', title: 'enums.importKind.suppliers' },
  { name: 'customers', permissions: ['partners:write'], list: '/customers', title: 'enums.importKind.customers' },
  { name: 'lots', permissions: ['inventory:move'], list: '/inventory/stock', title: 'enums.importKind.lots' },
  {
    name: 'opening-stock',
    permissions: ['inventory:adjust', 'inventory:move'],
    list: '/inventory/stock',
    title: 'enums.importKind.opening-stock',
  },
];

export const IMPORTS = '/imports';

export const kindOf = (name: string | null): ImportKind | undefined => IMPORT_KINDS.find((kind) => kind.name === name);

/** The kinds somebody may import, of the lists named or of all. */
export const kindsFor = (can: (permission: Permission) => boolean, list?: string): ImportKind[] =>
  can('imports:run')
    ? IMPORT_KINDS.filter((kind) => kind.permissions.every(can) && (list === undefined || kind.list === list))
    : [];
