import { beforeAll, describe, expect, it } from 'vitest';
import { type Client, makeCompany } from '../support/api';
import { got, listed, type Made, made, refusal } from './support';

const PATH = '/inventory/items';
const yarn = { name: 'Cotton yarn', kind: 'RAW_MATERIAL', unit: 'kg' };

let owner: Client;
let north: Made;

beforeAll(async () => {
  ({ owner } = await makeCompany());
  north = await made(owner, '/locations', { name: 'North', locationType: 'WAREHOUSE' });
});

const item = (fields: object = {}): Promise<Made> => made(owner, PATH, { ...yarn, ...fields });
const create = (fields: object) => owner.call('POST', PATH, { ...yarn, ...fields });

describe('a quantity', () => {
  it.each([
    ['0.0001', '0.0001'],
    ['0.1', '0.1000'],
    ['99999999999999', '99999999999999.0000'],
    ['99999999999999.9999', '99999999999999.9999'],
    ['9007199254740.9931', '9007199254740.9931'],
  ])('of %s should be kept exactly', async (sent, kept) => {
    const { id } = await item({ reorderPoint: sent, openingStock: [{ locationId: north.id, onHand: sent }] });
    const stored = await got(owner, PATH, id);
    expect([stored.reorderPoint, stored.onHand, stored.stock[0].onHand]).toEqual([kept, kept, kept]);
  });

  it.each([
    '-1',
    '+1',
    '1e5',
    '1,5',
    '1.00001',
    '123456789012345',
    'NaN',
    'Infinity',
    '0x10',
    '01',
    '.5',
    '5.',
    '',
    ' 1',
    '1\n',
    '١',
    5,
    0.1,
    true,
    { d: 1 },
  ])('should never be %j', async (bad) => {
    expect(refusal(await create({ reorderPoint: bad }))).toEqual([400, 'VALIDATION_FAILED', 'reorderPoint']);
    expect(refusal(await create({ openingStock: [{ locationId: north.id, onHand: bad }] }))).toEqual([
      400,
      'VALIDATION_FAILED',
      'openingStock.0.onHand',
    ]);
  });

  it('should have six places as a cost, two as a measure', async () => {
    expect(await item({ unitCost: '0.000001', gsm: '99999999.99' })).toMatchObject({
      unitCost: '0.000001',
      gsm: '99999999.99',
    });
    expect(refusal(await create({ unitCost: '0.0000001', gsm: '0.001', widthMm: '0' }))).toEqual([
      400,
      'VALIDATION_FAILED',
      'unitCost',
      'gsm',
      'widthMm',
    ]);
  });
});

describe('a body', () => {
  it.each(['tenantId', 'id', 'version', 'createdAt', 'archivedAt', 'onHand', 'unit_cost', 'constructor', '__proto__'])(
    'should not have a key %s',
    async (key) => {
      const text = `{"name":"Yarn","kind":"RAW_MATERIAL","unit":"kg",${JSON.stringify(key)}:{"sku":"INJECTED"}}`;
      expect(refusal(await owner.call('POST', PATH, text))).toEqual([400, 'VALIDATION_FAILED', key]);
    },
  );

  it('should not have unknown keys inside its lists either', async () => {
    const openingStock = [{ locationId: north.id, onHand: '1', reserved: '1' }];
    expect(refusal(await create({ openingStock }))).toEqual([400, 'VALIDATION_FAILED', 'openingStock.0.reserved']);
  });

  it.each([
    '\\u0000',
    'a\\u0000b',
    '\\u0007',
    '\\u001b[31m',
    'a\\nb',
    'a\\tb',
    '\\u007f',
    '\\u0085',
    '\\ud800',
    '\\udc00x',
    'x\\ud83d',
  ])('should not have the text "%s" in one line', async (text) => {
    const answer = await owner.call('POST', PATH, `{"name":"${text}","kind":"RAW_MATERIAL","unit":"kg"}`);
    expect(refusal(answer)).toEqual([400, 'VALIDATION_FAILED', 'name']);
  });

  it('should keep lines and tabs of a description, but no NUL, escape or half a character', async () => {
    expect((await item({ description: 'One\n\tTwo 🧶' })).description).toBe('One\n\tTwo 🧶');
    for (const description of ['a\u0000', '\u001b[0m', '\ud800']) {
      expect(refusal(await create({ description }))).toEqual([400, 'VALIDATION_FAILED', 'description']);
    }
  });

  it('should have its text trimmed and composed (NFC), so that equal words are equal', async () => {
    const decomposed = 'Cafe\u0301';
    expect(await item({ name: `  ${decomposed} `, sku: decomposed })).toMatchObject({
      name: 'Caf\u00e9',
      sku: 'Caf\u00e9',
    });
    expect(refusal(await create({ sku: 'Caf\u00e9' }))).toEqual([409, 'ALREADY_EXISTS', 'sku']);
    expect((await listed(owner, `${PATH}?q=${encodeURIComponent(decomposed)}`)).map(({ name }) => name)).toEqual([
      'Caf\u00e9',
    ]);
  });

  it('should not have texts that are empty or too long', async () => {
    for (const name of ['', '   ', '\u00a0\u3000', 'x'.repeat(201)])
      expect(refusal(await create({ name }))).toEqual([400, 'VALIDATION_FAILED', 'name']);
    expect((await item({ name: 'x'.repeat(200) })).name).toHaveLength(200);
  });

  it('should have its text measured as it is stored, so that what was answered can be sent again', async () => {
    const composed = '\u0958';
    const answer = await create({ name: composed.repeat(200) });
    expect(composed.normalize('NFC')).toHaveLength(2);
    expect(refusal(answer)).toEqual([400, 'VALIDATION_FAILED', 'name']);
    expect((await item({ name: composed.repeat(100) })).name).toHaveLength(200);
  });
});
