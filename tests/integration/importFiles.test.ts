import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '@/app';
import type { Import } from '@/contract/imports';
import { asOperator } from '@/database/owner';
import { tenantSchema } from '@/database/tenantName';
import { RECORD_IMPORTS } from '@/imports/recordKind';
import { type Client, type Company, type Json, makeCompany, tokenFor } from '../support/api';
import { until } from '../support/broker';
import { asSuperuser, contentsOf } from '../support/database';
import { makePerson, makeRole } from '../support/people';
import { makeRecords } from '../support/records';
import { workbook, zip } from '../support/workbooks';
import { got, listed, made } from './support';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const HEAD = 'sku,name,kind,unit';

let company: Company;
let owner: Client;
let authorization: string;
beforeAll(async () => {
  company = await makeCompany();
  owner = company.owner;
  authorization = `Bearer ${await tokenFor(company.ownerId, company.id)}`;
});

type Sent = { status: number; body: Json };
/** Sends bytes, as a browser sends a file. */
async function send(bytes: Buffer, type = 'text/csv', query = 'kind=items'): Promise<Sent> {
  const headers = { authorization, 'content-type': type };
  const response = await createApp().request(`/api/v1/imports?${query}`, {
    method: 'POST',
    headers,
    body: new Uint8Array(bytes),
  });
  return { status: response.status, body: await response.json() };
}
const utf8 = (text: string) => Buffer.from(text);
async function firstRow(sent: Sent, by = owner): Promise<Json> {
  if (sent.status !== 201) throw new Error(JSON.stringify(sent.body));
  return (await by.call('GET', `/imports/${sent.body.id}/rows`)).body.data[0];
}
const run = (of: { id: string }, by = owner) => by.call('POST', `/imports/${of.id}/actions/run`, { mode: 'all' });

