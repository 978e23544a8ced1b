import { beforeAll, describe, expect, it } from 'vitest';
import { createItemBody } from '@/contract/inventory';
import { createLotBody } from '@/contract/lots';
import { createCustomerBody, createSupplierBody } from '@/contract/partners';
import { tenantSchema } from '@/database/tenantName';
import { RECORD_IMPORTS } from '@/imports/recordKind';
import { type Client, type Company, type Json, makeCompany } from '../support/api';
import { asSuperuser } from '../support/database';
import { got, listed, made, refusal } from './support';

/** What is so of a record that somebody enters by hand is so of one that comes in a file. */
let company: Company;
let owner: Client;
beforeAll(async () => {
  company = await makeCompany();
  owner = company.owner;
});

async function send(kind: string, text: string): Promise<Json> {
  const answer = await owner.call('POST', `/imports?kind=${kind}`, text, { 'content-type': 'text/csv' });
  if (answer.status !== 201) throw new Error(answer.text);
  return answer.body;
}
const faultsOf = async ({ id }: Json): Promise<string[]> =>
  (await owner.call('GET', `/imports/${id}/rows?faulty=true`)).body.data.flatMap(({ rowNumber, faults }: Json) =>
    faults.map(({ path, code }: Json) => `${rowNumber} ${path} ${code}`),
  );
const act = (of: Json, action: 'run' | 'undo') =>
  owner.call('POST', `/imports/${of.id}/actions/${action}`, action === 'run' ? { mode: 'all' } : undefined);
/** Sends a file and runs it; throws where it is not taken whole. */
async function imported(kind: string, text: string): Promise<Json> {
  const sent = await send(kind, text);
  const answer = await act(sent, 'run');
  if (answer.status !== 200) throw new Error(`${answer.text} ${await faultsOf(sent)}`);
  return answer.body;
}
async function one(path: string, q: string): Promise<Json> {
  const [found] = await listed(owner, `${path}?q=${encodeURIComponent(q)}`);
  return found ? got(owner, path, found.id) : undefined;
}
const item = (sku: string) => one('/inventory/items', sku);
const rowsOf = (sql: string) => asSuperuser<Json>(sql.replaceAll('$', `${tenantSchema(company.id)}.`));

describe('what a file can say', () => {
  it.each([
    ['items', createItemBody, ['openingStock', 'categoryId']],
    ['suppliers', createSupplierBody, ['contacts', 'addresses', 'certificates', 'tags', 'allowDuplicate']],
    ['customers', createCustomerBody, ['contacts', 'addresses', 'certificates', 'tags', 'allowDuplicate']],
    ['lots', createLotBody, []],
  ] as const)('should be every field of %s but those of several lines', (kind, body, not) => {
    const known = RECORD_IMPORTS.find(({ name }) => name === kind);
    // What only names another record is the id of that in a body.
    const columns = known?.columns.map(({ field }) => (known.names?.includes(field) ? `${field}Id` : field));
    const fields = Object.keys(body.shape).filter((field) => field !== 'custom' && !not.some((each) => each === field));
    expect(columns?.sort()).toEqual(fields.sort());
  });
});

