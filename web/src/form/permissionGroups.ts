import type { Permission } from '@contract';
import type { TextKey } from '@web/i18n/dictionary';

type Area = Permission extends `${infer Name}:${string}` ? Name : never;

/** Under which heading the permissions of an area stand. */
const GROUP_OF_AREA = {
  production: 'work',
  quality: 'work',
  inventory: 'goods',
  imports: 'goods',
  costs: 'goods',
  prices: 'goods',
  partners: 'partners',
  bank: 'partners',
  finance: 'books',
  locations: 'company',
  tenant: 'company',
  fields: 'company',
  audit: 'company',
  members: 'people',
  invitations: 'people',
  roles: 'people',
  keys: 'people',
  support: 'people',
  security: 'people',
} as const satisfies Record<Area, string>;

type Group = (typeof GROUP_OF_AREA)[Area];

const GROUPS: readonly { group: Group; title: TextKey }[] = [
  { group: 'work', title: 'common.group.work' },
  { group: 'goods', title: 'common.group.goods' },
  { group: 'partners', title: 'common.group.partners' },
  { group: 'books', title: 'common.group.books' },
  { group: 'company', title: 'common.group.company' },
  { group: 'people', title: 'people.title' },
];

const groupOf = (permission: Permission) => GROUP_OF_AREA[permission.split(':')[0] as Area];

/** Permissions under headings, in the order of a day's work; headings without any are left out. */
export const groupsOf = (permissions: readonly Permission[]) =>
  GROUPS.map(({ group, title }) => ({
    title,
    permissions: permissions.filter((permission) => groupOf(permission) === group),
  })).filter((each) => each.permissions.length > 0);

/** What a permission allows, in words: its colon would mean something else to the dictionaries. */
export const permissionText = (permission: Permission) => `permissions.${permission.replace(':', '_')}` as TextKey;
