import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { tenantSchema } from '@/database/tenantName';
import { type Client, type Company, makeCompany } from '../support/api';
import { asSuperuser } from '../support/database';
import { makePerson } from '../support/people';
import { atOnce, got, ifMatch, listed, type Made, made, refusal } from './support';

const PATH = '/inventory/styles';
const ITEMS = '/inventory/items';

let company: Company;
let owner: Client;

beforeAll(async () => {
  company = await makeCompany();
  owner = company.owner;
});

let count = 0;
const NAVY = { code: 'NVY', name: 'Navy' };
const ECRU = { code: 'ECR', name: 'Ecru' };
const style = (fields: object = {}): Promise<Made> => {
  count += 1;
  const code = `PUL${String(count).padStart(2, '0')}`;
  return made(owner, PATH, { code, name: 'Crew neck', colourways: [NAVY, ECRU], sizes: ['S', 'M', 'L'], ...fields });
};
const create = (fields: object) => owner.call('POST', PATH, { code: uuidv7(), name: 'Crew neck', ...fields });
const change = (current: Made, body: object) => owner.call('PATCH', `${PATH}/${current.id}`, body, ifMatch(current));
const make = ({ id }: Made, body: object = {}, by = owner) =>
  by.call('POST', `${PATH}/${id}/actions/make-variants`, body);
const grid = async ({ id }: Made, by = owner): Promise<Made> => (await by.call('GET', `${PATH}/${id}/grid`)).body;

describe('a style', () => {
  it('should be given back as it was made, colourways and sizes in their order', async () => {
    const fields = {
      season: 'AW 27',
      description: 'Half cardigan',
      gsm: '320',
      composition: '20% polyamide, 80% lana',
    };
    const stored = await style({ ...fields, sizes: ['XL', 'S', '3/4'] });
    expect(stored).toMatchObject({
      ...fields,
      gsm: '320.00',
      composition: '80% wool, 20% polyamide',
      kind: 'FINISHED_GOODS',
      unit: 'pcs',
      colourways: [NAVY, ECRU],
      sizes: ['XL', 'S', '3/4'],
      variantCount: 0,
      version: 1,
    });
    expect(await got(owner, PATH, stored.id)).toEqual(stored);
    expect(refusal(await create({ code: stored.code }))).toEqual([409, 'ALREADY_EXISTS', 'code']);
  });

  it('should be refused what cannot be, all at once', async () => {
    const twice = { colourways: [NAVY, { ...ECRU, code: 'NVY' }], sizes: ['S', 'S'] };
    expect(refusal(await create(twice))).toEqual([400, 'VALIDATION_FAILED', 'colourways', 'sizes']);
    expect(refusal(await create({ colourways: [{ code: 'NVY' }], sizes: [''] }))).toEqual([
      400,
      'VALIDATION_FAILED',
      'colourways.0.name',
      'sizes.0',
    ]);
    expect(refusal(await create({ composition: '90% wool' }))).toEqual([422, 'RULE_VIOLATED', 'composition']);
    expect(refusal(await create({ categoryId: uuidv7() }))).toEqual([422, 'RULE_VIOLATED', 'categoryId']);
  });

  it('should lose a size or colourway only while no item is made of it', async () => {
    const before = await style();
    await make(before, { cells: [{ colourway: 'NVY', size: 'M' }] });
    const refused = await change(before, { sizes: ['S', 'L'], colourways: [ECRU] });
    expect(refusal(refused)).toEqual([422, 'RULE_VIOLATED', 'colourways']);
    expect((await got(owner, PATH, before.id)).sizes).toEqual(['S', 'M', 'L']);
    const after = await change(before, { sizes: ['XS', 'M'], colourways: [ECRU, { ...NAVY, name: 'Dark navy' }] });
    expect([after.status, after.body]).toMatchObject([
      200,
      { sizes: ['XS', 'M'], colourways: [ECRU, { code: 'NVY', name: 'Dark navy' }], variantCount: 1 },
    ]);
    expect((await grid(after.body)).cells.filter(({ itemId }: Made) => itemId !== null)).toMatchObject([
      { colourway: 'NVY', size: 'M' },
    ]);
    expect(refusal(await change(after.body, { unit: 'pair' }))).toEqual([409, 'INVALID_STATE', 'unit']);
  });
});

