import type { Permission } from '@contract';
import type { TextKey } from '@web/i18n/dictionary';
import type { IconName } from '@web/ui/Icon';

export type ScreenLink = {
  path: string;
  /** Filters that are set at first. */
  search?: string;
  title: TextKey;
  hint: TextKey;
  icon: IconName;
  permission: Permission;
  /** Of what it says how many there are. */
  count?: 'alerts';
};

export type ScreenGroup = { title: TextKey; links: readonly ScreenLink[] };

/** The navigation, in the order of a day's work. */
export const SCREEN_GROUPS: readonly ScreenGroup[] = [
  {
    title: 'common.group.work',
    links: [
      {
        path: '/production/orders',
        title: 'screens.orders.title',
        hint: 'screens.orders.hint',
        icon: 'loom',
        permission: 'production:read',
      },
      {
        path: '/quality/records',
        title: 'screens.quality.title',
        hint: 'screens.quality.hint',
        icon: 'quality',
        permission: 'quality:read',
      },
    ],
  },
  {
    title: 'common.group.goods',
    links: [
      {
        path: '/inventory/items',
        title: 'screens.items.title',
        hint: 'screens.items.hint',
        icon: 'cone',
        permission: 'inventory:read',
      },
      {
        path: '/inventory/styles',
        title: 'screens.styles.title',
        hint: 'screens.styles.hint',
        icon: 'customer',
        permission: 'inventory:read',
      },
      {
        path: '/inventory/categories',
        title: 'screens.categories.title',
        hint: 'screens.categories.hint',
        icon: 'rows',
        permission: 'inventory:read',
      },
      {
        path: '/inventory/stock',
        title: 'screens.stock.title',
        hint: 'screens.stock.hint',
        icon: 'stock',
        permission: 'inventory:read',
      },
      {
        path: '/inventory/documents',
        title: 'screens.documents.title',
        hint: 'screens.documents.hint',
        icon: 'document',
        permission: 'inventory:read',
      },
      {
        path: '/inventory/alerts',
        // What is over is rarely looked for.
        search: '?status=OPEN,ACKNOWLEDGED',
        title: 'screens.alerts.title',
        hint: 'screens.alerts.hint',
        icon: 'bell',
        permission: 'inventory:read',
        count: 'alerts',
      },
      {
        path: '/inventory/counts',
        title: 'screens.counts.title',
        hint: 'screens.counts.hint',
        icon: 'count',
        permission: 'inventory:read',
      },
    ],
  },
  {
    title: 'common.group.partners',
    links: [
      {
        path: '/customers',
        title: 'screens.customers.title',
        hint: 'screens.customers.hint',
        icon: 'customer',
        permission: 'partners:read',
      },
      {
        path: '/suppliers',
        title: 'screens.suppliers.title',
        hint: 'screens.suppliers.hint',
        icon: 'supplier',
        permission: 'partners:read',
      },
    ],
  },
  {
    title: 'common.group.books',
    links: [
      {
        path: '/finance/transactions',
        title: 'screens.finance.title',
        hint: 'screens.finance.hint',
        icon: 'finance',
        permission: 'finance:read',
      },
    ],
  },
  {
    title: 'common.group.company',
    links: [
      {
        path: '/locations',
        title: 'screens.locations.title',
        hint: 'screens.locations.hint',
        icon: 'location',
        permission: 'locations:read',
      },
      {
        path: '/people',
        title: 'people.title',
        hint: 'people.hint',
        icon: 'people',
        permission: 'members:read',
      },
      {
        path: '/roles',
        title: 'roles.title',
        hint: 'roles.hint',
        icon: 'shield',
        permission: 'roles:manage',
      },
      {
        path: '/api-keys',
        title: 'keys.title',
        hint: 'keys.hint',
        icon: 'key',
        permission: 'keys:manage',
      },
      {
        path: '/support',
        title: 'support.title',
        hint: 'support.hint',
        icon: 'support',
        permission: 'support:manage',
      },
      {
        path: '/imports',
        title: 'screens.imports.title',
        hint: 'screens.imports.hint',
        icon: 'upload',
        permission: 'imports:run',
      },
      {
        path: '/settings',
        title: 'settings.title',
        hint: 'settings.hint',
        icon: 'settings',
        permission: 'tenant:update',
      },
      {
        path: '/audit',
        title: 'screens.audit.title',
        hint: 'screens.audit.hint',
        icon: 'history',
        permission: 'audit:read',
      },
    ],
  },
];