describe('an imported item', () => {
  it('should be held to the rules between fields', async () => {
    const head =
      'sku,name,kind,unit,secondUnit,tracking,valuation,minimumStock,maximumStock,yarnPly,composition,barcode';
    const sent = await send(
      'items',
      `${head}
R-1,A,PACKAGING,kg,g,,,,,,,
R-2,A,PACKAGING,kg,,NONE,LOT,,,,,
R-3,A,PACKAGING,kg,,,,10,5,,,
R-4,A,PACKAGING,kg,,,,,,2,,
R-5,A,PACKAGING,kg,,,,,,,"60% cotton, 60% wool",
R-6,A,PACKAGING,kg,,,,,,,,4006381333932
R-7,A,PACKAGING,kg,m,lot,by lot,5,10,,"5% elastane, 95% cotton",4006381333931
`,
    );
    expect(await faultsOf(sent)).toEqual([
      '2 secondUnit RULE_VIOLATED',
      '3 valuation RULE_VIOLATED',
      '4 maximumStock RULE_VIOLATED',
      '5 yarnPly RULE_VIOLATED',
      '6 composition RULE_VIOLATED',
      '7 barcode RULE_VIOLATED',
    ]);
    await owner.call('POST', `/imports/${sent.id}/actions/run`, { mode: 'valid-only' });
    const said = { secondUnit: 'm', tracking: 'LOT', valuation: 'LOT', composition: '95% cotton, 5% elastane' };
    expect(await item('R-7')).toMatchObject(said);
  });

  it('should be in the category that its name means, which is made for all rows at once', async () => {
    const above = await made(owner, '/inventory/categories', { name: 'Trimmings' });
    const zips = await made(owner, '/inventory/categories', { name: 'Zips', parentId: above.id });
    const rows = 'K-1,A,PACKAGING,pcs,Zips\nK-2,B,PACKAGING,pcs,Labels\nK-3,C,PACKAGING,pcs,Labels\n';
    const sent = await imported('items', `sku,name,kind,unit,category\n${rows}`);
    const [first, second, third] = [await item('K-1'), await item('K-2'), await item('K-3')];
    expect([first.categoryId, second.category, third.categoryId]).toEqual([zips.id, 'Labels', second.categoryId]);
    expect(await rowsOf(`SELECT sku, category FROM $inventory_items WHERE sku IN ('K-1', 'K-2') ORDER BY 1`)).toEqual([
      { sku: 'K-1', category: 'Zips' },
      { sku: 'K-2', category: 'Labels' },
    ]);
    const { data } = (await owner.call('GET', '/tenants/current/audit?entity=item_category&action=create')).body;
    expect(data.filter(({ label }: Json) => label === 'Labels')).toHaveLength(1);
    // Another one, and back again.
    const moved = await imported('items', 'sku,category\nK-1,Labels\nK-2,Labels\n');
    expect(moved).toMatchObject({ changedCount: 1, sameCount: 1 });
    expect((await item('K-1')).categoryId).toBe(second.categoryId);
    expect((await act(moved, 'undo')).status).toBe(200);
    expect((await item('K-1')).categoryId).toBe(zips.id);
    expect(refusal(await act(sent, 'undo'))).toEqual([409, 'IN_USE']);
  });

  it('should have it told where a category or a barcode cannot be taken', async () => {
    for (const parentId of [
      (await made(owner, '/inventory/categories', { name: 'North' })).id,
      (await made(owner, '/inventory/categories', { name: 'South' })).id,
    ])
      await made(owner, '/inventory/categories', { name: 'Buttons', parentId });
    const gone = await made(owner, '/inventory/categories', { name: 'Gone' });
    await owner.call('POST', `/inventory/categories/${gone.id}/actions/archive`);
    await made(owner, '/inventory/items', {
      sku: 'L-0',
      name: 'A',
      kind: 'PACKAGING',
      unit: 'pcs',
      barcode: 'LABEL 0',
    });
    const sent = await send(
      'items',
      `sku,name,kind,unit,category,barcode
L-0,A,,,,LABEL 0
L-1,A,PACKAGING,pcs,Buttons,
L-2,A,PACKAGING,pcs,Gone,
L-3,A,PACKAGING,pcs,,LABEL 0
L-4,A,PACKAGING,pcs,,LABEL 4
L-5,A,PACKAGING,pcs,,LABEL 4
`,
    );
    expect(await faultsOf(sent)).toEqual([
      '3 category RULE_VIOLATED',
      '4 category RULE_VIOLATED',
      '5 barcode twice',
      '5 barcode ALREADY_EXISTS',
      '7 barcode twice',
    ]);
  });

  it('should keep its units, tracking and valuation from the day it was in stock, and no sooner', async () => {
    const [location] = await listed(owner, '/locations');
    const body = { name: 'A', kind: 'RAW_MATERIAL', unit: 'kg' };
    const openingStock = [{ locationId: location?.id, onHand: '5' }];
    await made(owner, '/inventory/items', { ...body, sku: 'M-1', openingStock });
    await made(owner, '/inventory/items', { ...body, sku: 'M-2' });
    const rows = 'M-1,m,kg,LOT,FIFO\nM-2,m,kg,LOT,FIFO\n';
    const sent = await send('items', `sku,unit,secondUnit,tracking,valuation\n${rows}`);
    expect(await faultsOf(sent)).toEqual(['2 unit kept', '2 secondUnit kept', '2 tracking kept', '2 valuation kept']);
    await owner.call('POST', `/imports/${sent.id}/actions/run`, { mode: 'valid-only' });
    expect(await item('M-2')).toMatchObject({ unit: 'm', secondUnit: 'kg', tracking: 'LOT', valuation: 'FIFO' });
  });

  it('should raise an alert where there is less of it than there should be, which goes when that is taken back', async () => {
    const alertsOf = async (id: string) => listed(owner, `/inventory/alerts?itemId=${id}&status=OPEN`);
    const head = 'sku,name,kind,unit,reorderPoint';
    const sent = await imported('items', `${head}\nS-1,A,PACKAGING,pcs,5\nS-2,B,PACKAGING,pcs,\n`);
    const [short, other] = [await item('S-1'), await item('S-2')];
    expect((await alertsOf(short.id)).map(({ kind }) => kind)).toEqual(['OUT_OF_STOCK']);
    expect(await alertsOf(other.id)).toEqual([]);
    const second = await made(owner, '/inventory/items', { sku: 'S-3', name: 'C', kind: 'PACKAGING', unit: 'pcs' });
    const changed = await imported('items', 'sku,minimumStock\nS-3,7\n');
    expect(await alertsOf(second.id)).toHaveLength(1);
    await act(changed, 'undo');
    expect(await alertsOf(second.id)).toEqual([]);
    expect((await act(sent, 'undo')).status).toBe(200);
    expect([await item('S-1'), await alertsOf(short.id)]).toEqual([undefined, []]);
  });

  it("should get its SKU by the pattern of its kind, where it says none, and the next number's where there is none", async () => {
    await made(owner, '/inventory/sku-patterns', { kind: 'CONSUMABLE', pattern: 'OIL-{seq:3}' });
    await imported('items', 'name,kind,unit\nP one,CONSUMABLE,kg\nP two,WORK_IN_PROGRESS,kg\nP three,CONSUMABLE,kg\n');
    expect([(await item('P one')).sku, (await item('P three')).sku]).toEqual(['OIL-001', 'OIL-002']);
    expect((await item('P two')).sku).toMatch(/^ITM-\d{5}$/);
  });
});

