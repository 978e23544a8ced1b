import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { GUARDED_FIELDS } from '@/contract/guardedFields';
import { listOf, listQuery } from '@/contract/list';
import { ALL_PERMISSIONS, ONLY_FOR_OWNERS, type Permission } from '@/contract/permissions';
import { defineList } from '@/database/listRows';
import { tenantSchema } from '@/database/tenantName';
import { mountRoutes } from '@/http/mount';
import { answerError } from '@/http/problem';
import { defineRoute, type Route } from '@/http/route';
import { createRouter } from '@/http/router';
import { routes } from '@/routes';
import { acceptedRequest } from '../support/acceptedRequests';
import { type Answer, type Company, codeOf, makeCompany, tokenFor } from '../support/api';
import { asSuperuser, contentsOf } from '../support/database';
import { showsMany } from '../support/lists';
import { giveAccess, makePerson, makeRole, type Person } from '../support/people';
import { linksTo, makeRecords, type Records, recordOfPath } from '../support/records';
import { exampleOf, fieldsOf, type Links, lastName, nameOf, schemaOf, withValue } from '../support/routeInputs';

/**
 * Each guarded field of src/contract/guardedFields.ts × every route that gives, takes, sorts or filters by it, found from
 * the schemas: by somebody who may do all but see it.
 */
const FIELDS = Object.entries(GUARDED_FIELDS) as [string, Permission][];
const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  unitCost: ['inventory_items.unit_cost', 'stock_document_lines.unit_cost'],
  stockValue: ['stock_moves.value', 'item_costs.value'],
  creditLimit: ['customers.credit_limit'],
  iban: ['partner_bank_accounts.iban'],
  accountNumber: ['partner_bank_accounts.account_number'],
};
/** What stands in every guarded column: no other figure is like it. */
const FIGURE = '8271.6453';

/** What any of the others could be. */
const VALUES = ['15000', '1200', null];

const namesIn = (route: Route, part: 'response' | 'body' | 'query') =>
  fieldsOf(schemaOf(route[part])).map(({ path }) => lastName(path));
const TENANT = routes.filter(({ access }) => access === 'tenant');
const giving = FIELDS.flatMap(([field, permission]) =>
  TENANT.filter((route) => namesIn(route, 'response').includes(field)).map(
    (route) => [field, route.method, route.path, { route, permission }] as const,
  ),
);
const taking = FIELDS.flatMap(([field]) =>
  TENANT.flatMap((route) =>
    fieldsOf(schemaOf(route.body))
      .filter(({ path }) => lastName(path) === field)
      .map(({ path }) => [field, route.method, route.path, { route, path }] as const),
  ),
);

let company: Company;
let records: Records;
let links: Links;
/** By the field that is hidden from them. */
const without = new Map<string, Person>();

/** Nothing is worth nothing. */
const ROWS: Readonly<Record<string, string>> = { item_costs: 'qty > 0' };

/** Writes the figure wherever the field stands. */
async function writeFigure(field: string): Promise<void> {
  for (const place of COLUMNS[field] ?? []) {
    const [table = '', column] = place.split('.');
    const rows = ROWS[table] ?? 'true';
    await asSuperuser(`UPDATE ${tenantSchema(company.id)}.${table} SET ${column} = ${FIGURE} WHERE ${rows}`);
  }
}

const columnOf = (field: string) => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

beforeAll(async () => {
  company = await makeCompany();
  records = await makeRecords(company.owner);
  links = linksTo(company.id, records);
  for (const [field, permission] of FIELDS) {
    await writeFigure(field);
    const all = ALL_PERMISSIONS.filter((each) => each !== permission && !ONLY_FOR_OWNERS.includes(each));
    const { id: customRoleId } = await makeRole(company.owner, all);
    without.set(field, await makePerson(company, 'ADMIN', { customRoleId }));
  }
  // Of what lies there long enough to be told of.
  await asSuperuser(`UPDATE ${tenantSchema(company.id)}.stock_moves SET effective_date = '2020-01-31'`);
});

