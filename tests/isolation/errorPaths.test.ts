import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '@/app';
import { tenantSchema } from '@/database/tenantName';
import { mountRoutes } from '@/http/mount';
import { defineRoute } from '@/http/route';
import { type Answer, type Client, type Company, client, makeCompany, tokenFor } from '../support/api';
import { loggedLines } from '../support/canary';
import { asSuperuser } from '../support/database';
import { makeRecords, type Records } from '../support/records';
import { sendsOnPurpose } from '../support/statements';

/** A value that only the record in the way has. */
const OTHERS = 'only-the-other-has-this';

let company: Company;
let owner: Client;
let schema: string;
let own: Records;
/** The names of all tables, keys, checks and indexes, and what PostgreSQL calls its errors. */
let inside: RegExp;

beforeAll(async () => {
  company = await makeCompany();
  owner = company.owner;
  schema = tenantSchema(company.id);
  own = await makeRecords(owner);
  const names = await asSuperuser<{ name: string }>(
    `SELECT conname AS name FROM pg_constraint WHERE connamespace IN ($1::regnamespace, 'public'::regnamespace)
     UNION SELECT relname FROM pg_class WHERE relnamespace IN ($1::regnamespace, 'public'::regnamespace)`,
    [schema],
  );
  const long = names.map(({ name }) => name).filter((name) => name.includes('_'));
  inside = new RegExp(
    [schema, ...long, OTHERS, 'constraint', 'violates', 'relation', '\\bkey \\(', '"detail":"Key'].join('|'),
    'i',
  );
});

const expectNothingOfTheInside = (answer: Answer<unknown>, status: number) => {
  expect([answer.status, answer.text]).toEqual([status, expect.not.stringMatching(inside)]);
};

describe('a refusal that comes from the database', () => {
  it('B10: should not say what the record in the way holds, nor name the key, when a value must be unique', async () => {
    const notes = { notes: OTHERS, contactName: OTHERS, taxId: OTHERS };
    const bodies: [string, object, object][] = [
      [
        '/suppliers',
        { name: OTHERS, kind: 'YARN', code: 'TWICE', ...notes },
        { name: 'B', kind: 'FABRIC', code: 'TWICE' },
      ],
      [
        '/customers',
        { name: OTHERS, kind: 'BRAND', code: 'TWICE', ...notes },
        { name: 'B', kind: 'BRAND', code: 'TWICE' },
      ],
      [
        '/inventory/items',
        { name: OTHERS, kind: 'PACKAGING', unit: 'kg', sku: 'TWICE', description: OTHERS },
        { name: 'B', kind: 'PACKAGING', unit: 'kg', sku: 'TWICE' },
      ],
      ['/locations', { name: 'Twice', locationType: 'STORE', city: OTHERS }, { name: 'TWICE', locationType: 'STORE' }],
    ];
    for (const [path, first, second] of bodies) {
      const { body } = await owner.call('POST', path, first);
      const again = await owner.call('POST', path, second);
      expectNothingOfTheInside(again, 409);
      const other = await owner.call('POST', path, { ...second, name: 'Other', ...fresh(path) });
      const change = await owner.call(
        'PATCH',
        `${path}/${other.body.id}`,
        { ...second, unit: undefined },
        { 'if-match': '"1"' },
      );
      expectNothingOfTheInside(change, 409);
      expect(change.text).not.toContain(body.id);
    }
  });

  it("B10: should not say whose an e-mail address, a phone number or a company's address is", async () => {
    const person = { firstName: OTHERS, lastName: OTHERS, password: 'a long enough password' };
    const email = 'anna@in-the-way.test';
    await client().call('POST', '/auth/register', { ...person, email, phone: '+393331234567' });
    for (const reach of [{ email }, { phone: '+393331234567' }]) {
      const again = { firstName: 'A', lastName: 'B', password: 'another long password', ...reach };
      expectNothingOfTheInside(await client().call('POST', '/auth/register', again), 409);
    }
    const stranger = await makeCompany({ name: OTHERS });
    const [row] = await asSuperuser<{ slug: string }>('SELECT slug FROM tenants WHERE id = $1', [stranger.id]);
    const taken = await client(await tokenFor(company.ownerId, company.id)).call('POST', '/tenants', {
      name: 'X',
      slug: row?.slug,
    });
    expectNothingOfTheInside(taken, 409);
    expect(taken.text).not.toContain(stranger.id);
  });

  it('B10: should not say what points at a record, nor by which key', async () => {
    const answer = await owner.call('DELETE', `/locations/${own.location.id}`, undefined, { 'if-match': '"1"' });
    expectNothingOfTheInside(answer, 409);
  });

  it('B10: should not say which column a number was too large for', async () => {
    const answer = await owner.call('POST', '/finance/transactions', {
      type: 'EXPENSE',
      locationId: own.location.id,
      transactionDate: '2026-03-01',
      currency: 'USD',
      amount: '9999999999999999',
      fxRate: '9999999999',
    });
    expectNothingOfTheInside(answer, 422);
  });
});

