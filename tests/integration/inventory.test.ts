import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Client, type Company, makeCompany } from '../support/api';
import { atOnce, got, ifMatch, listed, type Made, made, numbered, refusal } from './support';

const PATH = '/inventory/items';
const yarn = { name: 'Cotton yarn', kind: 'RAW_MATERIAL', unit: 'kg' };

let company: Company;
let owner: Client;
let north: Made;
let south: Made;

beforeAll(async () => {
  company = await makeCompany({ country: 'India' });
  owner = company.owner;
  north = await made(owner, '/locations', { name: 'North', locationType: 'WAREHOUSE' });
  south = await made(owner, '/locations', { name: 'South', locationType: 'WAREHOUSE' });
});

const item = (fields: object = {}): Promise<Made> => made(owner, PATH, { ...yarn, ...fields });
const create = (fields: object) => owner.call('POST', PATH, { ...yarn, ...fields });
const change = (current: Made, body: object) => owner.call('PATCH', `${PATH}/${current.id}`, body, ifMatch(current));
const act = (action: string, { id }: Made) => owner.call('POST', `${PATH}/${id}/actions/${action}`);
const inIndia = async () => (await makeCompany({ country: 'India' })).owner;

describe('an item', () => {
  it('should be given back as it was made, decimals with all their places', async () => {
    const words = {
      sku: 'YRN-30',
      name: 'Combed',
      description: 'Ring spun\nFair',
      category: 'Yarn',
      composition: '100% cotton',
      colour: 'ecru',
      size: '2 kg',
      barcode: '8901',
    };
    const figures = { unitCost: '3.25', reorderPoint: '100', yarnCount: '30', gsm: '180.5', widthMm: '1800' };
    const stored = await item({ ...words, ...figures, yarnCountSystem: 'NE' });
    expect(stored).toMatchObject({
      ...words,
      currency: 'INR',
      kind: 'RAW_MATERIAL',
      unit: 'kg',
      yarnCountSystem: 'NE',
      version: 1,
      archivedAt: null,
    });
    expect(stored).toMatchObject({
      unitCost: '3.250000',
      reorderPoint: '100.0000',
      yarnCount: '30.000',
      gsm: '180.50',
      widthMm: '1800.00',
    });
    expect(stored).toMatchObject({ onHand: '0.0000', reserved: '0.0000', stock: [] });
    expect(await got(owner, PATH, stored.id)).toEqual(stored);
    const { stock: _, fibres: _f, figures: _g, ...row } = stored;
    expect(await listed(owner, `${PATH}?q=YRN-30`)).toEqual([row]);
  });

  it('should have the next free sku of the series when none is given, and never one that is taken', async () => {
    const other = await inIndia();
    const sku = async (fields: object = {}) => (await made(other, PATH, { ...yarn, ...fields })).sku;
    expect(await sku()).toBe('ITM-00001');
    expect(await sku({ sku: 'ITM-00002' })).toBe('ITM-00002');
    expect(await sku()).toBe('ITM-00003');
    const skus = await atOnce(20, () => sku());
    expect(skus.sort()).toEqual(Array.from({ length: 20 }, (_, index) => numbered('ITM', 4 + index)));
  });

  it('should be refused the sku of another one', async () => {
    const [, second] = [await item({ sku: 'ONE' }), await item()];
    expect(refusal(await create({ sku: 'ONE' }))).toEqual([409, 'ALREADY_EXISTS', 'sku']);
    expect(refusal(await change(second, { sku: 'ONE' }))).toEqual([409, 'ALREADY_EXISTS', 'sku']);
  });

  it('should be changed with the version seen, but never in its stock', async () => {
    const before = await item({ colour: 'ecru' });
    expect(refusal(await owner.call('PATCH', `${PATH}/${before.id}`, {}))).toEqual([400, 'IF_MATCH_REQUIRED']);
    expect(refusal(await change(before, { openingStock: [] }))).toEqual([400, 'VALIDATION_FAILED', 'openingStock']);
    expect(refusal(await change({ ...before, version: 2 }, { colour: 'navy' }))).toEqual([412, 'VERSION_MISMATCH']);
    const { status, body } = await change(before, { colour: 'navy', unitCost: null });
    expect([status, body]).toEqual([200, { ...before, colour: 'navy', version: 2, updatedAt: body.updatedAt }]);
  });

  it('should not be made for a new order once it is archived, while an old order keeps it', async () => {
    const retired = await item();
    const order = { itemId: retired.id, locationId: north.id, quantity: '1' };
    const kept = await made(owner, '/production/orders', order);
    expect((await act('archive', retired)).status).toBe(200);
    expect(refusal(await owner.call('POST', '/production/orders', order))).toEqual([422, 'RULE_VIOLATED', 'itemId']);
    const after = await owner.call(
      'PATCH',
      `/production/orders/${kept.id}`,
      { ...order, quantity: '2' },
      ifMatch(kept),
    );
    expect([after.status, after.body.itemId, after.body.quantity]).toEqual([200, retired.id, '2.0000']);
    expect((await listed(owner, `${PATH}?limit=200`)).map(({ id }) => id)).not.toContain(retired.id);
    expect((await listed(owner, `${PATH}?limit=200&archived=true`)).map(({ id }) => id)).toEqual([retired.id]);
  });
});

