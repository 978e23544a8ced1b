import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '@/app';
import { ALL_PERMISSIONS, ONLY_FOR_OWNERS } from '@/contract/permissions';
import { fromSnapshot } from '@/database/snapshot';
import { tenantSchema } from '@/database/tenantName';
import type { Route } from '@/http/route';
import { routes } from '@/routes';
import { type Client, type Company, makeCompany, tokenFor } from '../support/api';
import { asSuperuser } from '../support/database';
import { makePerson, makeRole } from '../support/people';
import { makeRecords } from '../support/records';
import { schemaOf } from '../support/routeInputs';
import { listed, type Made, made, refusal } from './support';

const isPaged = ({ method, query }: Route) => method === 'GET' && 'cursor' in (schemaOf(query).properties ?? {});
/** The rows of an import are taken away as what it has come to. */
const LISTS = routes.filter((route) => isPaged(route) && route.path !== '/imports/:id/rows');
/** The log's own file has formats of its own: tests/integration/audit.test.ts. */
const EXPORTED = LISTS.filter(({ path }) => path !== '/tenants/current/audit');
const each = EXPORTED.map(({ path }) => [path] as const);
const FIGURE = '8271.6453';

let company: Company;
let owner: Client;
let schema: string;

beforeAll(async () => {
  company = await makeCompany();
  owner = company.owner;
  await makeRecords(owner);
  schema = tenantSchema(company.id);
});

type Table = { heading: string[]; rows: string[][] };
async function file(by: Client, path: string, query = ''): Promise<Table> {
  const answer = await by.call('GET', `${path}/export${query}`);
  if (answer.status !== 200) throw new Error(answer.text);
  const [heading = [], ...rows] = parse(answer.text) as string[][];
  return { heading, rows };
}
const column = ({ heading, rows }: Table, name: string) => rows.map((row) => row[heading.indexOf(name)]);

