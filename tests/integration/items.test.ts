import { beforeAll, describe, expect, it } from 'vitest';
import { tenantSchema } from '@/database/tenantName';
import { type Client, type Company, makeCompany } from '../support/api';
import { asSuperuser } from '../support/database';
import { got, ifMatch, type Made, made, refusal } from './support';

const PATH = '/inventory/items';
const cloth = { name: 'Single jersey', kind: 'RAW_MATERIAL', unit: 'kg' };

let company: Company;
let owner: Client;
let store: Made;

beforeAll(async () => {
  company = await makeCompany();
  owner = company.owner;
  store = await made(owner, '/locations', { name: 'Store', locationType: 'WAREHOUSE' });
});

const item = (fields: object = {}): Promise<Made> => made(owner, PATH, { ...cloth, ...fields });
const create = (fields: object) => owner.call('POST', PATH, { ...cloth, ...fields });
const change = (current: Made, body: object) => owner.call('PATCH', `${PATH}/${current.id}`, body, ifMatch(current));

describe('what an item is measured and valued by', () => {
  it('should be kept as it is given, and be plain where nothing is said', async () => {
    const plain = await item();
    expect(plain).toMatchObject({
      secondUnit: null,
      tracking: 'NONE',
      valuation: 'MOVING_AVERAGE',
      minimumStock: null,
      maximumStock: null,
    });
    const fields = { secondUnit: 'm', tracking: 'ROLL', valuation: 'LOT', minimumStock: '10', maximumStock: '500.5' };
    expect(await item({ ...fields, reorderPoint: '50' })).toMatchObject({
      ...fields,
      minimumStock: '10.0000',
      maximumStock: '500.5000',
    });
  });

  it('should be refused where it does not fit together, all of it at once', async () => {
    const wrong = { secondUnit: 'lb', valuation: 'LOT', minimumStock: '5', maximumStock: '4', yarnCount: '30' };
    expect(refusal(await create({ ...wrong, composition: '95% cotton', barcode: '4006381333932' }))).toEqual([
      422,
      'RULE_VIOLATED',
      'secondUnit',
      'valuation',
      'maximumStock',
      'yarnCountSystem',
      'composition',
      'barcode',
    ]);
    expect(refusal(await create({ reorderPoint: '5', maximumStock: '4.9999' }))).toEqual([
      422,
      'RULE_VIOLATED',
      'maximumStock',
    ]);
    expect((await create({ minimumStock: '5', maximumStock: '5' })).status).toBe(201);
    for (const [field, value] of Object.entries({
      tracking: 'SERIAL',
      valuation: 'LIFO',
      secondUnit: 'ell',
      yarnPly: 0,
    }))
      expect(refusal(await create({ [field]: value }))).toEqual([400, 'VALIDATION_FAILED', field]);
  });

  it('should be checked against what stays when one of them changes', async () => {
    const before = await item({ tracking: 'LOT', valuation: 'LOT', secondUnit: 'm', minimumStock: '10' });
    expect(refusal(await change(before, { tracking: 'NONE' }))).toEqual([422, 'RULE_VIOLATED', 'valuation']);
    expect(refusal(await change(before, { unit: 'yd' }))).toEqual([422, 'RULE_VIOLATED', 'secondUnit']);
    expect(refusal(await change(before, { maximumStock: '9' }))).toEqual([422, 'RULE_VIOLATED', 'maximumStock']);
  });

  it('should be changed as long as nothing was ever written in it', async () => {
    const before = await item();
    const fields = { unit: 'm', secondUnit: 'kg', tracking: 'ROLL', valuation: 'LOT' };
    const after = await change(before, fields);
    expect([after.status, after.body]).toMatchObject([200, fields]);
  });

  it.each([
    ['unit', 'm'],
    ['secondUnit', 'm'],
    ['tracking', 'LOT'],
    ['valuation', 'FIFO'],
  ])('should stay as it is in its %s once the item has been in stock', async (field, value) => {
    const before = await item({ openingStock: [{ locationId: store.id, onHand: '4' }] });
    expect(refusal(await change(before, { [field]: value }))).toEqual([409, 'INVALID_STATE', field]);
    // Saying what it is already is no change.
    const same = await change(before, { [field]: before[field], name: 'Jersey' });
    expect([same.status, same.body.name]).toEqual([200, 'Jersey']);
  });

  it('should stay as it is once the item is in a movement or a draft of one', async () => {
    const [moved, drafted] = [await item(), await item()];
    const schema = tenantSchema(company.id);
    await asSuperuser(
      `INSERT INTO ${schema}.stock_moves (id, effective_date, movement_type, item_id, from_end, to_location_id, to_status, qty, entered_unit,
         entered_qty, unit_factor, value, currency, source_type, source_id, source_line_id, source_event, created_by)
       VALUES (gen_random_uuid(), now(), 'OPENING', $1, 'OPENING', $2, 'AVAILABLE', 1, 'kg', 1, 1, 0, 'EUR', 'ITEM', $1, gen_random_uuid(), 'TEST', 'test')`,
      [moved.id, store.id],
    );
    await asSuperuser(
      `WITH d AS (INSERT INTO ${schema}.stock_documents (id, number, type, location_id, effective_date)
         VALUES (gen_random_uuid(), 'GRN-1', 'RECEIPT', $2, now()) RETURNING id)
       INSERT INTO ${schema}.stock_document_lines (id, document_id, line_number, item_id, quantity, entered_unit, entered_qty, unit_factor)
         SELECT gen_random_uuid(), id, 1, $1, 1, 'kg', 1, 1 FROM d`,
      [drafted.id, store.id],
    );
    for (const each of [moved, drafted])
      expect(refusal(await change(each, { unit: 'g', tracking: 'LOT' }))).toEqual([
        409,
        'INVALID_STATE',
        'unit',
        'tracking',
      ]);
  });
});

