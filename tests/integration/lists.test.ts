import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { routes } from '@/routes';
import { type Client, makeCompany } from '../support/api';
import { isList } from '../support/lists';
import { HOSTILE, LISTS, type ListCase, makeRows, ROWS, SPECIAL } from './listCases';
import { got, type Made, refusal } from './support';

/** The owner of a company whose lists stay as they are, and of one whose lists grow and shrink. */
let quiet: Client;
let busy: Client;

beforeAll(async () => {
  [quiet, busy] = [(await makeCompany({ country: 'Italy' })).owner, (await makeCompany({ country: 'Italy' })).owner];
  for (let index = 0; index < ROWS.length; index += 1)
    await Promise.all([makeRows(quiet, index), makeRows(busy, index)]);
});

const keyOf = (row: Made) => (row.id ? row.id : `${row.itemId}/${row.locationId}`);
type Query = Record<string, string>;
const ask = (path: string, query: Query, by = quiet) => by.call('GET', `${path}?${new URLSearchParams(query)}`);
/** All rows, in the largest pages there are. */
const rowsOf = (path: string, query: Query = {}, by = quiet): Promise<Made[]> =>
  paged(path, { limit: '200', ...query }, by);

/** More than any list here has: paging that gets this far does not end. */
const MOST_ROWS = 500;

/** Every row of a list, page by page; `between` runs after each page. */
async function paged(
  path: string,
  query: Query,
  by = quiet,
  between = async (): Promise<unknown> => undefined,
): Promise<Made[]> {
  const rows: Made[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const { status, body, text } = await ask(path, { ...query, ...(cursor && { cursor }) }, by);
    if (status !== 200) throw new Error(text);
    rows.push(...body.data);
    if (rows.length > MOST_ROWS) throw new Error(`${path} goes round in circles`);
    if (body.nextCursor) expect(body.data).toHaveLength(Number(query.limit));
    cursor = body.nextCursor;
    if (cursor) await between();
  }
  return rows;
}

const UUID = /^[0-9a-f-]{36}$/;
const NUMERIC = new Set(['seq', 'minimumQuantity', 'quantity', 'onHand', 'companyAmount']);
const valueIn = (row: Made, field: string) => (NUMERIC.has(field) ? Number(row[field]) : row[field]);

/** Negative when `sort` puts the first row before the second: of equal ones those with a key in letters go the way its first field does. */
function compare(sort: string, first: Made, second: Made): number {
  for (const name of sort.split(',')) {
    const field = name.replace('-', '');
    const [left, right] = [valueIn(first, field), valueIn(second, field)];
    if (left !== right) return left < right === name.startsWith('-') ? 1 : -1;
  }
  if (!UUID.test(first.id ?? '') || first.id === second.id) return 0;
  return first.id < second.id === sort.startsWith('-') ? 1 : -1;
}

it('should be every list there is', () => {
  // The rows of one import are in tests/integration/imports.test.ts.
  const paths = routes.filter((route) => isList(route) && !route.path.includes('/:')).map(({ path }) => path);
  expect(LISTS.map(({ path }) => path).sort()).toEqual(paths.sort());
});