const by = (field: string) => (without.get(field) as Person).caller;

/** The record a guarded field belongs to, where it is read and changed, and a change of it. */
function placeOf(field: string) {
  if (COLUMNS[field]?.some((column) => column.startsWith('partner_bank_accounts.'))) {
    const record = `/suppliers/${records.supplier.id}`;
    const account = { holder: 'Filatura Alba', iban: 'DE89370400440532013000', accountNumber: '82716453' };
    return { record, url: `${record}/bank-accounts`, body: { bankAccounts: [account] } };
  }
  const item = `/inventory/items/${records.item.id}`;
  // Written by what moves, and by nobody.
  if (field === 'stockValue') return { record: item, url: `/inventory/movements?itemId=${records.item.id}` };
  const record = field === 'creditLimit' ? `/customers/${records.customer.id}` : item;
  return { record, url: record, body: { [field]: FIGURE } };
}

function expectHidden(field: string, { text, headers }: Answer<unknown>): void {
  expect(text).not.toContain(`"${field}":`);
  expect(`${text} ${JSON.stringify([...headers])}`).not.toContain(FIGURE);
}

describe('a guarded field', () => {
  it('should be in the answers and bodies of some routes, each in a table', () => {
    expect([giving.length > 10, taking.length]).toEqual([true, 10]);
    expect(Object.keys(COLUMNS)).toEqual(FIELDS.map(([field]) => field));
  });

  it.each(giving)('H4: %s should not be in what %s %s answers who may not see it', async (...place) => {
    const [field, method, path, { route, permission }] = place;
    const id = path.includes('/:') ? records[recordOfPath(route)].id : '';
    const url = path.replace(/:\w+/, id);
    if (method === 'GET') {
      const seen = await company.owner.call('GET', url);
      expect([seen.status, seen.text.includes(FIGURE)]).toEqual([200, true]);
      for (const query of ['', '?limit=1', '?limit=200', `?q=${FIGURE}`]) {
        if (query !== '' && !showsMany(route)) continue;
        const answer = await by(field).call('GET', `${url}${query}`);
        // A report of nothing but what they may not see is not for them.
        expect(answer.status).toBe(permission === route.permission ? 403 : 200);
        expectHidden(field, answer);
      }
      return;
    }
    if (permission === route.permission) return;
    const bare = { url, version: 1, body: undefined };
    const { url: made, version, body } = route.body ? await acceptedRequest(company, links, route) : bare;
    await writeFigure(field);
    const headers = { 'if-match': `"${version}"` };
    const answer = await by(field).call(method, made, body, headers);
    expect(answer.status).toBeLessThan(500);
    expectHidden(field, answer);
    expectHidden(field, await by(field).call(method, made, body, { 'if-match': '"99"' }));
  });

  it.each(taking)('H4: %s should be refused by name when %s %s is sent it by who may not see it', async (...place) => {
    const [field, method, , { route, path }] = place;
    const { url, version, body } = await acceptedRequest(company, links, route, path);
    const before = await contentsOf(company.id);
    for (const value of field === 'iban' ? ['DE89370400440532013000', null] : VALUES) {
      const answer = await by(field).call(method, url, withValue(body, path, value), { 'if-match': `"${version}"` });
      expect([answer.status, codeOf(answer)]).toEqual([403, 'FORBIDDEN']);
      expect(answer.body.errors.map((fault: { path: string }) => fault.path)).toEqual([nameOf(path)]);
    }
    expect(await contentsOf(company.id)).toEqual(before);
  });

  it.each(FIELDS)('H4: %s should keep its value when somebody changes the rest who may not see it', async (field) => {
    const { record, url } = placeOf(field);
    await writeFigure(field);
    const { version } = (await by(field).call('GET', record)).body;
    const change = { name: `N ${record.slice(-36)}` };
    const changed = await by(field).call('PATCH', record, change, { 'if-match': `"${version}"` });
    expect(changed.status).toBe(200);
    expectHidden(field, changed);
    expect((await company.owner.call('GET', url)).text).toContain(FIGURE);
  });

  it.each(FIELDS)('H4: %s should be told by no order, filter or search of any list', async (field, needed) => {
    const searched = (route: Route) => 'q' in (schemaOf(route.query).properties ?? {});
    const lists = TENANT.filter((route) => route.method === 'GET' && searched(route) && !route.path.includes('/:'));
    for (const { path, permission } of lists) {
      if (permission === needed) continue;
      for (const query of [`sort=${field}`, `sort=-${field}`, `${field}=${FIGURE}`, `${columnOf(field)}=1`]) {
        const answer = await by(field).call('GET', `${path}?${query}`);
        expect([path, query, [400, 403].includes(answer.status)]).toEqual([path, query, true]);
        expectHidden(field, { ...answer, text: answer.text.replaceAll(query, '') });
      }
      const found = await by(field).call('GET', `${path}?q=${FIGURE}`);
      if (typeof found.body === 'object') expect([found.status, found.body.data]).toEqual([200, []]);
      else expectHidden(field, found);
    }
  });

  it.each(FIELDS)(
    'H4: %s should not be in the audit log, nor in the file of it, for who may not see it',
    async (field) => {
      const { url, body } = placeOf(field);
      if (body) {
        const { version } = (await company.owner.call('GET', url)).body;
        const answer = await company.owner.call('PATCH', url, body, { 'if-match': `"${version}"` });
        expect(answer.status).toBe(200);
      }
      for (const log of ['/audit', '/audit/export?format=csv', '/audit/export?format=ndjson']) {
        const all = await company.owner.call('GET', `/tenants/current${log}`);
        // What nobody writes is in no entry.
        expect([log, all.text.includes(field)]).toEqual([log, body !== undefined]);
        const part = await by(field).call('GET', `/tenants/current${log}`);
        expect([log, part.status, part.text.includes(field)]).toEqual([log, 200, false]);
      }
    },
  );

  it('H4: should not be repeated by an Idempotency-Key to somebody who may no longer see it', async () => {
    const [field = '', permission] = FIELDS[0] ?? [];
    const may = {
      customRoleId: (await makeRole(company.owner, ['inventory:read', 'inventory:write', 'costs:read'])).id,
    };
    const person = await makePerson(company, 'EMPLOYEE', may);
    const body = { name: 'Repeated', kind: 'PACKAGING', unit: 'kg' };
    const ask = (key: string, more = {}) =>
      person.caller.call('POST', '/inventory/items', { ...body, ...more }, { 'idempotency-key': key });
    const [costed, plain] = [await ask('costed', { unitCost: FIGURE }), await ask('plain')];
    expect([costed.text.includes(FIGURE), plain.text.includes(`"${field}":null`)]).toEqual([true, true]);
    const { id: customRoleId } = await makeRole(company.owner, ['inventory:read', 'inventory:write']);
    expect((await giveAccess(company.owner, person.id, { customRoleId })).permissions).not.toContain(permission);
    expect((await ask('costed', { unitCost: FIGURE })).status).toBe(403);
    const again = await ask('plain');
    expect([again.status, again.body.id]).toEqual([201, plain.body.id]);
    expectHidden(field, again);
  });
});

