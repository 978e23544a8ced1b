import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Client, makeCompany } from '../support/api';
import { type Made, made, refusal } from './support';

let owner: Client;
beforeAll(async () => {
  ({ owner } = await makeCompany());
});

const item = (fields: object): Promise<Made> =>
  made(owner, '/inventory/items', { name: 'Pullover', kind: 'FINISHED_GOODS', unit: 'pcs', ...fields });
const scan = (code: string, by = owner) => by.call('GET', `/inventory/scan/${encodeURIComponent(code)}`);
const found = async (code: string) => {
  const { status, body } = await scan(code);
  return status === 200 ? [body.kind, body.matched, body.id, body.item.id] : status;
};

describe('a code that is scanned', () => {
  it('should find the item by its barcode, its SKU or its id', async () => {
    const one = await item({ sku: 'PUL/01 a?b', barcode: '4006381333931' });
    expect(await found('4006381333931')).toEqual(['ITEM', 'BARCODE', one.id, one.id]);
    expect(await found('04006381333931')).toEqual(['ITEM', 'BARCODE', one.id, one.id]);
    expect(await found('PUL/01 a?b')).toEqual(['ITEM', 'SKU', one.id, one.id]);
    expect(await found(one.id.toUpperCase())).toEqual(['ITEM', 'ID', one.id, one.id]);
  });

  it('should be a barcode rather than a SKU, and as it is written rather than in another spelling', async () => {
    const bySku = await item({ sku: '036000291452' });
    expect(await found('036000291452')).toMatchObject({ 1: 'SKU', 2: bySku.id });
    const european = await item({ barcode: '0036000291452' });
    expect(await found('036000291452')).toMatchObject({ 1: 'BARCODE', 2: european.id });
    const american = await item({ barcode: '036000291452' });
    expect(await found('036000291452')).toMatchObject({ 2: american.id });
    expect(await found('0036000291452')).toMatchObject({ 2: european.id });
  });

  it('should find nothing where nothing is, and nothing of another company', async () => {
    const { barcode, sku, id } = await item({ barcode: 'MINE-ALONE', sku: 'MINE' });
    const { owner: stranger } = await makeCompany();
    for (const code of [barcode, sku, id]) expect((await scan(code, stranger)).status).toBe(404);
    for (const code of ['nothing', uuidv7(), '%', "' OR 1=1 --", 'x'.repeat(201), '\0'])
      expect(await found(code)).toBe(404);
  });

  it('should find a lot by its number or its id, with its item, unless lots of several items have that number', async () => {
    const yarn = await item({ sku: 'YRN-9', unit: 'kg', kind: 'RAW_MATERIAL', tracking: 'LOT' });
    const lot = await made(owner, '/inventory/lots', { itemId: yarn.id, number: 'DL-77' });
    expect(await found('DL-77')).toEqual(['LOT', 'NUMBER', lot.id, yarn.id]);
    expect(await found(lot.id)).toEqual(['LOT', 'ID', lot.id, yarn.id]);
    expect((await scan('DL-77')).body.lot).toEqual({ id: lot.id, number: 'DL-77' });
    const other = await item({ sku: 'YRN-10', unit: 'kg', kind: 'RAW_MATERIAL', tracking: 'LOT' });
    await made(owner, '/inventory/lots', { itemId: other.id, number: 'DL-77' });
    expect(refusal(await scan('DL-77'))).toEqual([422, 'RULE_VIOLATED']);
    // A code of an item is that item's, whatever number a lot has.
    await made(owner, '/inventory/lots', { itemId: other.id, number: 'YRN-9' });
    expect(await found('YRN-9')).toMatchObject({ 0: 'ITEM', 2: yarn.id });
  });
});