/** Every kind of error that a statement over a company's tables can have, made by a real one. */
const STATEMENTS: [string, number, string][] = [
  ['a unique key', 409, `UPDATE suppliers SET code = 'TWICE-OVER', terms = '${OTHERS}'`],
  [
    'a foreign key of an insert',
    409,
    `INSERT INTO stock_balances (item_id, location_id) VALUES (gen_random_uuid(), gen_random_uuid())`,
  ],
  ['a foreign key of a deletion', 409, 'DELETE FROM inventory_items'],
  ['a deferred foreign key', 409, 'UPDATE locations SET is_default = false WHERE is_default'],
  ['a check', 422, `UPDATE suppliers SET kind = '${OTHERS}'`],
  ['a column that must not be empty', 500, 'UPDATE suppliers SET name = NULL'],
  ['a number too large', 422, 'UPDATE customers SET credit_limit = 1e17'],
  ['a text that is no number', 500, `SELECT '${OTHERS}'::int`],
  ['a text that is no id', 500, `SELECT id FROM suppliers WHERE id::text::uuid = '${OTHERS}'`],
  ['a division by zero', 500, 'SELECT 1 / 0'],
  ['a right that is missing', 500, 'DELETE FROM audit_log'],
  ['a table that is not there', 500, 'SELECT 1 FROM suppliers_of_nobody'],
  ['a column that is not there', 500, 'SELECT supplier_secret FROM suppliers'],
  ['a syntax that is none', 500, 'SELECT FROM FROM suppliers'],
  ['a function that is not there', 500, 'SELECT supplier_secret(1)'],
  [
    'a raised error',
    500,
    `DO $$ BEGIN RAISE EXCEPTION '${OTHERS}' USING DETAIL = '${OTHERS}', HINT = '${OTHERS}'; END $$`,
  ],
];

describe('an error of a statement', () => {
  it.each(STATEMENTS)(
    'B10, F4: should show nothing of the inside, and be logged with company and person, when it is of %s',
    async (_what, status, text) => {
      await owner.call('POST', '/suppliers', { name: OTHERS, kind: 'YARN' });
      const failing = defineRoute({
        method: 'POST',
        path: '/failing',
        summary: 'Runs a statement that fails',
        tag: 'Test',
        access: 'tenant',
        permission: 'partners:write',
        handler: async (ctx) => {
          await sql.raw(sendsOnPurpose(text)).execute(ctx.db);
          await ctx.audit({ action: 'test', entity: 'test', entityId: '1' });
          return undefined;
        },
      });
      const app = createApp();
      mountRoutes(app, [failing]);
      const authorization = `Bearer ${await tokenFor(company.ownerId, company.id)}`;
      const response = await app.request('/api/v1/failing', { method: 'POST', headers: { authorization } });
      const body = await response.text();
      expect([response.status, body]).toEqual([status, expect.not.stringMatching(inside)]);
      expect(body).not.toMatch(/TWICE-OVER|supplier_secret|suppliers|syntax|division/);
      const requestId = response.headers.get('x-request-id');
      const lines = loggedLines().flatMap((line) => (requestId && line.includes(requestId) ? [JSON.parse(line)] : []));
      expect(lines.map(({ msg }) => msg)).toEqual(status === 500 ? ['unexpected error', 'request'] : ['request']);
      for (const line of lines) expect(line).toMatchObject({ tenantId: company.id, userId: company.ownerId });
    },
  );
});

/** A code that is not taken, for the paths that have one. */
function fresh(path: string): object {
  if (path === '/locations') return {};
  return path === '/inventory/items' ? { sku: 'FREE' } : { code: 'FREE' };
}
