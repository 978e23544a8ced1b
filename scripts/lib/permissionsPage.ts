import { ROLES } from '@/contract/enums';
import { GUARDED_FIELDS } from '@/contract/guardedFields';
import {
  ALL_PERMISSIONS,
  COMPANY_WIDE,
  can,
  ONLY_FOR_OWNERS,
  ONLY_FOR_PEOPLE,
  PERMISSION_SENTENCES,
  type Permission,
  supportPermissions,
} from '@/contract/permissions';
import type { Route } from '@/http/route';

/** Everything of docs/permissions.md below this line is made from the route table and the table of permissions. */
export const MADE_FROM_HERE =
  '<!-- Made by `npm run docs:permissions` from here on: change the tables, not this text. -->';

/** Who may call, in the order of the matrix's columns. */
export const CALLERS = [...ROLES, 'nobody', 'other owner', 'key', 'READ', 'READ_WRITE'] as const;
export type Caller = (typeof CALLERS)[number];

/** What a caller is answered: let in, or the status of the refusal; `own`: let in, but to another company's data. */
export type Decision = 'yes' | 'own' | '401' | '403' | '404';

const HEADINGS = [
  'owner',
  'admin',
  'manager',
  'employee',
  'not signed in',
  "another company's owner",
  'API key',
  'support: read',
  'support: read and write',
];

/** What the tables say a caller is answered by a route. A key is one with every permission a key can have. */
export function decisionOf(route: Route, caller: Caller): Decision {
  if (route.access === 'public') return 'yes';
  if (caller === 'nobody') return '401';
  if (caller === 'other owner') return route.path.includes('/:') ? '404' : 'own';
  const isSupport = caller === 'READ' || caller === 'READ_WRITE';
  const isPerson = caller !== 'key' && !isSupport;
  if (route.access === 'user') return isPerson || (isSupport && route.forSupport) ? 'yes' : '403';
  const { permission } = route;
  if (permission === undefined) throw new Error(`${route.method} ${route.path} takes no permission`);
  if (route.onlyPeople && !isPerson) return '403';
  if (caller === 'READ' && route.method !== 'GET') return '403';
  return permission === null || holds(caller, permission) ? 'yes' : '403';
}

function holds(caller: Exclude<Caller, 'nobody' | 'other owner'>, permission: Permission): boolean {
  if (caller === 'key') return !ONLY_FOR_PEOPLE.includes(permission);
  if (caller === 'READ' || caller === 'READ_WRITE') return supportPermissions(caller).includes(permission);
  return can(caller, permission);
}

/** The page with its hand-written beginning kept. */
export function permissionsPage(page: string, routes: readonly Route[]): string {
  const [intro = ''] = page.split(MADE_FROM_HERE);
  return [intro + MADE_FROM_HERE, '', ...permissionTable(), '', ...fieldTable(), '', ...matrix(routes), ''].join('\n');
}

function permissionTable(): string[] {
  const mark = (holds: boolean) => (holds ? 'yes' : '');
  return [
    '## Permissions',
    '',
    ...table(
      ['permission', 'allows to', ...HEADINGS.slice(0, ROLES.length), 'own roles', 'keys', 'at some locations'],
      ALL_PERMISSIONS.map((permission) => [
        `\`${permission}\``,
        uncapitalised(PERMISSION_SENTENCES[permission]),
        ...ROLES.map((role) => mark(can(role, permission))),
        mark(!ONLY_FOR_OWNERS.includes(permission)),
        mark(!ONLY_FOR_PEOPLE.includes(permission)),
        mark(!COMPANY_WIDE.includes(permission)),
      ]),
    ),
  ];
}

function fieldTable(): string[] {
  const rows = Object.entries(GUARDED_FIELDS).map(([field, permission]) => [`\`${field}\``, `\`${permission}\``]);
  return ['## Fields that are not for everybody', '', ...table(['field', 'takes'], rows)];
}

function matrix(routes: readonly Route[]): string[] {
  const tags = [...new Set(routes.map(({ tag }) => tag))];
  return tags.flatMap((tag, index) => [
    ...(index === 0 ? ['## Routes', ''] : ['']),
    `### ${tag}`,
    '',
    ...table(
      ['route', 'permission', ...HEADINGS],
      routes
        .filter((route) => route.tag === tag)
        .map((route) => [
          `\`${route.method} ${route.path}\``,
          route.permission ? `\`${route.permission}\`` : '',
          ...CALLERS.map((caller) => decisionOf(route, caller)),
        ]),
    ),
  ]);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}

const uncapitalised = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);
