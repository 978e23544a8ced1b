import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { routes } from '@/routes';
import { client, makeCompany } from '../support/api';
import { isList } from '../support/lists';
import { neighbour } from '../support/neighbour';

const guarded = routes.filter(({ access }) => access !== 'public');
const tenantRoutes = routes.filter(({ access }) => access === 'tenant');

describe('the route table', () => {
  it.each(guarded.map((route) => [route.method, route.path] as const))(
    '%s %s should answer 401 without a good token',
    async (method, path) => {
      const url = path.replace(/:\w+/, uuidv7());
      expect((await client().call(method, url)).status).toBe(401);
      expect((await client('not.a.token').call(method, url)).status).toBe(401);
    },
  );

  it('should never show one company a record of another in any list', async () => {
    const { owner } = await makeCompany();
    const lists = tenantRoutes.filter((route) => isList(route) && !route.path.includes('/:'));
    expect(lists.length).toBeGreaterThan(7);
    for (const { path, query } of lists) {
      const { status, text } = await owner.call('GET', query ? `${path}?limit=200` : path);
      expect(status).toBe(200);
      for (const id of neighbour.ids) expect(text).not.toContain(id);
    }
  });
});
