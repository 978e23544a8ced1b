import { parse } from 'csv-parse/sync';
import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import type { TenantContext } from '@/context';
import { COMPANY_WIDE, type Permission, permissionsOf } from '@/contract/permissions';
import { databaseManager } from '@/database/connection';
import { tenantSchema } from '@/database/tenantName';
import { LOCATION_COLUMNS, lockRow, TABLE_NAMES, updateVersioned } from '@/records/records.repo';
import { routes } from '@/routes';
import { acceptedRequest } from '../support/acceptedRequests';
import { type Answer, type Client, type Company, type Json, makeCompany, withoutRequestId } from '../support/api';
import { asSuperuser, contentsOf } from '../support/database';
import { isDownload, isList } from '../support/lists';
import { giveAccess, makePerson, type Person } from '../support/people';
import { linksTo, makeRecords, type RecordKind, type Records, recordOfPath } from '../support/records';
import { exampleOf, fieldsOf, isId, lastName, nameOf, schemaOf, withValue } from '../support/routeInputs';
import { statementsOf } from '../support/statements';

/**
 * A company with two places, A and B, and one of every record at each. Whoever works at A alone must be answered as if
 * nothing were at B, by every route: found from the route table and its schemas.
 */
const LOCATED: readonly RecordKind[] = [
  'location',
  'order',
  'record',
  'transaction',
  'stockDocument',
  'reservation',
  'stockCount',
  'stockAlert',
];
const WITH_NUMBERS = [
  'production_orders',
  'quality_records',
  'financial_transactions',
  'stock_documents',
  'stock_counts',
];
/** Ids in bodies and queries that are of a location, or of what is at one. */
const LOCATED_IDS = ['locationId', 'productionOrderId', 'reservationId'];
const LOCATED_FILTERS = [...LOCATED_IDS, 'toLocationId', 'sourceId', 'lotId'];
/** Where one of them is of a location, a row is seen there. */
const PLACES = ['locationId', 'toLocationId', 'fromLocationId'] as const;
const CANARY = 'CANARY-OF-B';

let company: Company;
let a: Records;
let b: Records;
let admin: Person;
let employee: Person;
/** What must be in no answer: ids, numbers and texts of what is at B. */
let marks: string[];

const mayCall = (permission: Permission | null | undefined) =>
  permission !== undefined &&
  permission !== null &&
  !COMPANY_WIDE.includes(permission) &&
  permissionsOf('ADMIN').includes(permission);
const OPEN = routes.filter(({ access, permission }) => access === 'tenant' && mayCall(permission));
const LISTS = OPEN.filter((route) => isList(route) && !route.path.includes('/:'));
/** What tells of the stock and is no list. */
const REPORTS = OPEN.filter(
  (route) =>
    route.method === 'GET' &&
    fieldsOf(schemaOf(route.query)).some(({ path }) => lastName(path) === 'locationId') &&
    !isList(route) &&
    !isDownload(route),
);
const FILES = OPEN.filter((route) => isDownload(route) && route.path.endsWith('/export'));
const lists = LISTS.map((route) => [route.path, route] as const);
const DETAILS = OPEN.filter(({ method, path }) => method === 'GET' && path.includes('/:'));
const ofPath = OPEN.filter(({ path }) => path.includes('/:') && LOCATED.includes(recordOfPath({ path } as never)));
const inBodies = OPEN.flatMap((route) =>
  fieldsOf(schemaOf(route.body))
    .filter((field) => isId(field) && LOCATED_IDS.includes(lastName(field.path)))
    .map(({ path }) => [route.method, route.path, nameOf(path), { route, path }] as const),
);