describe('the variants of a style', () => {
  it('should be made from the grid, with what the style says of them', async () => {
    const place = await made(owner, '/inventory/categories', { name: 'Pullovers' });
    const one = await style({ categoryId: place.id, gsm: '300', composition: '100% wool' });
    const answer = await make(one);
    expect([answer.status, answer.body.already, answer.body.made]).toMatchObject([
      200,
      0,
      ['NVY', 'ECR'].flatMap((colourway) =>
        ['S', 'M', 'L'].map((size) => ({ colourway, size, sku: `${one.code}-${colourway}-${size}` })),
      ),
    ]);
    const [first] = answer.body.made;
    expect(await got(owner, ITEMS, first.id)).toMatchObject({
      sku: `${one.code}-NVY-S`,
      name: 'Crew neck Navy S',
      colour: 'Navy',
      size: 'S',
      category: 'Pullovers',
      categoryId: place.id,
      styleId: one.id,
      kind: 'FINISHED_GOODS',
      unit: 'pcs',
      composition: '100% wool',
      gsm: '300.00',
    });
    expect(await listed(owner, `${ITEMS}?styleId=${one.id}`)).toHaveLength(6);
  });

  it('should be made once, however often it is asked for, also at the same time', async () => {
    const one = await style();
    expect((await make(one, { cells: [{ colourway: 'ECR', size: 'L' }] })).body).toMatchObject({ already: 0 });
    const answers = await atOnce(5, () => make(one));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(answers.map(({ body }) => body.made.length).sort()).toEqual([0, 0, 0, 0, 5]);
    expect((await got(owner, PATH, one.id)).variantCount).toBe(6);
    const [cell] = (await grid(one)).cells;
    await owner.call('POST', `${ITEMS}/${cell.itemId}/actions/archive`);
    expect((await make(one)).body.made).toEqual([]);
    expect((await grid(one)).cells[0]).toMatchObject({ itemId: cell.itemId, archived: true });
  });

  it('should be added when a size or a colourway is', async () => {
    const one = await style({ sizes: ['S'] });
    await make(one);
    const wider = (await change(one, { sizes: ['S', 'M'], colourways: [NAVY, ECRU, { code: 'RED', name: 'Red' }] }))
      .body;
    expect((await make(wider)).body.made.map(({ colourway, size }: Made) => `${colourway} ${size}`)).toEqual([
      'NVY M',
      'ECR M',
      'RED S',
      'RED M',
    ]);
  });

  it('should be a thousand at once', async () => {
    const colourways = Array.from({ length: 40 }, (_, at) => ({ code: `C${at}`, name: `Colour ${at}` }));
    const one = await style({ colourways, sizes: Array.from({ length: 25 }, (_, at) => `${30 + at}`) });
    const { status, body } = await make(one);
    expect([status, body.made.length, new Set(body.made.map(({ sku }: Made) => sku)).size]).toEqual([200, 1000, 1000]);
    expect((await grid(one)).cells).toHaveLength(1000);
    expect((await make(one)).body).toEqual({ made: [], already: 1000 });
  });

  it('should be refused for cells that are not there, and for an archived style', async () => {
    const one = await style();
    const cells = [
      { colourway: 'NVY', size: 'XXL' },
      { colourway: 'PNK', size: 'S' },
    ];
    expect(refusal(await make(one, { cells }))).toEqual([422, 'RULE_VIOLATED', 'cells.0.size', 'cells.1.colourway']);
    expect(refusal(await make(one, { cells: [] }))).toEqual([400, 'VALIDATION_FAILED', 'cells']);
    expect((await grid(one)).cells.every(({ itemId }: Made) => itemId === null)).toBe(true);
    await owner.call('POST', `${PATH}/${one.id}/actions/archive`);
    expect(refusal(await make(one))).toEqual([409, 'INVALID_STATE']);
    expect((await make({ ...one, id: uuidv7() })).status).toBe(404);
  });

  it('should be made all or not at all where a SKU is taken', async () => {
    const one = await style();
    await made(owner, ITEMS, { sku: `${one.code}-ECR-M`, name: 'In the way', kind: 'PACKAGING', unit: 'pcs' });
    const refused = await make(one);
    expect(refusal(refused)).toEqual([409, 'ALREADY_EXISTS', 'sku']);
    expect(refused.body.detail).toContain(`${one.code}-ECR-M`);
    expect((await got(owner, PATH, one.id)).variantCount).toBe(0);
  });

  it('should show what lies of them, where whoever looks may see it', async () => {
    const [near, far] = [
      await made(owner, '/locations', { name: 'Near', locationType: 'STORE' }),
      await made(owner, '/locations', { name: 'Far', locationType: 'STORE' }),
    ];
    const one = await style({ colourways: [NAVY], sizes: ['S', 'M'] });
    const [small] = (await make(one)).body.made;
    await asSuperuser(
      `INSERT INTO ${tenantSchema(company.id)}.stock_balances (item_id, location_id, on_hand) VALUES ($1, $2, 7), ($1, $3, 20.5)`,
      [small.id, near.id, far.id],
    );
    expect(await grid(one)).toMatchObject({
      unit: 'pcs',
      onHand: '27.5000',
      cells: [
        { size: 'S', sku: small.sku, onHand: '27.5000', reserved: '0.0000', archived: false },
        { size: 'M', onHand: '0.0000' },
      ],
    });
    const keeper = await makePerson(company, 'EMPLOYEE', { locationIds: [near.id] });
    expect((await grid(one, keeper.caller)).onHand).toBe('7.0000');
    expect(refusal(await make(one, {}, keeper.caller))).toEqual([403, 'FORBIDDEN']);
  });
});

