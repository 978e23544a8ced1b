import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Client, type Company, makeCompany } from '../support/api';
import { ifMatch, listed, type Made, made, refusal } from './support';

const PATH = '/inventory/prices';

let company: Company;
let owner: Client;
let brand: Made;
let other: Made;

beforeAll(async () => {
  company = await makeCompany({ country: 'Italy' });
  owner = company.owner;
  brand = await made(owner, '/customers', { name: 'Maison Verre', kind: 'BRAND' });
  other = await made(owner, '/customers', { name: 'Corner shop', kind: 'RETAILER', currency: 'USD' });
});

const newItem = () => made(owner, '/inventory/items', { name: 'Pullover', kind: 'FINISHED_GOODS', unit: 'pcs' });
const price = (item: Made, fields: object): Promise<Made> => made(owner, PATH, { itemId: item.id, ...fields });
const create = (item: Made, fields: object) => owner.call('POST', PATH, { itemId: item.id, price: '1', ...fields });
const ask = ({ id }: Made, query = '', by = owner) => by.call('GET', `/inventory/items/${id}/price${query}`);
const answer = async (item: Made, query = '') => {
  const { status, body } = await ask(item, query);
  return status === 200 ? [body.reason, body.price, body.currency] : status;
};

describe('the price of an item', () => {
  it('should be the nearest to the customer, and of those that of the quantity', async () => {
    const item = await newItem();
    expect(await answer(item)).toEqual(['NONE', null, 'EUR']);
    await price(item, { price: '10' });
    await price(item, { price: '9', minimumQuantity: '100' });
    await price(item, { price: '8.5', customerKind: 'BRAND' });
    await price(item, { price: '8', customerKind: 'BRAND', minimumQuantity: '50' });
    const own = await price(item, { price: '7.123456', customerId: brand.id, minimumQuantity: '200' });
    const of = (quantity: string, customer = '') =>
      answer(item, `?quantity=${quantity}${customer && `&customerId=${customer}`}`);
    expect(await of('99.9999')).toEqual(['EVERYBODY', '10.000000', 'EUR']);
    expect(await of('100')).toEqual(['EVERYBODY', '9.000000', 'EUR']);
    expect(await of('10', brand.id)).toEqual(['CUSTOMER_KIND', '8.500000', 'EUR']);
    expect(await of('199.9999', brand.id)).toEqual(['CUSTOMER_KIND', '8.000000', 'EUR']);
    expect(await of('200', brand.id)).toEqual(['CUSTOMER', '7.123456', 'EUR']);
    expect((await ask(item, `?quantity=200&customerId=${brand.id}&on=2027-01-01`)).body).toMatchObject({
      quantity: '200.0000',
      on: '2027-01-01',
      applied: { id: own.id, customerName: 'Maison Verre', minimumQuantity: '200.0000', sku: item.sku },
    });
    await owner.call('POST', `${PATH}/${own.id}/actions/archive`);
    expect(await of('200', brand.id)).toEqual(['CUSTOMER_KIND', '8.000000', 'EUR']);
  });

  it("should be in the customer's currency, or in the one that is asked for, and never converted", async () => {
    const item = await newItem();
    await price(item, { price: '10' });
    expect(await answer(item, `?customerId=${other.id}`)).toEqual(['NONE', null, 'USD']);
    expect(await answer(item, `?customerId=${other.id}&currency=EUR`)).toEqual(['EVERYBODY', '10.000000', 'EUR']);
    await price(item, { price: '12', currency: 'USD', customerKind: 'RETAILER' });
    expect(await answer(item, `?customerId=${other.id}`)).toEqual(['CUSTOMER_KIND', '12.000000', 'USD']);
  });

  it('should hold from its first day to its last', async () => {
    const item = await newItem();
    await price(item, { price: '10', validUntil: '2026-12-31' });
    await price(item, { price: '11', validFrom: '2027-01-01', validUntil: '2027-06-30' });
    const on = async (day: string) => ((await answer(item, `?on=${day}`)) as string[])[1];
    expect(await Promise.all(['2020-02-29', '2026-12-31', '2027-01-01', '2027-06-30', '2027-07-01'].map(on))).toEqual([
      '10.000000',
      '10.000000',
      '11.000000',
      '11.000000',
      null,
    ]);
  });

  it('should be refused for what is not there', async () => {
    const item = await newItem();
    expect(refusal(await ask(item, `?customerId=${uuidv7()}`))).toEqual([422, 'RULE_VIOLATED', 'customerId']);
    expect((await ask({ ...item, id: uuidv7() })).status).toBe(404);
    expect(refusal(await ask(item, '?quantity=0&on=yesterday&currency=XXQ'))).toEqual([
      400,
      'VALIDATION_FAILED',
      'quantity',
      'on',
      'currency',
    ]);
  });

  it('should be seen and made by managers and above', async () => {
    const item = await newItem();
    const employee = await company.as('EMPLOYEE');
    for (const path of [`/inventory/items/${item.id}/price`, PATH])
      expect(refusal(await employee.call('GET', path))).toEqual([403, 'FORBIDDEN']);
    expect((await ask(item, '', await company.as('MANAGER'))).status).toBe(200);
  });
});