beforeAll(async () => {
  company = await makeCompany();
  const schema = tenantSchema(company.id);
  a = await makeRecords(company.owner);
  await asSuperuser(`UPDATE ${schema}.locations SET name = 'Here' WHERE id = $1`, [a.location.id]);
  b = await makeRecords(company.owner);
  // A yarn that is at both.
  await company.owner.call('POST', '/inventory/documents', {
    type: 'RECEIPT',
    post: true,
    locationId: b.location.id,
    lines: [{ itemId: a.item.id, quantity: '7' }],
  });
  // So long ago that it is told of as what lies still.
  await asSuperuser(`UPDATE ${schema}.stock_moves SET effective_date = '2020-01-31'`);
  await asSuperuser(`UPDATE ${schema}.locations SET name = $1, city = $1 WHERE id = $2`, [CANARY, b.location.id]);
  for (const table of ['production_orders', 'quality_records', 'stock_documents', 'stock_counts'])
    await asSuperuser(`UPDATE ${schema}.${table} SET notes = $1 WHERE location_id = $2`, [CANARY, b.location.id]);
  await asSuperuser(`UPDATE ${schema}.financial_transactions SET description = $1 WHERE location_id = $2`, [
    CANARY,
    b.location.id,
  ]);
  await asSuperuser(`UPDATE ${schema}.reservations SET reference = $1 WHERE location_id = $2`, [CANARY, b.location.id]);
  await asSuperuser(`UPDATE ${schema}.stock_balances SET on_hand = 4711.25 WHERE location_id = $1`, [b.location.id]);
  // An inspection at A of an order at B.
  await asSuperuser(`UPDATE ${schema}.quality_records SET production_order_id = $1 WHERE id = $2`, [
    b.order.id,
    a.record.id,
  ]);
  const numbers = await asSuperuser<{ number: string }>(
    WITH_NUMBERS.map((table) => `SELECT number FROM ${schema}.${table} WHERE location_id = '${b.location.id}'`).join(
      ' UNION ALL ',
    ),
  );
  marks = [CANARY, '4711.25', ...LOCATED.map((kind) => b[kind].id), ...numbers.map(({ number }) => number)];
  const locationIds = [a.location.id];
  [admin, employee] = [
    await makePerson(company, 'ADMIN', { locationIds }),
    await makePerson(company, 'EMPLOYEE', { locationIds }),
  ];
});

/** The locations a row of a list is of; what is of none is of all, but for alerts, whose figures then are of all. */
function placesOf(path: string, row: Json): string[] {
  if (path === '/locations') return [row.id];
  const own = PLACES.map((place) => row[place]).filter((id) => id);
  return own.length > 0 || path === '/inventory/alerts' ? own : [a.location.id];
}

const read = async (by: Person, path: string): Promise<Json> => {
  const answer = await by.caller.call('GET', path);
  expect([path, answer.status]).toEqual([path, 200]);
  for (const mark of marks) expect([path, answer.text.includes(mark)]).toEqual([path, false]);
  return answer.body;
};

