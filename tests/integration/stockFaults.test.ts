import { beforeAll, describe, expect, it } from 'vitest';
import { type Answer, type Client, type Json, makeCompany } from '../support/api';
import { expectRight, makeStore, post, posted, stockOf } from '../support/mill';
import { got, ifMatch, listed, type Made, made, refusal } from './support';

let owner: Client;
let store: { north: Made; south: Made; yarn: Made };
beforeAll(async () => {
  owner = (await makeCompany({ country: 'Italy' })).owner;
  store = await makeStore(owner);
});

const call = (path: string, body?: object) => owner.call('POST', path, body);
const archive = (path: string, { id }: Made) => call(`${path}/${id}/actions/archive`);
const archived = async (path: string, body: object) => {
  const record = await made(owner, path, body);
  await archive(path, record);
  return record;
};
const tomorrow = () => new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);

/** A refused document leaves neither a document nor stock behind. */
async function expectRefused(ask: () => Promise<Answer<Json>>, expected: [number, string, ...string[]]): Promise<void> {
  const left = async () => [
    await listed(owner, '/inventory/documents?limit=200'),
    await listed(owner, '/inventory/movements?limit=200'),
    await stockOf(owner, store.yarn.id),
  ];
  const before = await left();
  expect(refusal(await ask())).toEqual(expected);
  expect(await left()).toEqual(before);
}

describe('a line of a stock document', () => {
  const TYPES = ['RECEIPT', 'OUTPUT', 'OPENING', 'ISSUE', 'DISPATCH'];
  const BAD = ['0', '0.0000', '-1', '1e3', '1,5', '1.00001', '12345678901234567890', '', ' 1', 'NaN', 1];

  it.each(TYPES)('should have a quantity that is a plain decimal more than zero (%s)', async (type) => {
    for (const quantity of BAD)
      await expectRefused(
        () => post(owner, type, { locationId: store.north.id }, { itemId: store.yarn.id, quantity }),
        [400, 'VALIDATION_FAILED', 'lines.0.quantity'],
      );
  });

  it('should be in a unit like that of its item, and come to something in it', async () => {
    const { north, yarn } = store;
    for (const unit of ['m', 'm2', 'pcs', 'CONE'])
      await expectRefused(
        () => post(owner, 'RECEIPT', { locationId: north.id }, { itemId: yarn.id, quantity: '1', unit }),
        [422, 'RULE_VIOLATED', 'lines.0.unit'],
      );
    await expectRefused(
      () => post(owner, 'RECEIPT', { locationId: north.id }, { itemId: yarn.id, quantity: '0.0001', unit: 'g' }),
      [422, 'RULE_VIOLATED', 'lines.0.quantity'],
    );
  });

  it('should not be of a lot of another item, nor of one that is archived', async () => {
    const item = (name: string) =>
      made(owner, '/inventory/items', { name, kind: 'RAW_MATERIAL', unit: 'kg', tracking: 'LOT' });
    const [wool, silk] = [await item('Wool'), await item('Silk')];
    const lot = await made(owner, '/inventory/lots', { itemId: wool.id, number: 'W-1' });
    const away = await archived('/inventory/lots', { itemId: silk.id, number: 'S-1' });
    for (const type of ['RECEIPT', 'ISSUE'])
      for (const { id } of [lot, away])
        await expectRefused(
          () => post(owner, type, { locationId: store.north.id }, { itemId: silk.id, lotId: id, quantity: '1' }),
          [422, 'RULE_VIOLATED', 'lines.0.lotId'],
        );
  });
});

/** What a document names, taken out of use: the type, the field that is blamed, and how. */
const GONE: readonly [string, string, string, (names: Names) => Promise<unknown>][] = [
  ['RECEIPT', 'supplier', 'supplierId', ({ supplier }) => archive('/suppliers', supplier)],
  ['DISPATCH', 'customer', 'customerId', ({ customer }) => archive('/customers', customer)],
  ['RECEIPT', 'item', 'lines.0.itemId', ({ item }) => archive('/inventory/items', item)],
  ['ISSUE', 'item', 'lines.0.itemId', ({ item }) => archive('/inventory/items', item)],
  ['RECEIPT', 'location', 'locationId', ({ location }) => shut(location)],
  ['TRANSFER', 'other location', 'toLocationId', ({ other }) => shut(other)],
];
const shut = ({ id, version }: Made) =>
  owner.call('PATCH', `/locations/${id}`, { isActive: false }, ifMatch({ version }));

type Names = { supplier: Made; customer: Made; item: Made; location: Made; other: Made };
let count = 0;
async function names(): Promise<Names> {
  count += 1;
  const store = await makeStore(owner, { name: `Item ${count}` });
  return {
    supplier: await made(owner, '/suppliers', { name: `Supplier ${count}`, kind: 'YARN' }),
    customer: await made(owner, '/customers', { name: `Customer ${count}`, kind: 'BRAND' }),
    item: store.yarn,
    location: store.north,
    other: store.south,
  };
}
const body = (type: string, { supplier, customer, item, location, other }: Names) => ({
  type,
  locationId: location.id,
  ...(type === 'TRANSFER' && { toLocationId: other.id }),
  ...(type === 'RECEIPT' && { supplierId: supplier.id }),
  ...(type === 'DISPATCH' && { customerId: customer.id }),
  lines: [{ itemId: item.id, quantity: '1' }],
});

describe('a stock document whose things are out of use', () => {
  it.each(GONE)('should not be made (%s, %s)', async (type, _, field, take) => {
    const named = await names();
    expect((await take(named)) as Answer<Json>).toMatchObject({ status: 200 });
    for (const more of [{}, { post: true }])
      await expectRefused(
        () => call('/inventory/documents', { ...body(type, named), ...more }),
        [422, 'RULE_VIOLATED', field],
      );
  });

  it.each(GONE)('should not be posted, when it was drafted before (%s, %s)', async (type, _, field, take) => {
    const named = await names();
    const draft = await made(owner, '/inventory/documents', body(type, named));
    expect((await take(named)) as Answer<Json>).toMatchObject({ status: 200 });
    await expectRefused(() => call(`/inventory/documents/${draft.id}/actions/post`), [422, 'RULE_VIOLATED', field]);
    expect(await got(owner, '/inventory/documents', draft.id)).toMatchObject({ status: 'DRAFT', postedAt: null });
  });
});

describe('a stock document of a day that is closed', () => {
  it('should be neither made nor posted', async () => {
    const other = (await makeCompany({ country: 'Italy' })).owner;
    const { north, yarn } = await makeStore(other);
    const document = { type: 'RECEIPT', locationId: north.id, lines: [{ itemId: yarn.id, quantity: '1' }] };
    const draft = await made(other, '/inventory/documents', document);
    await posted(other, 'RECEIPT', { locationId: north.id }, { itemId: yarn.id, quantity: '2' });
    const closed = { closedThrough: tomorrow() };
    expect((await other.call('PATCH', '/inventory/settings', closed, { 'if-match': '"0"' })).status).toBe(200);
    const answers = [
      await other.call('POST', '/inventory/documents', document),
      await other.call('POST', '/inventory/documents', { ...document, post: true }),
      await other.call('POST', `/inventory/documents/${draft.id}/actions/post`),
    ];
    for (const answer of answers) expect(refusal(answer)).toEqual([422, 'RULE_VIOLATED', 'effectiveDate']);
    expect(await stockOf(other, yarn.id)).toEqual([`${north.name}/AVAILABLE 2.0000`]);
    await expectRight(other);
  });
});