describe.each(LISTS)('$path', (list: ListCase) => {
  const { path, sortable, filters, more } = list;
  const [first = ''] = sortable;
  const last = sortable.at(-1) ?? first;
  const sorts = [
    ...sortable.flatMap((name) => [name, `-${name}`]),
    ...(first === last ? [] : [`${last},-${first}`, `-${last},${first}`, `-${first},-${last}`]),
  ];
  /** An order that no list has by itself. */
  const anotherSort = first === last ? first : `-${first},${last}`;

  it.each(sorts)('should show every row exactly once, in order, three at a time by %s', async (sort) => {
    const all = await rowsOf(path, { sort });
    expect(all.length).toBeGreaterThanOrEqual(ROWS.length);
    const rows = await paged(path, { sort, limit: '3' });
    expect(rows).toEqual(all);
    expect(new Set(rows.map(keyOf)).size).toBe(all.length);
    rows.slice(1).forEach((row, index) => {
      expect(compare(sort, rows[index] as Made, row)).toBeLessThanOrEqual(0);
    });
  });

  it('should have rows here that differ in every field it sorts by, or the order would prove nothing', async () => {
    const all = await rowsOf(path);
    expect(sortable.filter((field) => new Set(all.map((row) => row[field])).size === 1)).toEqual([]);
  });

  it('should have 50 rows a page when no limit is given, and one row a page when that is wanted', async () => {
    const all = await rowsOf(path);
    const { data, nextCursor } = (await ask(path, {})).body;
    expect([data, nextCursor === null]).toEqual([all.slice(0, 50), all.length <= 50]);
    expect(await paged(path, { limit: '1' })).toEqual(all);
  });

  it('should not have a next page when the last one is exactly full', async () => {
    const { length } = await rowsOf(path);
    const { body } = await ask(path, { limit: String(length) });
    expect([body.data.length, body.nextCursor]).toEqual([length, null]);
  });

  it.each(filters)('should hold %j to %i rows', async (query, expected) => {
    const rows = await rowsOf(path, query);
    expect(rows).toHaveLength(expected);
    expect((await paged(path, { ...query, limit: '2' })).map(keyOf)).toEqual(rows.map(keyOf));
    for (const [field, value] of Object.entries(query)) {
      for (const row of rows) expect(value.split(',')).toContain(String(row[field]));
    }
  });

  it.each(list.closed.filter((name) => name.endsWith('Id')))(
    'should hold %s to the rows that have it',
    async (name) => {
      const all = await rowsOf(path);
      const idsIn = (row: Made) => (list.looksAt?.[name] ?? [name]).map((field) => row[field]).filter((id) => id);
      const wanted = all.flatMap(idsIn)[0];
      const having = all.filter((row) => idsIn(row).includes(wanted));
      expect(having.length).toBeGreaterThan(0);
      expect(having.length).toBeLessThan(all.length);
      expect(await rowsOf(path, { [name]: wanted })).toEqual(having);
      expect(await rowsOf(path, { [name]: uuidv7() })).toEqual([]);
    },
  );

  it.each(SPECIAL)('should find the text %s as it stands', async (q, expected) => {
    const rows = await rowsOf(path, { q });
    expect([...new Set(rows.map((row) => row[list.shows]))].sort()).toEqual([...expected].sort());
  });

  it('should refuse a parameter that is not there, or is there twice', async () => {
    expect(refusal(await ask(path, { nope: '1' }))).toEqual([400, 'VALIDATION_FAILED', 'nope']);
    expect(refusal(await ask(path, { Limit: '1', sort_by: 'x' }))).toEqual([
      400,
      'VALIDATION_FAILED',
      'Limit',
      'sort_by',
    ]);
    for (const twice of ['limit=1&limit=1', 'q=a&q=b', `sort=${first}&sort=${last}`]) {
      expect(refusal(await quiet.call('GET', `${path}?${twice}`))).toEqual([400, 'BAD_REQUEST']);
    }
  });

  it('should refuse a limit that is none', async () => {
    for (const limit of ['0', '201', 'x', '-1', '1.5', '', ' ', 'NaN', 'Infinity']) {
      expect([limit, ...refusal(await ask(path, { limit }))]).toEqual([limit, 400, 'VALIDATION_FAILED', 'limit']);
    }
  });

  it('should refuse a sort it does not know', async () => {
    for (const sort of [
      '',
      'nope',
      `--${first}`,
      `${first},`,
      `${first} desc`,
      'id',
      'toString',
      first.toUpperCase(),
      `${first},-${first}`,
    ]) {
      const [status, code, fault = ''] = refusal(await ask(path, { sort }));
      expect([sort, status, code, fault.split('.')[0]]).toEqual([sort, 400, 'VALIDATION_FAILED', 'sort']);
    }
  });

  it('should refuse a cursor that was not made for the same list, sort, search and filters', async () => {
    const { nextCursor: cursor } = (await ask(path, { limit: '3' })).body;
    expect((await ask(path, { limit: '2', cursor })).status).toBe(200);
    const [payload, seal] = cursor.split('.');
    const filter = filters[0]?.[0] ?? { itemId: (await rowsOf(path))[0]?.itemId };
    const forged = Buffer.from(JSON.stringify(["'; DROP TABLE locations; --"])).toString('base64url');
    const wrong: Query[] = [
      { cursor: 'x' },
      { cursor: '' },
      { cursor: '.' },
      { cursor: payload },
      { cursor: `${payload}.` },
      { cursor: `${forged}.${seal}` },
      { cursor: `${payload}.${'A'.repeat(seal.length)}` },
      { cursor, q: 'lot' },
      { cursor, sort: anotherSort },
      { cursor, ...filter },
    ];
    for (const query of wrong)
      expect([query, ...refusal(await ask(path, query))]).toEqual([query, 400, 'VALIDATION_FAILED', 'cursor']);
    for (const other of LISTS.filter((each) => each.path !== path)) {
      expect([other.path, ...refusal(await ask(other.path, { cursor }))]).toEqual([
        other.path,
        400,
        'VALIDATION_FAILED',
        'cursor',
      ]);
    }
  });

  it.each(HOSTILE)('should take the text %j for nothing but text', async (text) => {
    const before = await rowsOf(path);
    const found = await ask(path, { q: text });
    expect([found.status, found.body.data]).toEqual(text.includes('\0') ? [400, undefined] : [200, []]);
    for (const name of ['sort', 'cursor', text])
      expect([name, (await ask(path, { [name]: text })).status]).toEqual([name, 400]);
    for (const name of list.closed) expect([name, (await ask(path, { [name]: text })).status]).toEqual([name, 400]);
    for (const name of list.open ?? []) {
      const { status, body } = await ask(path, { [name]: text });
      expect([name, status, body.data]).toEqual(text.includes('\0') ? [name, 400, undefined] : [name, 200, []]);
    }
    expect(await rowsOf(path)).toEqual(before);
  });

  it.each(['createdAt', '-createdAt', first, `-${first}`].filter((sort) => sortable.includes(sort.replace('-', ''))))(
    'should neither repeat nor lose a row when others are made meanwhile, by %s',
    async (sort) => {
      const before = (await rowsOf(path, { sort }, busy)).map(keyOf);
      const seen = (await paged(path, { sort, limit: '7' }, busy, () => more(busy))).map(keyOf);
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen.filter((key) => before.includes(key))).toEqual(before);
      expect((await rowsOf(path, {}, busy)).length).toBeGreaterThan(before.length);
    },
  );
});