describe('somebody who works at one location', () => {
  it('should have routes, lists and fields to be held to', () => {
    expect([LISTS.length > 7, ofPath.length > 25, inBodies.length > 7]).toEqual([true, true, true]);
    // Of stock documents there are two.
    expect(marks).toHaveLength(2 + LOCATED.length + WITH_NUMBERS.length + 1);
  });

  it.each(lists)('A4: should find in GET %s what is there, and nothing of the other location', async (path) => {
    const all = await company.owner.call('GET', `${path}?limit=200`);
    const wanted = all.body.data.filter((row: Json) => placesOf(path, row).includes(a.location.id));
    const found = await read(admin, `${path}?limit=200`);
    const keys = (rows: Json[]) => rows.map(({ id, itemId }) => id ?? itemId);
    expect(keys(found.data)).toEqual(keys(wanted));
    expect(found.data.length).toBeGreaterThan(0);
    // Page by page, in another order and by search it is the same.
    const pages: Json[] = [];
    for (let next = ''; ; ) {
      const page = await read(admin, `${path}?limit=1${next}`);
      pages.push(...page.data);
      if (page.nextCursor === null) break;
      next = `&cursor=${page.nextCursor}`;
    }
    expect(keys(pages)).toEqual(keys(found.data));
    for (const query of [CANARY, '4711', ...marks.slice(2)]) {
      const { data } = await read(admin, `${path}?q=${query}`);
      expect([query, data]).toEqual([query, []]);
    }
  });

  it.each(FILES.map(({ path }) => [path]))('A4: should be given by GET %s what the list shows them', async (path) => {
    const list = await read(admin, `${path.replace(/\/export$/, '')}?limit=200`);
    const file = await admin.caller.call('GET', path);
    expect(file.status).toBe(200);
    for (const mark of marks) expect([path, file.text.includes(mark)]).toEqual([path, false]);
    const [heading = [], ...rows] = parse(file.text) as string[][];
    const key = heading.indexOf(heading.includes('ID') ? 'ID' : 'Item ID');
    expect(rows.map((row) => row[key])).toEqual(list.data.map(({ id, itemId }: Json) => id ?? itemId));
  });

  it('A4: should be told totals that are those of what they see', async () => {
    for (const by of [admin, employee]) {
      const { data: items } = await read(by, '/inventory/items?limit=200');
      const { data: stock } = await read(by, '/inventory/stock?limit=200');
      for (const { id, onHand } of items) {
        const lines = stock.filter(({ itemId }: Json) => itemId === id);
        expect([id, onHand]).toEqual([id, lines[0]?.onHand ?? '0.0000']);
        const one = await read(by, `/inventory/items/${id}`);
        expect([one.onHand, one.stock.map((line: Json) => line.locationId)]).toEqual([
          onHand,
          lines.map(({ locationId }: Json) => locationId),
        ]);
      }
      expect(items.find(({ id }: Json) => id === a.item.id).onHand).toBe('120.5000');
      expect(items.find(({ id }: Json) => id === b.item.id).onHand).toBe('0.0000');
    }
    const whole = await company.owner.call('GET', `/inventory/items/${a.item.id}`);
    expect(whole.body.onHand).toBe('4831.7500');
  });

  it('A4: should not be told of a record elsewhere that one of theirs points at', async () => {
    const here = await read(admin, `/quality/records/${a.record.id}`);
    expect([here.productionOrderId, here.productionOrderNumber]).toEqual([null, null]);
    const whole = await company.owner.call('GET', `/quality/records/${a.record.id}`);
    expect(whole.body.productionOrderId).toBe(b.order.id);
    const filtered = await read(admin, `/quality/records?productionOrderId=${b.order.id}`);
    expect(filtered.data).toEqual([]);
    expect(
      (await company.owner.call('GET', `/quality/records?productionOrderId=${b.order.id}`)).body.data,
    ).toHaveLength(1);
  });

  it.each(lists)('A4: should find nothing in GET %s by a filter of the other location', async (path, { query }) => {
    const links = linksTo(company.id, b);
    const filters = fieldsOf(schemaOf(query))
      .filter(isId)
      .map(({ path: at }) => lastName(at))
      .filter((name) => LOCATED_FILTERS.includes(name));
    for (const name of filters) {
      const [there, nowhere] = await Promise.all(
        [links(name), uuidv7()].map((id) => admin.caller.call('GET', `${path}?${name}=${id}`)),
      );
      expect(there && [there.status, there.body]).toEqual([200, { data: [], nextCursor: null }]);
      expect(there?.text).toBe(nowhere?.text);
    }
  });

  it.each(REPORTS.map(({ path }) => [path]))(
    'A4: should be told by GET %s of what is there, and of the other location as of one that is none',
    async (path) => {
      const url = path.replace(':id', a.item.id);
      const whole = await company.owner.call('GET', url);
      expect(JSON.stringify(await read(admin, url))).not.toBe(whole.text);
      const there = await read(admin, `${url}?locationId=${b.location.id}`);
      expect(there).toEqual(await read(admin, `${url}?locationId=${uuidv7()}`));
    },
  );

  it.each(lists)('A5: should be refused in GET %s the cursor of somebody at other locations', async (path) => {
    const { body } = await company.owner.call('GET', `${path}?limit=1`);
    const elsewhere = await makePerson(company, 'ADMIN', { locationIds: [b.location.id, a.location.id] });
    const cursors = [body.nextCursor, (await elsewhere.caller.call('GET', `${path}?limit=1`)).body.nextCursor];
    for (const cursor of cursors) {
      expect(cursor).toBeTypeOf('string');
      expect((await admin.caller.call('GET', `${path}?limit=1&cursor=${cursor}`)).status).toBe(400);
    }
  });

  it.each(ofPath.map((route) => [route.method, route.path, route] as const))(
    'A1: should be answered by %s %s about a record elsewhere as about none',
    async (method, path, route) => {
      const before = await contentsOf(company.id);
      const body = route.body && exampleOf(schemaOf(route.body), linksTo(company.id, a));
      const ask = (id: string) =>
        admin.caller.call(method, path.replace(/:\w+/, id), body, { 'if-match': `"1"`, 'idempotency-key': uuidv7() });
      const [there, nowhere] = [await ask(b[recordOfPath(route)].id), await ask(uuidv7())];
      expect([there.status, nowhere.status]).toEqual([404, 404]);
      expect(comparable(there)).toEqual(comparable(nowhere));
      expect(await contentsOf(company.id)).toEqual(before);
    },
  );

  it.each(inBodies)('A3: should be refused by %s %s an id elsewhere in %s as one of nothing', async (...place) => {
    const { route, path } = place[3];
    const { url, version, body } = await acceptedRequest(company, linksTo(company.id, a), route, path);
    const before = await contentsOf(company.id);
    const ask = (id: string) =>
      admin.caller.call(route.method, url, withValue(body, path, id), { 'if-match': `"${version}"` });
    const [there, nowhere] = [await ask(linksTo(company.id, b)(lastName(path))), await ask(uuidv7())];
    expect([there.status, nowhere.status]).toEqual([422, 422]);
    expect(comparable(there)).toEqual(comparable(nowhere));
    expect(await contentsOf(company.id)).toEqual(before);
    expect((await ask(linksTo(company.id, a)(lastName(path)))).status).toBeLessThan(300);
  });

  it('should be refused what concerns the company as a whole, though an administrator', async () => {
    const whole = routes.filter(({ permission }) => permission && COMPANY_WIDE.includes(permission));
    expect(whole.length).toBeGreaterThan(10);
    for (const { method, path } of whole) {
      const { status } = await admin.caller.call(method, path.replace(/:\w+/, a.location.id), undefined, {
        'if-match': '"1"',
      });
      expect([method, path, status]).toEqual([method, path, 403]);
    }
  });

  it('should see and do nothing located with no location at all', async () => {
    const nowhere = await makePerson(company, 'MANAGER', { locationIds: [] });
    for (const { path } of LISTS) {
      const { body } = await nowhere.caller.call('GET', path);
      expect([path, body.data.some((row: Json) => PLACES.some((place) => row[place]))]).toEqual([path, false]);
    }
    expect((await nowhere.caller.call('GET', '/locations')).body.data).toEqual([]);
  });

  it('should not have what was answered at other locations repeated by an Idempotency-Key', async () => {
    const mover = await makePerson(company, 'MANAGER', { locationIds: [a.location.id, b.location.id] });
    const order = { itemId: a.item.id, locationId: b.location.id, quantity: '3' };
    const ask = () => mover.caller.call('POST', '/production/orders', order, { 'idempotency-key': 'moved' });
    const [first, again] = [await ask(), await ask()];
    expect([first.status, again.text]).toEqual([201, first.text]);
    await giveAccess(company.owner, mover.id, { locationIds: [a.location.id] });
    const after = await ask();
    expect(after.status).toBe(422);
    expect(after.text).not.toContain(b.location.id);
  });

  it('H2: should see more, or less, from the next request after it was changed', async () => {
    const mover = await makePerson(company, 'MANAGER', { locationIds: [a.location.id] });
    const sees = async () =>
      (await mover.caller.call('GET', '/locations?limit=200')).body.data.map(({ id }: Json) => id).sort();
    expect(await sees()).toEqual([a.location.id]);
    await giveAccess(company.owner, mover.id, { locationIds: [b.location.id, a.location.id] });
    expect(await sees()).toEqual([a.location.id, b.location.id].sort());
    await giveAccess(company.owner, mover.id, { locationIds: null });
    expect((await sees()).length).toBeGreaterThan(2);
    await giveAccess(company.owner, mover.id, { locationIds: [b.location.id] });
    expect(await sees()).toEqual([b.location.id]);
    expect((await mover.caller.call('GET', `/production/orders/${a.order.id}`)).status).toBe(404);
  });

  it('A8: should be answered the same however busy the other location is', async () => {
    const answers = () => Promise.all(LISTS.map(async ({ path }) => JSON.stringify(await read(admin, path))));
    const before = await answers();
    const order = { itemId: b.item.id, locationId: b.location.id, quantity: '7', notes: CANARY };
    const made = await company.owner.call('POST', '/production/orders', order);
    await company.owner.call('POST', `/production/orders/${made.body.id}/actions/confirm`);
    await company.owner.call('POST', `/quality/records/${b.record.id}/actions/start`);
    await company.owner.call('POST', `/finance/transactions/${b.transaction.id}/actions/post`);
    await company.owner.call('PATCH', `/locations/${b.location.id}`, { city: `${CANARY} 2` }, { 'if-match': '"1"' });
    expect(await answers()).toEqual(before);
  });
});