describe('opening stock', () => {
  it('should lie where it was put, and add up exactly', async () => {
    const stored = await item({
      sku: 'OPEN',
      openingStock: [
        { locationId: south.id, onHand: '0.0001' },
        { locationId: north.id, onHand: '12345678901234.5' },
      ],
    });
    const line = (location: Made, onHand: string) => ({
      locationId: location.id,
      locationName: location.name,
      onHand,
      reserved: '0.0000',
    });
    expect(stored.stock).toEqual([line(north, '12345678901234.5000'), line(south, '0.0001')]);
    expect([stored.onHand, stored.reserved]).toEqual(['12345678901234.5001', '0.0000']);
    expect((await listed(owner, `${PATH}?q=OPEN`)).map(({ onHand }) => onHand)).toEqual(['12345678901234.5001']);
    const rows = await listed(owner, `/inventory/stock?itemId=${stored.id}&sort=locationName`);
    const row = { itemId: stored.id, sku: 'OPEN', itemName: 'Cotton yarn', unit: 'kg', secondUnit: null };
    const more = { lotId: null, lotNumber: null, status: 'AVAILABLE', onHand2: '0.0000' };
    const any = { id: expect.any(String), updatedAt: expect.any(String) };
    const lies = (location: Made, onHand: string) => ({ ...line(location, onHand), available: onHand });
    expect(rows).toEqual([
      { ...row, ...more, ...any, ...lies(north, '12345678901234.5000') },
      { ...row, ...more, ...any, ...lies(south, '0.0001') },
    ]);
    expect(await listed(owner, `/inventory/stock?itemId=${stored.id}&locationId=${south.id}`)).toEqual([rows[1]]);
  });

  it.each([
    ['the same way', (id: string) => id],
    ['once in capitals', (id: string) => id.toUpperCase()],
  ])('should be refused a location named twice, its id written %s', async (_how, written) => {
    const openingStock = [north.id, written(north.id)].map((locationId) => ({ locationId, onHand: '1' }));
    expect(refusal(await create({ openingStock }))).toEqual([400, 'VALIDATION_FAILED', 'openingStock']);
  });

  it('should be refused an inactive or unknown location, and leave nothing behind', async () => {
    const other = await inIndia();
    const place = (name: string) => made(other, '/locations', { name, locationType: 'STORE' });
    const [active, closed] = [await place('Open'), await place('Closed')];
    await other.call('PATCH', `/locations/${closed.id}`, { isActive: false }, ifMatch(closed));
    for (const locationId of [closed.id, uuidv7(), north.id]) {
      const openingStock = [
        { locationId: active.id, onHand: '1' },
        { locationId, onHand: '1' },
      ];
      const answer = await other.call('POST', PATH, { ...yarn, openingStock });
      expect([answer.status, answer.body.code]).toEqual([422, 'RULE_VIOLATED']);
    }
    expect(await listed(other, PATH)).toEqual([]);
    expect(await listed(other, '/inventory/stock')).toEqual([]);
    expect((await made(other, PATH, yarn)).sku).toBe('ITM-00001');
  });

  it('should be told every line with a wrong location at once', async () => {
    const openingStock = [uuidv7(), north.id, uuidv7()].map((locationId) => ({ locationId, onHand: '1' }));
    expect(refusal(await create({ openingStock }))).toEqual([
      422,
      'RULE_VIOLATED',
      'openingStock.0.locationId',
      'openingStock.2.locationId',
    ]);
  });

  it('should be refused at none or nothing', async () => {
    for (const onHand of ['0', '0.0000']) {
      expect(refusal(await create({ openingStock: [{ locationId: north.id, onHand }] }))).toEqual([
        400,
        'VALIDATION_FAILED',
        'openingStock.0.onHand',
      ]);
    }
    expect(refusal(await create({ openingStock: [{ locationId: north.id }] }))).toEqual([
      400,
      'VALIDATION_FAILED',
      'openingStock.0.onHand',
    ]);
  });
});