describe('prices', () => {
  it('should be kept, listed, changed and put away', async () => {
    const item = await newItem();
    const one = await price(item, {
      price: '3.5',
      customerId: brand.id,
      minimumQuantity: '10',
      validFrom: '2027-01-01',
    });
    expect(one).toMatchObject({
      itemName: 'Pullover',
      unit: 'pcs',
      price: '3.500000',
      currency: 'EUR',
      validFrom: '2027-01-01',
      validUntil: null,
      customerKind: null,
    });
    expect(await listed(owner, `${PATH}?itemId=${item.id}`)).toEqual([one]);
    const after = await owner.call(
      'PATCH',
      `${PATH}/${one.id}`,
      { price: '4', validUntil: '2027-12-31' },
      ifMatch(one),
    );
    expect([after.status, after.body.price, after.body.version]).toEqual([200, '4.000000', 2]);
    expect(refusal(await owner.call('PATCH', `${PATH}/${one.id}`, { itemId: item.id }, ifMatch(after.body)))).toEqual([
      400,
      'VALIDATION_FAILED',
      'itemId',
    ]);
  });

  it('should not contradict themselves', async () => {
    const item = await newItem();
    expect(refusal(await create(item, { customerId: brand.id, customerKind: 'BRAND' }))).toEqual([
      422,
      'RULE_VIOLATED',
      'customerKind',
    ]);
    expect(refusal(await create(item, { validFrom: '2027-01-02', validUntil: '2027-01-01' }))).toEqual([
      422,
      'RULE_VIOLATED',
      'validUntil',
    ]);
    expect(refusal(await create(item, { price: '-1', minimumQuantity: '-1' }))).toEqual([
      400,
      'VALIDATION_FAILED',
      'minimumQuantity',
      'price',
    ]);
    expect(refusal(await create({ ...item, id: uuidv7() }, { customerId: uuidv7() }))).toEqual([
      422,
      'RULE_VIOLATED',
      'itemId',
      'customerId',
    ]);
  });

  it('should give way to the one that began last, and come back when that ends', async () => {
    const item = await newItem();
    const on = async (day: string) => (await ask(item, `?on=${day}`)).body.price;
    await price(item, { price: '5' });
    const first = await price(item, { price: '6', validFrom: '2027-01-01' });
    await price(item, { price: '4', validFrom: '2027-06-01', validUntil: '2027-06-30' });
    await price(item, { price: '7', validFrom: '2027-01-01' });
    const days = ['2026-12-31', '2027-01-01', '2027-06-01', '2027-06-30', '2027-07-01'];
    expect(await Promise.all(days.map(on))).toEqual(['5.000000', '7.000000', '4.000000', '4.000000', '7.000000']);
    await owner.call('POST', `${PATH}/${first.id}/actions/archive`);
    expect((await owner.call('POST', `${PATH}/${first.id}/actions/restore`)).status).toBe(200);
    expect(await on('2027-01-01')).toBe('7.000000');
  });
});
