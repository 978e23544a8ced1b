import { readFileSync } from 'node:fs';
import path from 'node:path';
import { PROJECT_ROOT } from '@/config';
import type { Route } from '@/http/route';
import { CALLERS, type Caller, type Decision } from '../../scripts/lib/permissionsPage';

/**
 * The reviewed matrix of docs/permissions.md: what each caller is answered by each route. Throws for a route that is not in
 * it.
 */
export function readMatrix(): (route: Route) => Readonly<Record<Caller, Decision>> {
  const page = readFileSync(path.join(PROJECT_ROOT, 'docs', 'permissions.md'), 'utf8');
  const rows = new Map(
    [...page.matchAll(/^\| `([A-Z]+ \/\S*)` \| (.*) \|$/gm)].map(([, route = '', cells = '']) => [
      route,
      cells.split('|').map((cell) => cell.trim()),
    ]),
  );
  return ({ method, path: of }) => {
    const [, ...decisions] = rows.get(`${method} ${of}`) ?? [];
    if (decisions.length !== CALLERS.length) throw new Error(`${method} ${of} is not in docs/permissions.md`);
    return Object.fromEntries(CALLERS.map((caller, index) => [caller, decisions[index]])) as Record<Caller, Decision>;
  };
}