describe('a file of a list', () => {
  it('should be there for every list, for whoever may see the list', () => {
    expect(LISTS.length).toBeGreaterThan(7);
    for (const { path, permission, custom } of LISTS) {
      const sibling = routes.find((route) => route.method === 'GET' && route.path === `${path}/export`);
      expect([path, sibling?.permission, sibling?.downloads !== undefined]).toEqual([path, permission, true]);
      expect([path, sibling?.custom]).toEqual([path, custom]);
    }
  });

  it.each(each)('should take the order, search and filters of GET %s, and no pages', (path) => {
    const parameters = (of: string) =>
      Object.keys(schemaOf(routes.find((route) => route.path === of)?.query).properties ?? {});
    const list = parameters(path).filter((name) => name !== 'limit' && name !== 'cursor');
    expect(parameters(`${path}/export`).sort()).toEqual([...list, 'format'].sort());
  });

  it.each(each)('should have a column for each field of GET %s, and a row for each row', async (path) => {
    const list = await listed(owner, `${path}?limit=200`);
    const table = await file(owner, path);
    expect(table.rows).toHaveLength(list.length);
    const key = table.heading.includes('ID') ? 'ID' : 'Item ID';
    expect(column(table, key)).toEqual(list.map(({ id, itemId }) => id ?? itemId));
    const { custom = {}, ...fields } = list[0] as Made;
    expect(table.heading).toHaveLength(Object.keys(fields).length + Object.keys(custom).length);
    for (const format of ['csv', 'xlsx']) {
      const { status, headers } = await owner.call('GET', `${path}/export?format=${format}`);
      expect([status, headers.get('content-disposition')]).toEqual([
        200,
        expect.stringMatching(new RegExp(`^attachment; filename="[\\w-]+\\.${format}"$`)),
      ]);
    }
  });

  it("should have the company's own fields under their labels, and hold to filters and order", async () => {
    const table = await file(owner, '/suppliers', '?sort=-code&kind=YARN&custom.mill_note=Ring%20spun');
    expect(table.heading.at(-1)).toBe('Mill note');
    const list = await listed(owner, '/suppliers?sort=-code&kind=YARN&custom.mill_note=Ring%20spun');
    expect(list.length).toBeGreaterThan(0);
    expect(column(table, 'Code')).toEqual(list.map(({ code }) => code));
    expect(column(table, 'Mill note')).toEqual(list.map(() => 'Ring spun'));
    expect((await file(owner, '/suppliers', '?kind=FABRIC')).rows).toEqual([]);
    expect((await file(owner, '/suppliers', '?archived=true')).rows).toEqual([]);
  });

  it('should refuse what the list refuses, and pages', async () => {
    const answer = await owner.call('GET', '/suppliers/export?kind=WOOL&limit=3&cursor=x&format=pdf&sort=taxId');
    expect(refusal(answer)).toEqual([400, 'VALIDATION_FAILED', 'sort.0', 'kind.0', 'format', 'limit', 'cursor']);
  });

  it('I6: should hold no formula', async () => {
    const by = (await makeCompany()).owner;
    for (const name of ['=HYPERLINK("http://evil")', '+1+1', '-1+1', '@SUM(A1)'])
      await made(by, '/suppliers', { name, kind: 'YARN' });
    const names = column(await file(by, '/suppliers'), 'Name');
    expect(names).toHaveLength(4);
    for (const name of names) expect(name).toMatch(/^'[=+\-@]/);
  });

  it('should tell the audit log who took which file, by which filters', async () => {
    const by = await makeCompany();
    await file(by.owner, '/customers', '?kind=BRAND&q=Maison');
    const { body } = await by.owner.call('GET', '/tenants/current/audit?action=export');
    expect(body.data).toMatchObject([
      { entity: 'list', entityId: 'customers', label: 'customers', actor: { id: by.ownerId }, before: null },
    ]);
    expect(body.data[0].after).toMatchObject({ format: 'csv', kind: ['BRAND'], q: 'Maison' });
  });

  describe('for who may not see a field', () => {
    const guarded = [
      ['/inventory/items', 'costs:read', 'inventory_items', 'unit_cost', 'Unit cost'],
      ['/customers', 'finance:read', 'customers', 'credit_limit', 'Credit limit'],
    ] as const;
    it.each(guarded)('H4: GET %s/export should have no column of it', async (path, permission, table, field, name) => {
      await asSuperuser(`UPDATE ${schema}.${table} SET ${field} = ${FIGURE}`);
      const held = ALL_PERMISSIONS.filter((one) => one !== permission && !ONLY_FOR_OWNERS.includes(one));
      const role = await makeRole(owner, held);
      const { caller } = await makePerson(company, 'ADMIN', { customRoleId: role.id });
      expect((await file(owner, path)).heading).toContain(name);
      for (const query of ['', '?q=8271', '?sort=-name']) {
        const text = (await caller.call('GET', `${path}/export${query}`)).text;
        expect([text.includes(name), text.includes('8271')]).toEqual([false, false]);
      }
    });
  });
});

describe('a long file', () => {
  let long: Company;
  const ROWS = 3500;
  beforeAll(async () => {
    long = await makeCompany();
    await suppliers(`'Mill ' || n`, ROWS);
  });
  const suppliers = (name: string, count: number) =>
    asSuperuser(
      `INSERT INTO ${tenantSchema(long.id)}.suppliers (id, code, name, kind, currency, payment_terms)
       SELECT gen_random_uuid(), ${name} || '-' || n, ${name}, 'YARN', 'EUR', 'NET_30' FROM generate_series(1, ${count}) n`,
    );
  const start = async (query = '') => {
    const headers = { authorization: `Bearer ${await tokenFor(long.ownerId, long.id)}` };
    const response = await createApp().request(`/api/v1/suppliers/export${query}`, { headers });
    return (response.body as ReadableStream<Uint8Array>).getReader();
  };
  const text = async (reader: ReadableStreamDefaultReader<Uint8Array>) => {
    const pieces: Uint8Array[] = [];
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) pieces.push(piece.value);
    return Buffer.concat(pieces).toString();
  };
  const held = async () =>
    (
      await asSuperuser<{ count: number }>(
        `SELECT count(*)::int AS count FROM pg_stat_activity WHERE usename = $1 AND xact_start IS NOT NULL`,
        [tenantSchema(long.id)],
      )
    )[0]?.count;
  const untilNothingIsHeld = async () => {
    while ((await held()) !== 0) await new Promise((resolve) => setImmediate(resolve));
  };

  it('J8: should be of one moment, whatever is written meanwhile', async () => {
    const reader = await start();
    const first = Buffer.from((await reader.read()).value ?? []).toString();
    await suppliers(`'Zeta ' || n`, 50);
    await asSuperuser(`UPDATE ${tenantSchema(long.id)}.suppliers SET name = 'Zz ' || name WHERE name LIKE 'Mill 9%'`);
    const rows = parse(first + (await text(reader))) as string[][];
    expect(rows).toHaveLength(ROWS + 1);
    expect(rows.filter((row) => /Zeta|Zz /.test(row.join()))).toEqual([]);
    const names = rows.slice(1).map((row) => row[rows[0]?.indexOf('Name') ?? 0]);
    expect(new Set(names).size).toBe(ROWS);
    await untilNothingIsHeld();
  });

  it('should hold no connection any more when whoever takes it has gone', async () => {
    for (const query of ['', '?format=xlsx']) {
      const reader = await start(query);
      await reader.read();
      expect(await held()).toBe(1);
      await reader.cancel();
      await untilNothingIsHeld();
    }
    expect((await file(long.owner, '/suppliers')).rows.length).toBeGreaterThan(ROWS);
  });

  it('should be given up when it is not taken, and say so', async () => {
    const pieces = fromSnapshot(
      long.id,
      async function* (db) {
        yield await db.selectFrom('suppliers').select('id').limit(1).execute();
        yield [];
      },
      { stalledMs: 1 },
    );
    await pieces.next();
    await untilNothingIsHeld();
    await expect(pieces.next()).rejects.toThrow('not taken fast enough');
  });

  it('should wait for the one before it, so that others of the company have a connection', async () => {
    const first = await start();
    await first.read();
    let begun = false;
    const second = start().then((reader) => {
      begun = true;
      return reader;
    });
    expect((await long.owner.call('GET', '/suppliers?limit=1')).status).toBe(200);
    expect(begun).toBe(false);
    await first.cancel();
    expect((await text(await second)).length).toBeGreaterThan(1000);
  });
});