describe('a list of records that can be archived', () => {
  const archivable = LISTS.filter(({ closed }) => closed.includes('archived'));

  it.each(archivable)('should show archived rows only when they are asked for ($path)', async ({ path, more }) => {
    await more(busy);
    const [row, ...rest] = (await rowsOf(path, { sort: '-createdAt' }, busy)).map(keyOf);
    expect((await busy.call('POST', `${path}/${row}/actions/archive`)).status).toBe(200);
    for (const [archived, keys] of [
      ['true', [row]],
      ['false', rest],
    ] as const) {
      expect((await rowsOf(path, { sort: '-createdAt', archived }, busy)).map(keyOf)).toEqual(keys);
    }
    expect((await rowsOf(path, { sort: '-createdAt' }, busy)).map(keyOf)).toEqual(rest);
  });
});

/** What is not got alone. */
const WITHOUT_ONE = [
  '/certificates',
  '/inventory/stock',
  '/inventory/movements',
  '/inventory/levels',
  '/inventory/alerts',
  '/tenants/current/audit',
];

describe('what a list takes and answers', () => {
  it('should be a limit written as a plain whole number', async () => {
    const statuses: [string, number][] = [];
    for (const limit of ['10', '1e1', '0xa', '10 ', '+10', '10.0'])
      statuses.push([limit, (await ask('/locations', { limit })).status]);
    expect(statuses).toEqual([
      ['10', 200],
      ['1e1', 400],
      ['0xa', 400],
      ['10 ', 400],
      ['+10', 400],
      ['10.0', 400],
    ]);
  });

  it('should be the same record that is got alone', async () => {
    for (const { path } of LISTS.filter((list) => !WITHOUT_ONE.includes(list.path))) {
      const [row] = await rowsOf(path);
      expect(await got(quiet, path, row?.id ?? '')).toMatchObject(row ?? {});
    }
  });
});
