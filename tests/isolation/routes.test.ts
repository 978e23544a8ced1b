import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { tenantSchema } from '@/database/tenantName';
import { routes } from '@/routes';
import { type Company, client, makeCompany, withoutRequestId } from '../support/api';
import { asSuperuser } from '../support/database';
import { makeRecords } from '../support/records';

/** Which record of the other company stands for `:id`, by the path before it. A new path without an entry fails below. */
const RECORD_OF_PATH: Record<string, keyof Awaited<ReturnType<typeof makeRecords>>> = {
  '/locations': 'location',
  '/suppliers': 'supplier',
  '/customers': 'customer',
  '/inventory/items': 'item',
  '/production/orders': 'order',
  '/quality/records': 'record',
  '/finance/transactions': 'transaction',
};

const tenantRoutes = routes.filter(({ access }) => access === 'tenant');
const withId = tenantRoutes.filter(({ path }) => path.includes('/:id'));

describe('the route table', () => {
  let a: Company;
  let b: Company;
  let records: Awaited<ReturnType<typeof makeRecords>>;

  beforeAll(async () => {
    [a, b] = [await makeCompany(), await makeCompany()];
    records = await makeRecords(b.owner);
  });

  it('should be covered: every path with an id has a record to try', () => {
    expect(
      withId.map(({ path }) => path.slice(0, path.indexOf('/:id'))).filter((path) => !RECORD_OF_PATH[path]),
    ).toEqual([]);
    expect(withId.length).toBeGreaterThan(40);
  });

  it.each(withId.map((route) => [route.method, route.path, route] as const))(
    "A1: %s %s should answer another company's id exactly like an id that does not exist",
    async (method, path, route) => {
      const kind = RECORD_OF_PATH[path.slice(0, path.indexOf('/:id'))];
      const foreign = records[kind ?? 'location'].id;
      const before = await contents(b);
      const body = bodyFor(route.path, method);
      const ask = (id: string) => a.owner.call(method, path.replace(':id', id), body, { 'if-match': '"1"' });
      const [theirs, none] = [await ask(foreign), await ask(uuidv7())];
      expect(theirs.status).toBe(404);
      expect(withoutRequestId(theirs)).toBe(withoutRequestId(none));
      expect([...theirs.headers.keys()].sort()).toEqual([...none.headers.keys()].sort());
      expect(await contents(b)).toEqual(before);
    },
  );

  it.each(tenantRoutes.map((route) => [route.method, route.path] as const))(
    '%s %s should answer 401 without a token and without a company',
    async (method, path) => {
      const url = path.replace(':id', records.location.id);
      expect((await client().call(method, url)).status).toBe(401);
      expect((await client('not.a.token').call(method, url)).status).toBe(401);
    },
  );

  it('should never show one company a record of the other in any list', async () => {
    const lists = tenantRoutes.filter(({ method, path }) => method === 'GET' && !path.includes('/:'));
    expect(lists.length).toBeGreaterThan(7);
    const foreign = Object.values(records).map(({ id }) => id);
    for (const { path } of lists) {
      const { status, text } = await a.owner.call('GET', `${path}?limit=200`);
      expect(status).toBe(200);
      for (const id of foreign) expect(text).not.toContain(id);
    }
  });

  it('A3: should refuse a document that points at records of another company, and write nothing', async () => {
    const own = await makeRecords(a.owner);
    const before = await contents(a);
    const attempts: [string, object][] = [
      ['/production/orders', { itemId: records.item.id, locationId: own.location.id, quantity: '1' }],
      ['/production/orders', { itemId: own.item.id, locationId: records.location.id, quantity: '1' }],
      [
        '/production/orders',
        { itemId: own.item.id, locationId: own.location.id, customerId: records.customer.id, quantity: '1' },
      ],
      [
        '/quality/records',
        {
          kind: 'FINAL',
          itemId: own.item.id,
          locationId: own.location.id,
          productionOrderId: records.order.id,
          quantityInspected: '1',
        },
      ],
      [
        '/quality/records',
        {
          kind: 'INCOMING',
          itemId: own.item.id,
          locationId: own.location.id,
          supplierId: records.supplier.id,
          quantityInspected: '1',
        },
      ],
      [
        '/finance/transactions',
        {
          type: 'BILL',
          locationId: own.location.id,
          supplierId: records.supplier.id,
          transactionDate: '2026-03-01',
          amount: '1',
        },
      ],
      [
        '/inventory/items',
        { name: 'X', kind: 'PACKAGING', unit: 'pcs', openingStock: [{ locationId: records.location.id, onHand: '1' }] },
      ],
    ];
    for (const [path, body] of attempts)
      expect([path, (await a.owner.call('POST', path, body)).status]).toEqual([path, 422]);
    expect(await contents(a)).toEqual(before);
  });

  it('A5: should refuse a cursor made in another company', async () => {
    await b.owner.call('POST', '/locations', { name: 'Second', locationType: 'STORE' });
    const { body } = await b.owner.call('GET', '/locations?limit=1');
    expect(body.nextCursor).toBeTypeOf('string');
    const { status } = await a.owner.call('GET', `/locations?limit=1&cursor=${encodeURIComponent(body.nextCursor)}`);
    expect(status).toBe(400);
  });
});

/** A body the route would accept, so that the refusal is about the id. */
function bodyFor(path: string, method: string): object | undefined {
  if (path.endsWith('/complete') || path.endsWith('/short-close')) return { quantityCompleted: '1' };
  return method === 'PATCH' ? {} : undefined;
}

/** How many rows every table of a company holds, and their newest change. */
async function contents(company: Company): Promise<unknown[]> {
  const schema = tenantSchema(company.id);
  const tables = await asSuperuser<{ tablename: string }>(
    'SELECT tablename FROM pg_tables WHERE schemaname = $1 ORDER BY 1',
    [schema],
  );
  const union = tables.map(
    ({ tablename }) =>
      `SELECT '${tablename}' AS name, count(*)::int AS rows, md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) AS digest FROM ${schema}.${tablename} t`,
  );
  return asSuperuser(union.join(' UNION ALL '));
}