describe('a yarn count', () => {
  it('should come together with its system, or not at all', async () => {
    expect(refusal(await create({ yarnCount: '30' }))).toEqual([422, 'RULE_VIOLATED', 'yarnCountSystem']);
    expect(refusal(await create({ yarnCountSystem: 'NE' }))).toEqual([422, 'RULE_VIOLATED', 'yarnCount']);
    expect(refusal(await create({ yarnCount: null, yarnCountSystem: 'NE' }))).toEqual([
      422,
      'RULE_VIOLATED',
      'yarnCount',
    ]);
    expect(await item({ yarnCount: null, yarnCountSystem: null })).toMatchObject({
      yarnCount: null,
      yarnCountSystem: null,
    });
  });

  it('should stay with its system when one of the two is changed', async () => {
    const before = await item({ yarnCount: '30', yarnCountSystem: 'NE' });
    expect(refusal(await change(before, { yarnCount: null }))).toEqual([422, 'RULE_VIOLATED', 'yarnCount']);
    expect(refusal(await change(before, { yarnCountSystem: null }))).toEqual([422, 'RULE_VIOLATED', 'yarnCountSystem']);
    const after = (await change(before, { yarnCount: '20' })).body;
    expect(after).toMatchObject({ yarnCount: '20.000', yarnCountSystem: 'NE' });
    expect((await change(after, { yarnCount: null, yarnCountSystem: null })).body).toMatchObject({
      yarnCount: null,
      yarnCountSystem: null,
    });
  });
});

describe('costs', () => {
  it('should be seen by managers and above, and not even be a field for employees', async () => {
    const { id } = await item({ sku: 'COSTLY', unitCost: '7.5' });
    const seen = async (role: 'ADMIN' | 'MANAGER' | 'EMPLOYEE') => {
      const by = await company.as(role);
      const [row] = await listed(by, `${PATH}?q=COSTLY`);
      return [await got(by, PATH, id), row].map((each) => ({
        sku: each?.sku,
        has: Object.hasOwn(each ?? {}, 'unitCost'),
        unitCost: each?.unitCost,
      }));
    };
    const visible = { sku: 'COSTLY', has: true, unitCost: '7.500000' };
    expect(await seen('ADMIN')).toEqual([visible, visible]);
    expect(await seen('MANAGER')).toEqual([visible, visible]);
    const hidden = { sku: 'COSTLY', has: false, unitCost: undefined };
    expect(await seen('EMPLOYEE')).toEqual([hidden, hidden]);
  });

  it('should not be sorted or searched by, nor items be written, by employees', async () => {
    const employee = await company.as('EMPLOYEE');
    expect(refusal(await employee.call('GET', `${PATH}?sort=unitCost`))).toEqual([400, 'VALIDATION_FAILED', 'sort.0']);
    expect(await listed(employee, `${PATH}?q=7.500000`)).toEqual([]);
    expect(refusal(await employee.call('POST', PATH, yarn))).toEqual([403, 'FORBIDDEN']);
  });
});