describe('a pattern of SKUs', () => {
  const set = (kind: string, pattern: string, by = owner) =>
    by.call('POST', '/inventory/sku-patterns', { kind, pattern });
  const item = (fields: object, by = owner) =>
    made(by, ITEMS, { name: 'Yarn', kind: 'RAW_MATERIAL', unit: 'kg', ...fields });

  it('should make the SKUs of its kind where none is given, past those that are taken', async () => {
    const { owner: by } = await makeCompany();
    expect((await set('RAW_MATERIAL', '{kind}-{category:3}-{colour}-{seq:3}', by)).status).toBe(201);
    expect((await item({ category: 'Cotone', colour: 'blu' }, by)).sku).toBe('RM-COT-BLU-001');
    await item({ sku: 'RM-002' }, by);
    expect((await item({}, by)).sku).toBe('RM-003');
    expect((await item({ kind: 'PACKAGING' }, by)).sku).toBe('ITM-00001');
    const skus = await atOnce(8, async () => (await item({}, by)).sku);
    expect(skus.sort()).toEqual([4, 5, 6, 7, 8, 9, 10, 11].map((seq) => `RM-${String(seq).padStart(3, '0')}`));
  });

  it('should make those of variants, counted through', async () => {
    const { owner: by } = await makeCompany();
    await set('FINISHED_GOODS', '{style}/{seq:4}', by);
    const one = await made(by, PATH, { code: 'TEE', name: 'Tee', colourways: [NAVY], sizes: ['S', 'M'] });
    await made(by, ITEMS, { sku: 'TEE/0002', name: 'In the way', kind: 'PACKAGING', unit: 'pcs' });
    expect((await make(one, {}, by)).body.made.map(({ sku }: Made) => sku)).toEqual(['TEE/0001', 'TEE/0003']);
  });

  it('should be checked when it is set, shown before, replaced and removed', async () => {
    expect(refusal(await set('PACKAGING', '{style}-{shade}'))).toEqual([422, 'RULE_VIOLATED', 'pattern']);
    expect(refusal(await set('PACKAGING', 'fixed'))).toEqual([400, 'VALIDATION_FAILED', 'pattern']);
    expect(refusal(await set('PACKAGING', "{seq}'; DROP TABLE items"))).toEqual([400, 'VALIDATION_FAILED', 'pattern']);
    const look = (pattern: string) =>
      owner.call('GET', `/inventory/sku-patterns/preview?kind=PACKAGING&pattern=${encodeURIComponent(pattern)}`);
    expect((await look('{category}-{style}-{colour}-{size}-{seq:4}')).body).toEqual({
      variant: 'KNITWEAR-PUL01-NVY-M-0001',
      item: 'KNITWEAR-NAVY-0001',
    });
    expect(refusal(await look('{seq}{seq}'))).toEqual([422, 'RULE_VIOLATED', 'pattern']);
    const first = (await set('PACKAGING', 'BOX-{seq:3}')).body;
    const second = (await set('PACKAGING', 'BX-{seq:3}')).body;
    expect(second).toMatchObject({ id: first.id, version: 2, pattern: 'BX-{seq:3}' });
    expect((await owner.call('GET', '/inventory/sku-patterns')).body.data).toEqual([second]);
    const remove = (version: number) =>
      owner.call('DELETE', `/inventory/sku-patterns/${first.id}`, undefined, { 'if-match': `"${version}"` });
    expect(refusal(await remove(1))).toEqual([412, 'VERSION_MISMATCH']);
    expect([(await remove(2)).status, (await remove(2)).status]).toEqual([204, 404]);
    expect((await owner.call('GET', '/inventory/sku-patterns')).body.data).toEqual([]);
  });
});