describe('what an item is made of', () => {
  it('should be kept in one form, whatever the language it is typed in', async () => {
    const made = await item({ composition: '5% Elastan / 95 % Cotone' });
    expect(made).toMatchObject({
      composition: '95% cotton, 5% elastane',
      fibres: [
        { fibre: 'CO', name: 'cotton', percent: '95' },
        { fibre: 'EL', name: 'elastane', percent: '5' },
      ],
    });
    const after = await change(made, { composition: '100% lana merino' });
    expect(after.body).toMatchObject({ composition: '100% wool (merino)', fibres: [{ fibre: 'WO', percent: '100' }] });
    expect((await change(after.body, { composition: null })).body).toMatchObject({ composition: null, fibres: null });
    expect(await item({ composition: 'Horn' })).toMatchObject({ composition: 'Horn', fibres: null });
  });

  it('should be refused with what is wrong with it, part by part', async () => {
    const answer = await create({ composition: '50% adamantium, 0% cotton' });
    expect(refusal(answer)).toEqual([422, 'RULE_VIOLATED', 'composition']);
    expect(answer.body.errors.map(({ message }: { message: string }) => message)).toEqual([
      'Part 1: this is no fibre name of Regulation (EU) 1007/2011',
      'Part 2: must be more than 0 % and at most 100 %',
    ]);
    expect(refusal(await change(await item(), { composition: '99% silk' }))).toEqual([
      422,
      'RULE_VIOLATED',
      'composition',
    ]);
  });

  it('should say what follows from its count, weight and width', async () => {
    const yarn = await item({ yarnCount: '30', yarnCountSystem: 'NE', yarnPly: 2 });
    expect(yarn.figures).toEqual({ yarnTex: '39.3694', gramsPerMetre: null, ouncesPerYd2: null });
    const jersey = await item({ gsm: '160', widthMm: '1800', shade: 'A2' });
    expect([jersey.shade, jersey.figures]).toEqual([
      'A2',
      { yarnTex: null, gramsPerMetre: '288.00', ouncesPerYd2: '4.719' },
    ]);
    expect(await item({ yarnCount: '12', yarnCountSystem: 'WOOLLEN_RUN' })).toMatchObject({
      figures: { yarnTex: '25.8362' },
    });
    expect(refusal(await create({ yarnPly: 2 }))).toEqual([422, 'RULE_VIOLATED', 'yarnPly']);
  });
});

describe('a barcode', () => {
  it.each(['4006381333931', '036000291452', '10012345000017', 'YRN/30 (a)', '12345678', '8901'])(
    'may be %s',
    async (barcode) => {
      expect((await item({ barcode })).barcode).toBe(barcode);
    },
  );

  it.each(['4006381333930', '036000291453', '10012345000018', 'caffè', 'maglia🧶'])(
    'should not be %s',
    async (barcode) => {
      expect(refusal(await create({ barcode }))).toEqual([422, 'RULE_VIOLATED', 'barcode']);
      expect(refusal(await change(await item(), { barcode }))).toEqual([422, 'RULE_VIOLATED', 'barcode']);
    },
  );

  it('should be of one item in a company, and of as many companies as there are', async () => {
    const first = await item({ barcode: 'ONLY-ONE' });
    expect(refusal(await create({ barcode: 'ONLY-ONE' }))).toEqual([409, 'ALREADY_EXISTS', 'barcode']);
    expect(refusal(await change(await item(), { barcode: 'ONLY-ONE' }))).toEqual([409, 'ALREADY_EXISTS', 'barcode']);
    expect((await change(first, { barcode: 'ONLY-ONE' })).status).toBe(200);
    const other = (await makeCompany()).owner;
    expect((await made(other, PATH, { ...cloth, barcode: 'ONLY-ONE' })).barcode).toBe('ONLY-ONE');
    await item();
    expect((await got(owner, PATH, first.id)).barcode).toBe('ONLY-ONE');
  });
});
