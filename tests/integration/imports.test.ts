import { parse } from 'csv-parse/sync';
import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Import, ImportRow } from '@/contract/imports';
import { type Answer, type Client, type Company, type Json, makeCompany } from '../support/api';
import { contentsOf } from '../support/database';
import { got, ifMatch, listed, made, refusal } from './support';

const CSV = { 'content-type': 'text/csv' };

let company: Company;
let owner: Client;
beforeAll(async () => {
  company = await makeCompany();
  owner = company.owner;
});

const send = (text: string, query = 'kind=items', by = owner): Promise<Answer<Json>> =>
  by.call('POST', `/imports?${query}`, text, CSV);
async function staged(text: string, query?: string, by = owner): Promise<Import> {
  const answer = await send(text, query, by);
  if (answer.status !== 201) throw new Error(answer.text);
  return answer.body;
}
const rowsOf = async ({ id }: { id: string }, query = '', by = owner): Promise<ImportRow[]> =>
  (await by.call('GET', `/imports/${id}/rows?limit=200${query}`)).body.data;
const faultsOf = async (of: { id: string }): Promise<[number, ...string[]][]> =>
  (await rowsOf(of, '&faulty=true')).map(({ rowNumber, faults }) => [
    rowNumber,
    ...faults.map(({ path, code }) => `${path} ${code}`),
  ]);
const run = (of: { id: string }, mode = 'all', by = owner) =>
  by.call('POST', `/imports/${of.id}/actions/run`, { mode }, { 'idempotency-key': uuidv7() });
const undo = (of: { id: string }) =>
  owner.call('POST', `/imports/${of.id}/actions/undo`, undefined, { 'idempotency-key': uuidv7() });
const itemOf = async (sku: string) => {
  const [item] = await listed(owner, `/inventory/items?q=${encodeURIComponent(sku)}`);
  return item as Json;
};