const comparable = (answer: Answer<unknown>) => [
  withoutRequestId(answer),
  [...answer.headers].filter(([name]) => name !== 'x-request-id'),
];

describe('the mechanism', () => {
  it('should know of every table whose rows are of a location', async () => {
    const rows = await asSuperuser<{ name: string }>(
      `SELECT DISTINCT table_name AS name FROM information_schema.columns
       WHERE table_schema = $1 AND column_name LIKE '%location_id'`,
      [tenantSchema(company.id)],
    );
    const declared = Object.keys(LOCATION_COLUMNS).map((table) => TABLE_NAMES[table as keyof typeof TABLE_NAMES]);
    // These have lists and no records of their own.
    const listed = ['stock_balances', 'stock_moves', 'reorder_levels'];
    // And this says of the company which of its locations are the first ones.
    const known = [...declared, ...listed, 'primary_locations'];
    expect([...rows.map(({ name }) => name), 'locations'].sort()).toEqual(known.sort());
  });

  it('should neither hold nor change a row elsewhere, whoever calls it with its id', async () => {
    const db = databaseManager.getTenantDb(company.id);
    const ctx = { db, scope: [a.location.id] } as unknown as TenantContext;
    const { version } = (await company.owner.call('GET', `/production/orders/${b.order.id}`)).body;
    const gone = { code: 'NOT_FOUND' };
    await expect(lockRow(ctx, 'productionOrders', b.order.id)).rejects.toMatchObject(gone);
    const change = updateVersioned(ctx, 'productionOrders', b.order.id, version, { notes: 'changed' });
    await expect(change).rejects.toMatchObject(gone);
    await lockRow(ctx, 'productionOrders', a.order.id);
  });

  it('should cost those who work everywhere nothing: their statements say nothing of locations', async () => {
    const paths = [...LISTS.map(({ path }) => path), ...DETAILS.map(({ path }) => path.replace(/:\w+/, uuidv7()))];
    const saying = async (by: Client, path: string) => {
      const sent = await statementsOf(() => by.call('GET', path));
      // A barcode is looked for in every spelling of it.
      const texts = sent.map(({ text }) => text.replace('"barcode" = ANY(', ''));
      return texts.filter((text) => text.includes('= ANY('));
    };
    for (const path of paths) expect([path, await saying(company.owner, path)]).toEqual([path, []]);
    const held: string[] = [];
    for (const path of paths) if ((await saying(admin.caller, path)).length > 0) held.push(path);
    expect(held.length).toBeGreaterThan(9);
    expect(held).not.toContain('/suppliers');
  });
});
