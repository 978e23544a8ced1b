import { beforeAll, describe, expect, it } from 'vitest';
import { routes } from '@/routes';
import { type Client, makeCompany } from '../support/api';
import { LISTS, type ListCase, makeRows, ROWS, SPECIAL } from './listCases';
import { got, listed, type Made, refusal } from './support';

let owner: Client;

beforeAll(async () => {
  ({ owner } = await makeCompany({ country: 'Italy' }));
  for (let index = 0; index < ROWS.length; index += 1) await makeRows(owner, index);
});

const keyOf = (row: Made) => (row.id ? row.id : `${row.itemId}/${row.locationId}`);
const ask = (path: string, query: Record<string, string>) => owner.call('GET', `${path}?${new URLSearchParams(query)}`);
const rowsOf = (path: string, query: Record<string, string> = {}) =>
  listed(owner, `${path}?${new URLSearchParams({ limit: '200', ...query })}`);

/** Every row of a list, page by page; `between` runs after each page. */
async function paged(
  path: string,
  query: Record<string, string>,
  between: () => Promise<unknown> = async () => undefined,
): Promise<Made[]> {
  const rows: Made[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const { status, body, text } = await ask(path, { ...query, ...(cursor && { cursor }) });
    if (status !== 200) throw new Error(text);
    rows.push(...body.data);
    if (body.nextCursor) expect(body.data).toHaveLength(Number(query.limit));
    cursor = body.nextCursor;
    if (cursor) await between();
  }
  return rows;
}

const NUMERIC = new Set(['quantity', 'onHand', 'companyAmount']);
const valueOf = (row: Made, field: string) => (NUMERIC.has(field) ? Number(row[field]) : row[field]);

/** Negative when `sort` puts the first row before the second, zero when it does not care. */
function compare(sort: string, first: Made, second: Made): number {
  for (const name of sort.split(',')) {
    const field = name.replace('-', '');
    const [left, right] = [valueOf(first, field), valueOf(second, field)];
    if (left !== right) return left < right === name.startsWith('-') ? 1 : -1;
  }
  return 0;
}

it('should be every list there is', () => {
  const paths = routes.filter(({ method, query }) => method === 'GET' && query).map(({ path }) => path);
  expect(LISTS.map(({ path }) => path).sort()).toEqual(paths.sort());
});

describe.each(LISTS)('$path', (list: ListCase) => {
  const { path, sortable, filters, more } = list;
  const [first = ''] = sortable;
  const last = sortable.at(-1) ?? first;
  const sorts = [
    ...sortable.flatMap((name) => [name, `-${name}`]),
    `${last},-${first}`,
    `-${last},${first}`,
    `-${first},-${last}`,
  ];

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

  it('should tell which values tell rows apart', async () => {
    const all = await rowsOf(path);
    const varied = list.sortable.filter((field) => new Set(all.map((row) => row[field])).size > 1);
    expect(varied).toEqual(list.sortable.filter((field) => !list.constant?.includes(field)));
  });

  it('should have 50 rows a page when no limit is given, and one row a page when that is wanted', async () => {
    expect((await ask(path, {})).body.nextCursor).toBeNull();
    expect(await paged(path, { limit: '1' })).toEqual(await rowsOf(path));
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

  it.each(SPECIAL)('should find the text %s as it stands', async (q, expected) => {
    const rows = await rowsOf(path, { q });
    expect([...new Set(rows.map((row) => row[list.shows]))].sort()).toEqual(
      [...expected].map((name) => (list.prefix ?? '') + name).sort(),
    );
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
      expect(refusal(await owner.call('GET', `${path}?${twice}`))).toEqual([400, 'BAD_REQUEST']);
    }
  });

  it('should refuse a limit that is none', async () => {
    for (const limit of ['0', '201', 'x', '-1', '1.5', '', ' ', 'NaN', 'Infinity', '1e1', '0x10', '3 ']) {
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
    const forged = Buffer.from(JSON.stringify(["'; DROP TABLE locations; --"])).toString('base64url');
    const wrong: Record<string, string>[] = [
      { cursor: 'x' },
      { cursor: '' },
      { cursor: '.' },
      { cursor: payload },
      { cursor: `${payload}.` },
      { cursor: `${forged}.${seal}` },
      { cursor: `${payload}.${'A'.repeat(seal.length)}` },
      { cursor, q: 'lot' },
      { cursor, sort: `-${first},${last}` },
      { cursor, ...filters[0]?.[0] },
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

  it.each(HOSTILE())('should take the text %j for nothing but text', async (text) => {
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
      const before = (await rowsOf(path, { sort })).map(keyOf);
      const seen = (await paged(path, { sort, limit: '7' }, () => more(owner))).map(keyOf);
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen.filter((key) => before.includes(key))).toEqual(before);
      expect((await rowsOf(path)).length).toBeGreaterThan(before.length);
    },
  );
});

/** Texts that would do harm if any of them became part of a statement. */
function HOSTILE(): string[] {
  return [
    "' OR '1'='1",
    "'; DROP TABLE locations; --",
    '1) UNION SELECT * FROM public.users --',
    'name; SELECT pg_sleep(1)',
    '"; --',
    'name" DESC; --',
    "\\'; --",
    '$1',
    '${1}',
    '$$x$$',
    "E'\\x27",
    'a\0b',
    '{"$ne":null}',
    '../../etc/passwd',
    '\u2019 OR 1=1',
    '/* x */',
  ];
}

describe('what a list answers', () => {
  it('should be the same record that is got alone', async () => {
    for (const { path } of LISTS.filter((list) => list.path !== '/inventory/stock')) {
      const [row] = await rowsOf(path);
      expect(await got(owner, path, row?.id ?? '')).toMatchObject(row ?? {});
    }
  });
});