describe('a file of items', () => {
  it('should be checked without making anything, and make items when it is run', async () => {
    const before = await listed(owner, '/inventory/items');
    const sent = await staged(
      'sku,name,kind,unit,unit cost\nA-1,Yarn one,RAW_MATERIAL,kg,3.25\nA-2,Yarn two,raw material,KG,\n',
    );
    expect(sent).toMatchObject({
      status: 'CHECKED',
      rowCount: 2,
      faultyCount: 0,
      makesCount: 2,
      encoding: 'utf-8',
      delimiter: ',',
    });
    expect(await listed(owner, '/inventory/items')).toEqual(before);
    const done = await run(sent);
    expect([done.status, done.body.status, done.body.madeCount]).toEqual([200, 'DONE', 2]);
    expect(await itemOf('A-1')).toMatchObject({
      name: 'Yarn one',
      unit: 'kg',
      unitCost: '3.250000',
      currency: 'EUR',
      version: 1,
    });
    expect(await itemOf('A-2')).toMatchObject({ kind: 'RAW_MATERIAL', unitCost: null });
  });

  it('should have all its faults told at once, by row and cell', async () => {
    const sent = await staged(
      'SKU;Nome;Tipo;UM;Costo;Titolo\nB-1;Filo;materia prima;kg;12,50;30\n;;filato;kg;zwölf;\nB-1;Filo;materia prima;lt;1,5;\nB-3;Filo;PACKAGING;pz;-1;\n',
    );
    expect(sent).toMatchObject({ delimiter: ';', rowCount: 4, faultyCount: 4, makesCount: 0 });
    expect(await faultsOf(sent)).toEqual([
      [2, 'yarnCountSystem RULE_VIOLATED'],
      [3, 'kind invalid', 'unitCost invalid', 'name required'],
      [4, 'unit invalid', 'sku twice'],
      [5, 'unitCost invalid_format'],
    ]);
    const answer = await run(sent);
    expect([answer.status, answer.body.code, answer.body.detail]).toEqual([
      422,
      'RULE_VIOLATED',
      expect.stringContaining('4'),
    ]);
  });

  it('should have cells that say the same told once, the most frequent first, with what may stand there', async () => {
    const sent = await staged(
      'SKU;Nome;Tipo;UM\nF-1;Filo;filato;kg\nF-2;Filo;tela;kg\nF-3;;filato;kg\nF-4;Filo;filato;kg\n',
    );
    const { status, body } = await owner.call('GET', `/imports/${sent.id}/faults`);
    expect([status, body.more]).toEqual([200, false]);
    const told = body.data.map(({ field, column, value, code, count, firstRow }: Json) => [
      field,
      column,
      value,
      code,
      count,
      firstRow,
    ]);
    expect(told).toEqual([
      ['kind', 2, 'filato', 'invalid', 3, 2],
      ['kind', 2, 'tela', 'invalid', 1, 3],
      ['name', 1, '', 'required', 1, 4],
    ]);
    const field = (name: string) => sent.fields.find((each) => each.field === name);
    expect(field('kind')).toMatchObject({ type: 'choice', choices: expect.arrayContaining(['RAW_MATERIAL']) });
    expect(field('name')).toMatchObject({ type: 'text', choices: null });
  });

  it('should import only what has no faults when that is asked for, and say so in its result', async () => {
    const sent = await staged(
      'sku,name,kind,unit\nC-1,"Good, one",PACKAGING,pcs\nC-2,,PACKAGING,pcs\n=C-3,x,PACKAGING,pcs\n',
    );
    const done = await run(sent, 'valid-only');
    expect(done.body).toMatchObject({ madeCount: 2, skippedCount: 1 });
    const { text, headers } = await owner.call('GET', `/imports/${sent.id}/result`);
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const [heading, ...rows] = parse(text) as string[][];
    expect(heading).toEqual(['Row', 'Outcome', 'Code', 'ID', 'Faults', 'sku', 'name', 'kind', 'unit']);
    expect(rows.map(([row, outcome, code, , faults]) => [row, outcome, code, faults])).toEqual([
      ['2', 'MADE', 'C-1', ''],
      ['3', 'SKIPPED', 'C-2', 'name: A new record needs this'],
      ['4', 'MADE', "'=C-3", ''],
    ]);
    expect(rows[0]?.[3]).toBe((await itemOf('C-1')).id);
  });

  it('should change what it names by its code, leave what it says nothing of, and take it all back', async () => {
    await run(
      await staged(
        'sku,name,kind,unit,unitCost,colour\nD-1,First,PACKAGING,pcs,1.5,Red\nD-2,Second,PACKAGING,pcs,2,\n',
      ),
    );
    const again = await staged('sku,name,unitCost\nD-1,First,1.50\nD-2,Second changed,\nD-3,Third,1\n');
    expect(await faultsOf(again)).toEqual([[4, 'kind required', 'unit required']]);
    const done = await run(again, 'valid-only');
    expect(done.body).toMatchObject({ madeCount: 0, changedCount: 1, sameCount: 1, skippedCount: 1 });
    const [same, changed] = [await itemOf('D-1'), await itemOf('D-2')];
    expect([same.version, changed.version, changed.name, changed.unitCost]).toEqual([
      1,
      2,
      'Second changed',
      '2.000000',
    ]);
    expect((await undo(again)).body.status).toBe('UNDONE');
    expect(await itemOf('D-2')).toMatchObject({ name: 'Second', unitCost: '2.000000', version: 3 });
    expect(await itemOf('D-1')).toMatchObject({ version: 1 });
    expect(refusal(await undo(again))).toEqual([409, 'INVALID_STATE']);
  });

  it('should give codes to rows that have none', async () => {
    const { owner: by } = await makeCompany();
    await made(by, '/inventory/items', { sku: 'ITM-00002', name: 'Taken', kind: 'PACKAGING', unit: 'pcs' });
    const sent = await staged(
      'name,kind,unit\nOne,PACKAGING,pcs\nTwo,PACKAGING,pcs\nThree,PACKAGING,pcs\n',
      'kind=items',
      by,
    );
    expect((await run(sent, 'all', by)).body.madeCount).toBe(3);
    const items = await listed(by, '/inventory/items?sort=sku');
    expect(items.map(({ sku, name }) => [sku, name])).toEqual([
      ['ITM-00001', 'One'],
      ['ITM-00002', 'Taken'],
      ['ITM-00003', 'Two'],
      ['ITM-00004', 'Three'],
    ]);
  });

  it("should fill the company's own fields, too", async () => {
    const { owner: by } = await makeCompany();
    const field = (label: string, type: string, more = {}) =>
      made(by, '/tenants/current/custom-fields', { table: 'inventory_items', label, type, ...more });
    await field('Dye house', 'TEXT');
    await field('Cones', 'INTEGER');
    await field('Twist', 'DECIMAL');
    await field('Organic', 'BOOLEAN');
    await field('Season', 'CHOICE', { choices: ['Spring', 'Winter'] });
    await field('Sampled', 'DATE');
    const heading = 'sku,name,kind,unit,Dye house,CONES,twist,Organic,season,Sampled';
    const sent = await staged(
      `${heading}\nX-1,Yarn,PACKAGING,kg,Prato,12,1.5,sì,winter,31/03/2026\nX-2,Yarn,PACKAGING,kg,,1.5,,maybe,Summer,01/02/2026\n`,
      'kind=items',
      by,
    );
    const [faulty] = await rowsOf(sent, '&faulty=true', by);
    expect(faulty?.faults.map(({ path, code }) => `${path} ${code}`)).toEqual([
      'custom.cones invalid',
      'custom.organic invalid',
      'custom.season invalid',
      'custom.sampled ambiguous',
    ]);
    await run(sent, 'valid-only', by);
    const [item] = await listed(by, '/inventory/items?q=X-1');
    expect(item?.custom).toEqual({
      dye_house: 'Prato',
      cones: 12,
      twist: '1.500000',
      organic: true,
      season: 'Winter',
      sampled: '2026-03-31',
    });
  });

  it('should be understood in another way when somebody says so', async () => {
    const sent = await staged('Art.,Nome,Genere,UM,Prezzo\nE-1,Filo,Filato,kg,"1.234"\n');
    expect(sent.columns.map(({ field }) => field)).toEqual([null, 'name', 'kind', 'unit', 'unitCost']);
    expect(await faultsOf(sent)).toEqual([[2, 'kind invalid', 'unitCost ambiguous']]);
    const body = {
      mapping: [...sent.columns.map(({ column, field }) => ({ column, field: column === 0 ? 'sku' : field }))],
      values: [{ field: 'kind', from: 'Filato', to: 'RAW_MATERIAL' }],
      decimalMark: ',',
    };
    const changed = await owner.call('PATCH', `/imports/${sent.id}`, body, ifMatch(sent));
    expect([changed.status, changed.body.faultyCount]).toEqual([200, 0]);
    expect(refusal(await owner.call('PATCH', `/imports/${sent.id}`, body, ifMatch(sent)))).toEqual([
      412,
      'VERSION_MISMATCH',
    ]);
    for (const [wrong, path] of [
      [[{ column: 9, field: 'sku' }], 'mapping.0.column'],
      [[{ column: 1, field: 'price' }], 'mapping.0.field'],
      [
        [
          { column: 0, field: 'sku' },
          { column: 1, field: 'sku' },
        ],
        'mapping.1.field',
      ],
    ] as const)
      expect(
        refusal(await owner.call('PATCH', `/imports/${sent.id}`, { mapping: wrong }, ifMatch(changed.body))),
      ).toEqual([400, 'VALIDATION_FAILED', path]);
    await run(sent);
    expect(await itemOf('E-1')).toMatchObject({ kind: 'RAW_MATERIAL', unitCost: '1234.000000' });
  });
});