describe.each([
  ['suppliers', 'YARN', 'supplier_id'],
  ['customers', 'BRAND', 'customer_id'],
] as const)('imported %s', (kind, of, column) => {
  const stored = async (name: string) =>
    (await rowsOf(`SELECT name_key, tax_key, tax_id, currency, payment_terms FROM $${kind} WHERE name = '${name}'`))[0];

  it('should be found by name and tax id as when entered by hand', async () => {
    const one = { name: 'Filatura  Ötzi S.p.A.', taxId: 'it 007.431.101-57', country: 'Italy' };
    const byHand = await made(owner, `/${kind}`, { ...one, kind: of });
    const before = await stored(one.name);
    await rowsOf(`UPDATE $${kind} SET name = 'Moved away' WHERE id = '${byHand.id}'`);
    await imported(kind, `name,kind,tax id,country\n${one.name},${of},${one.taxId},${one.country}\n`);
    expect(await stored(one.name)).toEqual(before);
    const query = new URLSearchParams({ name: 'Filatura Otzi' });
    const alike = await owner.call('GET', `/${kind}/duplicates?${query}`);
    expect(alike.body.data).toHaveLength(2);
  });

  it('should have their tax ids checked by their country, a changed one with what it had', async () => {
    const rows = `T-1,A,${of},Italy,IT00743110158,\nT-2,A,${of},IN,27AAPFU0939F1ZV,AAGCB7383J\nT-3,A,${of},Italy,IT00743110157,\n`;
    const sent = await send(kind, `code,name,kind,country,taxId,pan\n${rows}`);
    expect(await faultsOf(sent)).toEqual(['2 taxId invalid', '3 pan invalid']);
    await owner.call('POST', `/imports/${sent.id}/actions/run`, { mode: 'valid-only' });
    expect(await faultsOf(await send(kind, 'code,country\nT-3,Germany\n'))).toEqual(['2 taxId invalid']);
    expect(await faultsOf(await send(kind, 'code,city\nT-3,Prato\n'))).toEqual([]);
  });

  it('should have new keys with a new name, and the old ones when that is taken back', async () => {
    await imported(kind, `code,name,kind\nN-1,Before Ltd,${of}\n`);
    const before = await stored('Before Ltd');
    const changed = await imported(kind, 'code,name\nN-1,After Ltd\n');
    expect((await stored('After Ltd')).name_key).toBe('after');
    await act(changed, 'undo');
    expect(await stored('Before Ltd')).toEqual(before);
  });

  it('should keep every version of their terms, and go with them when they are taken back', async () => {
    const sent = await imported(kind, `code,name,kind,terms\nV-1,V,${of},Ex works\nV-2,W,${of},\n`);
    const [party, other] = [await one(`/${kind}`, 'V-1'), await one(`/${kind}`, 'V-2')];
    const termsOf = async (id: string) =>
      (await owner.call('GET', `/${kind}/${id}/terms`)).body.data.map(({ text }: Json) => text);
    expect([await termsOf(party.id), await termsOf(other.id)]).toEqual([['Ex works'], []]);
    const changed = await imported(kind, 'code,terms\nV-1,Free on board\nV-2,Free\n');
    expect([await termsOf(party.id), await termsOf(other.id)]).toEqual([['Free on board', 'Ex works'], ['Free']]);
    expect((await act(changed, 'undo')).status).toBe(200);
    expect(await termsOf(party.id)).toEqual(['Ex works', 'Free on board', 'Ex works']);
    expect(refusal(await act(sent, 'undo'))).toEqual([409, 'IN_USE']);
    const another = await imported(kind, `code,name,kind,terms\nV-3,X,${of},Ex works\n`);
    expect((await act(another, 'undo')).status).toBe(200);
    expect(await rowsOf(`SELECT FROM $partner_terms WHERE ${column} IS NOT NULL AND text = 'Ex works'`)).toHaveLength(
      2,
    );
  });
});
