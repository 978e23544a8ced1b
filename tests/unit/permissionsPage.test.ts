import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { PROJECT_ROOT } from '@/config';
import {
  ALL_PERMISSIONS,
  COMPANY_WIDE,
  ONLY_FOR_OWNERS,
  ONLY_FOR_PEOPLE,
  PERMISSION_SENTENCES,
} from '@/contract/permissions';
import { routes } from '@/routes';
import { MADE_FROM_HERE, permissionsPage } from '../../scripts/lib/permissionsPage';

const page = readFileSync(path.join(PROJECT_ROOT, 'docs', 'permissions.md'), 'utf8');

describe('docs/permissions.md', () => {
  it('H1: should have every route and permission as the tables have them: else run "npm run docs:permissions" and read it', () => {
    expect(page).toBe(permissionsPage(page, routes));
    for (const { method, path: route } of routes) expect(page).toContain(`| \`${method} ${route}\` |`);
  });

  it('should keep what was written by hand', () => {
    const [intro] = page.split(MADE_FROM_HERE);
    expect(intro).toContain('## How to read the matrix');
    expect(permissionsPage(`by hand\n${MADE_FROM_HERE}\nold`, []).startsWith(`by hand\n${MADE_FROM_HERE}\n\n## `)).toBe(
      true,
    );
  });

  it('should have a sentence for each permission, and none for what there is not', () => {
    expect(Object.keys(PERMISSION_SENTENCES).sort()).toEqual([...ALL_PERMISSIONS].sort());
    for (const list of [COMPANY_WIDE, ONLY_FOR_OWNERS, ONLY_FOR_PEOPLE])
      expect(list.filter((permission) => !ALL_PERMISSIONS.includes(permission))).toEqual([]);
  });
});