describe('a file', () => {
  const row = 'E-1,Filato però,PACKAGING,kg';
  it.each<[string, Buffer, string]>([
    ['UTF-8', utf8(`${HEAD}\n${row}\n`), 'utf-8'],
    ['UTF-8 with a byte order mark', utf8(`\ufeff${HEAD}\r\n${row}\r\n`), 'utf-8'],
    [
      'UTF-16, as Excel saves Unicode text',
      Buffer.from(`\ufeff${HEAD}\n${row}\n`.replaceAll(',', '\t'), 'utf16le'),
      'utf-16le',
    ],
    ['Windows-1252', Buffer.from(`${HEAD}\n${row}\n`.replaceAll(',', ';'), 'latin1'), 'windows-1252'],
  ])('should be read in %s', async (_what, bytes, encoding) => {
    const sent = await send(bytes);
    expect([sent.status, sent.body.encoding, sent.body.faultyCount]).toEqual([201, encoding, 0]);
    expect((await firstRow(sent)).cells).toEqual(['E-1', 'Filato però', 'PACKAGING', 'kg']);
  });

  it.each([
    [',', `${HEAD}\n"a","b; ""c""","PACKAGING",kg\n`],
    [';', `sku;"name, all";kind;unit\na;b,c;PACKAGING;kg\n`],
    ['\t', `sku\tname\tkind\tunit\na\tb\tPACKAGING\tkg\n`],
    [';', `sep=;\nsku;name;kind;unit\na;b;PACKAGING;kg\n`],
  ])('should be taken apart at %j', async (delimiter, text) => {
    const sent = await send(utf8(text));
    expect([sent.body.delimiter, sent.body.columns.length, sent.body.rowCount]).toEqual([delimiter, 4, 1]);
  });

  it.each([
    ['1.234,56', '', '1234.560000'],
    ['1,234.56', '', '1234.560000'],
    ['1 234,5', '', '1234.500000'],
    ['12,5', '', '12.500000'],
    ['0,125', '', '0.125000'],
    ["1'234.5", '', '1234.500000'],
    ['1.234.567', '', '1234567.000000'],
    ['1.234', ',', '1234.000000'],
    ['1.234', '.', '1.234000'],
    ['1,234', '.', '1234.000000'],
    ['007', '', '7.000000'],
  ])('should have its number %s read where the sign before decimals is said to be %j', async (written, mark, value) => {
    const { owner: by, id, ownerId } = await makeCompany();
    const headers = { 'content-type': 'text/csv', authorization: `Bearer ${await tokenFor(ownerId, id)}` };
    const query = `kind=items${mark && `&decimalMark=${encodeURIComponent(mark)}`}`;
    const sent = await by.call('POST', `/imports?${query}`, `${HEAD},cost\nN-1,N,PACKAGING,kg,"${written}"\n`, headers);
    expect([sent.status, sent.body.faultyCount]).toEqual([201, 0]);
    await run(sent.body, by);
    expect((await listed(by, '/inventory/items'))[0]?.unitCost).toBe(value);
  });

  it.each([
    ['1.234', 'ambiguous'],
    ['1,234', 'ambiguous'],
    ['1.2.3', 'invalid'],
    ['1,23.4', 'invalid'],
    ['12e3', 'invalid'],
    ['1.234,56,7', 'invalid'],
    ['NaN', 'invalid'],
    ['-5', 'invalid_format'],
    ['1234567890123456', 'invalid_format'],
  ])('I3: should have its number %s refused, never guessed', async (written, code) => {
    const row = await firstRow(await send(utf8(`${HEAD},cost\nN-1,N,PACKAGING,kg,"${written}"\n`)));
    expect(row.faults.map((fault: Json) => [fault.path, fault.code])).toEqual([['unitCost', code]]);
  });

  it('should say itself which sign is before its decimals, wherever it does', async () => {
    const sent = await send(utf8(`${HEAD.replaceAll(',', ';')};cost\na;A;PACKAGING;kg;1.234\nb;B;PACKAGING;kg;2,5\n`));
    expect(sent.body).toMatchObject({ faultyCount: 0, decimalMark: ',' });
    const both = await send(
      utf8(`${HEAD},cost\na,A,PACKAGING,kg,1.234\nb,B,PACKAGING,kg,"2,5"\nc,C,PACKAGING,kg,2.5\n`),
    );
    expect(both.body).toMatchObject({ faultyCount: 1, decimalMark: null });
  });

  it('should be a workbook as well', async () => {
    const rows = `<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="str"><v>kind</v></c><c t="str"><v>Unit</v></c><c t="str"><v>Costo unitario</v></c></row>
      <row><c><v>1001</v></c><c t="str"><v>Yarn</v></c><c t="str"><v>PACKAGING</v></c><c t="str"><v>kg</v></c><c><v>1.234</v></c></row>`;
    const sent = await send(zip(workbook(rows)), XLSX);
    expect(sent.body).toMatchObject({ format: 'xlsx', encoding: null, rowCount: 1, faultyCount: 0 });
    await run(sent.body);
    expect((await listed(owner, '/inventory/items?q=1001'))[0]).toMatchObject({ sku: '1001', unitCost: '1.234000' });
  });

  it.each<[string, Buffer, string, number, string]>([
    ['a workbook that says it is CSV', zip(workbook('<row/>')), 'text/csv', 422, 'RULE_VIOLATED'],
    ['CSV that says it is a workbook', utf8(`${HEAD}\n`), XLSX, 422, 'RULE_VIOLATED'],
    ['a PDF', utf8('%PDF-1.7\nsku,name\n1,2\n'), 'text/csv', 422, 'RULE_VIOLATED'],
    ['a program', Buffer.from([0x4d, 0x5a, 0, 0, 1]), 'text/csv', 422, 'RULE_VIOLATED'],
    ['a text with NUL in it', utf8(`${HEAD}\na,b\0,c,d\n`), 'text/csv', 422, 'RULE_VIOLATED'],
    ['quotes that do not fit', utf8(`${HEAD}\n"a,b,c,d\n`), 'text/csv', 422, 'RULE_VIOLATED'],
    ['a bomb', zip(workbook(' '.repeat(20_000_000))), XLSX, 422, 'RULE_VIOLATED'],
    ['headings alone', utf8(`${HEAD}\n`), 'text/csv', 422, 'RULE_VIOLATED'],
    ['nothing', utf8(''), 'text/csv', 400, 'BAD_REQUEST'],
    ['JSON', utf8('{}'), 'application/json', 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['an old workbook', utf8('x'), 'application/vnd.ms-excel', 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['more than 64 MiB', Buffer.alloc(64 * 1024 * 1024 + 1, 'a'), 'text/csv', 413, 'PAYLOAD_TOO_LARGE'],
  ])('I6: should be refused when it is %s, and leave nothing behind', async (_what, bytes, type, status, code) => {
    const before = await contentsOf(company.id);
    const sent = await send(bytes, type);
    expect([sent.status, sent.body.code, sent.body.detail]).toEqual([
      status,
      code,
      expect.not.stringMatching(/Error|undefined|\/tmp/),
    ]);
    expect(await contentsOf(company.id)).toEqual(before);
  });

  it('I6: should have no formula of it run by whoever opens what comes of it', async () => {
    const by = (await makeCompany()).owner;
    const sent = await by.call('POST', '/imports?kind=suppliers', 'name,kind\n"=HYPERLINK(""http://evil"")",YARN\n', {
      'content-type': 'text/csv',
    });
    await run(sent.body, by);
    const file = (await by.call('GET', '/suppliers/export')).text;
    expect(file).toContain("'=HYPERLINK");
    // Sent back as it was taken away, it is what it was.
    const back = await by.call('POST', '/imports?kind=suppliers', file, { 'content-type': 'text/csv' });
    expect([back.status, back.body.faultyCount]).toEqual([201, 0]);
    expect((await run(back.body, by)).body).toMatchObject({ sameCount: 1, madeCount: 0, changedCount: 0 });
  });

  it('I7: should be read in time, however it is written', async () => {
    const hostile = [
      '1'.repeat(50_000),
      '1.'.repeat(25_000),
      '1,234'.repeat(10_000),
      ' '.repeat(50_000),
      "'".repeat(50_000),
      '-_x0041_'.repeat(6_000),
    ];
    const began = performance.now();
    const sent = await send(
      utf8(`${HEAD},cost,gsm\n${hostile.map((text) => `"${text}",N,"${text}",kg,"${text}","${text}"`).join('\n')}\n`),
    );
    expect(sent.status).toBe(201);
    // Six rows of five such cells: not even quadratic time would fit.
    expect(performance.now() - began).toBeLessThan(5000);
  });
});

describe.each([
  ['items', '/inventory/items', 'sku'],
  ['suppliers', '/suppliers', 'code'],
  ['customers', '/customers', 'code'],
  ['lots', '/inventory/lots', 'number'],
] as const)('files of %s', (kind, path, code) => {
  it('should have a template that is taken as it is, CSV and XLSX', async () => {
    const by = (await makeCompany()).owner;
    const yarn = { sku: 'YRN-030', name: 'Yarn', kind: 'RAW_MATERIAL', unit: 'kg', tracking: 'LOT' };
    if (kind === 'lots') await made(by, '/inventory/items', yarn);
    const csv = await by.call('GET', `/imports/templates/${kind}`);
    expect(csv.headers.get('content-disposition')).toBe(`attachment; filename="${kind}.csv"`);
    const sent = await by.call('POST', `/imports?kind=${kind}`, csv.text, { 'content-type': 'text/csv' });
    expect([sent.status, sent.body.faultyCount, sent.body.rowCount]).toEqual([201, 0, 1]);
    expect(sent.body.columns.map(({ field }: Json) => field)).toEqual(sent.body.fields.map(({ field }: Json) => field));
    expect((await run(sent.body, by)).body.madeCount).toBe(1);
    expect((await by.call('GET', `/imports/templates/${kind}?format=xlsx`)).headers.get('content-type')).toBe(XLSX);
  });

  it('should take what was taken away of the list, and find nothing to change', async () => {
    await makeRecords(owner).catch(() => undefined);
    const file = (await owner.call('GET', `${path}/export`)).text;
    const rows = parse(file).length - 1;
    expect(rows).toBeGreaterThan(0);
    const sent = await owner.call('POST', `/imports?kind=${kind}&decimalMark=.`, file, { 'content-type': 'text/csv' });
    expect([sent.status, sent.body.faultyCount]).toEqual([201, 0]);
    expect((await run(sent.body)).body).toMatchObject({ sameCount: rows, madeCount: 0, changedCount: 0 });
  });

  it('should name every table that points at such a record, so that undoing can', async () => {
    const table = { items: 'inventory_items', suppliers: 'suppliers', customers: 'customers', lots: 'lots' }[kind];
    const references = await asSuperuser<{ name: string }>(
      `SELECT c.relname || '.' || a.attname AS name FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
         JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
       WHERE k.contype = 'f' AND k.confrelid = to_regclass($1) ORDER BY 1`,
      [`${tenantSchema(company.id)}.${table}`],
    );
    const known = RECORD_IMPORTS.find(({ name }) => name === kind);
    expect(known?.code).toBe(code);
    const named = [...(known?.usedBy ?? []), ...(known?.parts ?? [])].map(([of, column]) => `${of}.${column}`);
    expect(named.sort()).toEqual(references.map(({ name }) => name));
  });
});

describe('who may import', () => {
  const CSV = { 'content-type': 'text/csv' };
  const file = `${HEAD},unit cost\nP-1,N,PACKAGING,kg,8271.6453\n`;

  it('should be told by the permission of what is imported, too', async () => {
    const role = await makeRole(owner, ['imports:run', 'inventory:read', 'inventory:write']);
    const { caller } = await makePerson(company, 'EMPLOYEE', { customRoleId: role.id });
    expect((await caller.call('POST', '/imports?kind=suppliers', 'name,kind\nA,YARN\n', CSV)).status).toBe(403);
    expect((await caller.call('GET', '/imports/templates/suppliers')).status).toBe(403);
    const theirs = await owner.call('POST', '/imports?kind=suppliers', 'name,kind\nA,YARN\n', CSV);
    for (const below of ['', '/rows', '/result'])
      expect((await caller.call('GET', `/imports/${theirs.body.id}${below}`)).status).toBe(404);
    expect((await caller.call('POST', `/imports/${theirs.body.id}/actions/run`, { mode: 'all' })).status).toBe(404);
    const kinds = (await caller.call('GET', '/imports?limit=200')).body.data.map(({ kind }: Json) => kind);
    expect(new Set(kinds)).toEqual(new Set(['items']));
    expect((await caller.call('POST', '/imports?kind=items', `${HEAD}\nP-0,N,PACKAGING,kg\n`, CSV)).status).toBe(201);
    expect((await owner.call('POST', '/imports?kind=wool', file, CSV)).body.errors[0].path).toBe('kind');
  });

  it('H4: should neither see nor write a field that is hidden from them', async () => {
    const role = await makeRole(owner, ['imports:run', 'inventory:read', 'inventory:write']);
    const { caller } = await makePerson(company, 'EMPLOYEE', { customRoleId: role.id });
    const mine = await caller.call<Import>('POST', '/imports?kind=items', file, CSV);
    expect(mine.body.columns.at(-1)).toMatchObject({ heading: 'unit cost', field: null });
    expect(mine.body.fields.map(({ field }) => field)).not.toContain('unitCost');
    expect((await caller.call('GET', '/imports/templates/items')).text).not.toMatch(/cost/i);
    const forced = await caller.call(
      'PATCH',
      `/imports/${mine.body.id}`,
      { mapping: [{ column: 4, field: 'unitCost' }] },
      { 'if-match': `"${mine.body.version}"` },
    );
    expect(forced.status).toBe(400);
    await run(mine.body, caller);
    const [item] = await listed(owner, '/inventory/items?q=P-1');
    expect(item?.unitCost).toBeNull();
    const theirs = await owner.call('POST', '/imports?kind=items', file, CSV);
    for (const below of ['', '/rows', '/result'])
      expect((await caller.call('GET', `/imports/${theirs.body.id}${below}`)).status).toBe(404);
  });
});

describe('a run', () => {
  it('should be seen by others while it goes on, and be cut off without a trace', async () => {
    const { id, owner: by, ownerId } = await makeCompany();
    const schema = tenantSchema(id);
    const lines = Array.from({ length: 3000 }, (_, n) => `R-${n},Item ${n},PACKAGING,kg`);
    const sent = await by.call('POST', '/imports?kind=items', `${HEAD}\n${lines.join('\n')}\n`, {
      'content-type': 'text/csv',
    });
    const held = await made(by, '/inventory/items', { sku: 'R-2900', name: 'Held', kind: 'PACKAGING', unit: 'kg' });
    const before = await contentsOf(id);
    await asOperator(async (client) => {
      // It waits for this row, in the middle of everything.
      await client.query('BEGIN');
      await client.query(`SELECT 1 FROM ${schema}.inventory_items WHERE id = $1 FOR UPDATE`, [held.id]);
      const running = run(sent.body, by);
      let state: Json = null;
      while (!state?.rowsDone) state = (await by.call('GET', `/imports/${sent.body.id}`)).body.running;
      expect(state.rowsDone).toBeGreaterThan(0);
      expect(await listed(by, '/inventory/items?limit=200')).toHaveLength(1);
      const ended = () =>
        asSuperuser(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1 AND wait_event_type = 'Lock'`,
          [schema],
        );
      await until(async () => (await ended()).length > 0);
      expect((await running).status).toBe(503);
      await client.query('ROLLBACK');
    });
    expect(await contentsOf(id)).toEqual(before);
    expect(await got(by, '/imports', sent.body.id)).toMatchObject({ status: 'CHECKED', running: null });
    expect(ownerId).toBeDefined();
    expect((await run(sent.body, by)).body).toMatchObject({ madeCount: 2999, changedCount: 1 });
  });
});