describe('taking an import back', () => {
  const two = async (prefix: string) => {
    const sent = await staged(`sku,name,kind,unit\n${prefix}-1,One,PACKAGING,kg\n${prefix}-2,Two,PACKAGING,kg\n`);
    await run(sent);
    return sent;
  };

  it('should remove what it has made', async () => {
    const sent = await two('U');
    expect((await undo(sent)).body).toMatchObject({ status: 'UNDONE', madeCount: 2 });
    expect(await itemOf('U-1')).toBeUndefined();
    expect((await rowsOf(sent)).map(({ outcome }) => outcome)).toEqual(['UNDONE', 'UNDONE']);
  });

  it('should be refused by name where a record was changed or used since, and then change nothing', async () => {
    const sent = await two('V');
    const item = await itemOf('V-2');
    await owner.call('PATCH', `/inventory/items/${item.id}`, { name: 'Mine' }, ifMatch(item));
    const answer = await undo(sent);
    expect([...refusal(answer), answer.body.detail]).toEqual([
      409,
      'IN_USE',
      expect.stringContaining('V-2 was changed'),
    ]);
    expect((await itemOf('V-1')).name).toBe('One');
    const other = await two('W');
    const [location] = await listed(owner, '/locations');
    await made(owner, '/production/orders', {
      itemId: (await itemOf('W-1')).id,
      locationId: location?.id,
      quantity: '1',
    });
    expect((await undo(other)).body).toMatchObject({ code: 'IN_USE', detail: expect.stringContaining('W-1 was used') });
    expect(await itemOf('W-2')).toBeDefined();
  });
});