describe('a route with an answer of any shape, an order and a filter', () => {
  const [FIELD = '', PERMISSION] = FIELDS[0] ?? [];
  const row = { id: uuidv7(), unitCost: FIGURE, custom: { unitCost: 'a name of the company' } };
  const shared = { tag: 'Test', access: 'tenant', method: 'GET', permission: 'tenant:read' } as const;
  const answered = { entries: [{ before: null, after: { lines: [row] } }], note: 'x' };
  const some = [
    defineRoute({
      ...shared,
      path: '/listed',
      summary: 'A list that can be ordered and filtered by it',
      query: listQuery(['name', 'unitCost'], { unitCost: z.string().optional() }, 'name'),
      response: listOf(z.object({ id: z.string(), unitCost: z.string().optional(), custom: z.unknown() })),
      handler: async () => ({ data: [row], nextCursor: null }),
    }),
    ...[z.unknown(), z.record(z.string(), z.unknown()), z.looseObject({}).nullable()].map((after, index) =>
      defineRoute({
        ...shared,
        path: `/audited/${index}`,
        summary: 'What was before and after',
        response: z.object({ entries: z.array(z.object({ before: z.null(), after })), note: z.string() }),
        handler: async () => answered,
      }),
    ),
  ];
  const taking = defineRoute({
    ...shared,
    method: 'POST',
    path: '/own',
    summary: 'Takes a field of the company that has the name of a guarded one',
    body: z.strictObject({ custom: z.record(z.string(), z.string()) }),
    response: z.object({ done: z.boolean() }),
    ownTransaction: true,
    handler: async () => ({ done: true }),
  });
  const app = createRouter();
  app.onError(answerError);
  mountRoutes(app, [...some, taking]);
  const ask = async (person: Person, url: string, body?: object) => {
    const headers = {
      authorization: `Bearer ${await tokenFor(person.id, company.id)}`,
      'content-type': 'application/json',
    };
    const sent = body ? { method: 'POST', body: JSON.stringify(body) } : {};
    const response = await app.request(`/api/v1${url}`, { headers, ...sent });
    return { status: response.status, text: await response.text() };
  };
  let blind: Person;
  let seeing: Person;
  beforeAll(async () => {
    blind = without.get(FIELD) as Person;
    seeing = await makePerson(company, 'ADMIN');
  });

  it('H4: should be refused as an order or filter, by name, and open to others', async () => {
    for (const [query, path] of [
      [`sort=${FIELD}`, 'sort'],
      [`sort=name,-${FIELD}`, 'sort'],
      [`${FIELD}=1`, FIELD],
    ]) {
      const refused = await ask(blind, `/listed?${query}`);
      expect([query, refused.status, JSON.parse(refused.text).errors[0].path]).toEqual([query, 403, path]);
      expect((await ask(seeing, `/listed?${query}`)).status).toBe(200);
    }
    expect(PERMISSION).toBe('costs:read');
  });

  it("H4: should be left out at any depth, of whatever shape, but for fields of the company's own", async () => {
    for (const { path } of some) {
      const [hidden, shown] = [await ask(blind, path), await ask(seeing, path)];
      expect([path, hidden.status, hidden.text.includes(FIGURE)]).toEqual([path, 200, false]);
      expect([path, shown.text.includes(FIGURE)]).toEqual([path, true]);
      expect(hidden.text).toContain('a name of the company');
    }
    expect((await ask(blind, '/own', { custom: { unitCost: 'theirs' } })).status).toBe(200);
  });

  it('H4: should be searched in by no list, and ordered and filtered by under its own name only', () => {
    const cost = 'inventory_items.unit_cost';
    const none = { sort: {}, key: [], search: [], filters: {} };
    for (const [index, source] of [
      { search: [cost] },
      { filters: { price: cost } },
      { sort: { price: { ref: cost, type: 'numeric' as const } } },
    ].entries()) {
      const list = { ...none, ...source, name: `of costs ${index}` };
      expect(() => defineList(list, (db) => db.selectFrom('inventoryItems').select('id'))).toThrow('another name');
    }
    const named = { ...none, name: 'of costs', filters: { unitCost: cost } };
    expect(defineList(named, (db) => db.selectFrom('inventoryItems').select('id')).name).toBe('of costs');
  });
});

describe('an example of everything that is sent', () => {
  it('should have a place for each guarded field', () => {
    for (const [field, , , { route, path }] of taking)
      expect([field, exampleOf(schemaOf(route.body), () => uuidv7(), [path])]).not.toEqual([field, undefined]);
  });
});