describe('what is kept of an import', () => {
  it('O1: should be a row of the audit log for each record and one for each step', async () => {
    const { owner: by } = await makeCompany();
    const first = await staged(
      'sku,name,kind,unit\nY-1,One,PACKAGING,kg\nY-2,Two,PACKAGING,kg\n',
      'kind=items&fileName=yarns.csv',
      by,
    );
    await run(first, 'all', by);
    const second = await staged('sku,name\nY-1,Uno\nY-2,Two\n', 'kind=items', by);
    await run(second, 'all', by);
    await by.call('POST', `/imports/${second.id}/actions/undo`);
    const { data } = (await by.call('GET', '/tenants/current/audit?limit=200')).body;
    const told = data.map(({ action, entity, label }: Json) => `${action} ${entity} ${label}`).reverse();
    expect(told).toEqual([
      'create import yarns.csv',
      'create item One',
      'create item Two',
      'import import yarns.csv',
      'create import items',
      'update item Uno',
      'import import items',
      'update item One',
      'undo import items',
    ]);
    const changed = data.find(({ label }: Json) => label === 'Uno');
    expect([changed.before.name, changed.before.version, changed.after.version]).toEqual(['One', 1, 2]);
    expect(changed.requestId).toBe(
      data.find(({ action, after }: Json) => action === 'import' && after.id === second.id).requestId,
    );
  });

  it('J4: should be run once for an Idempotency-Key', async () => {
    const sent = await staged('sku,name,kind,unit\nJ-1,One,PACKAGING,kg\n');
    const key = { 'idempotency-key': uuidv7() };
    const ask = () => owner.call('POST', `/imports/${sent.id}/actions/run`, { mode: 'all' }, key);
    const [first, second] = [await ask(), await ask()];
    expect([first.status, second.text]).toEqual([200, first.text]);
    expect(refusal(await run(sent))).toEqual([409, 'INVALID_STATE']);
  });

  it('should write nothing at all where one row cannot be written any more', async () => {
    const { id, owner: by } = await makeCompany();
    const lines = Array.from({ length: 1500 }, (_, n) => `Z-${n},Item ${n},PACKAGING,kg`);
    const sent = await staged(`sku,name,kind,unit\n${lines.join('\n')}\n`, 'kind=items', by);
    const item = await made(by, '/inventory/items', { sku: 'Z-1400', name: 'Mine', kind: 'PACKAGING', unit: 'kg' });
    await by.call('POST', `/inventory/items/${item.id}/actions/archive`);
    const before = await contentsOf(id);
    const answer = await run(sent, 'all', by);
    expect([answer.status, answer.body.detail]).toEqual([422, expect.stringContaining('row 1402')]);
    expect(await contentsOf(id)).toEqual(before);
    expect((await run(sent, 'valid-only', by)).body).toMatchObject({ madeCount: 1499, skippedCount: 1 });
    expect(await got(by, '/inventory/items', item.id)).toMatchObject({ name: 'Mine' });
  });
});
