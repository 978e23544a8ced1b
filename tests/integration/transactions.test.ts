import { beforeAll, describe, expect, it } from 'vitest';
import { type Client, makeCompany } from '../support/api';
import { makePlace, type Place, TRANSACTION } from './documentKinds';
import { got, ifMatch, type Made, made, refusal } from './support';

let owner: Client;
let place: Place;
let supplierId: string;
let customerId: string;

beforeAll(async () => {
  ({ owner } = await makeCompany({ country: 'Italy' }));
  place = await makePlace(owner);
  supplierId = (await made(owner, '/suppliers', { name: 'Alba', kind: 'YARN' })).id;
  customerId = (await made(owner, '/customers', { name: 'Verre', kind: 'BRAND' })).id;
});

describe('a transaction', () => {
  const body = (fields: object = {}) => ({
    locationId: place.locationId,
    type: 'EXPENSE',
    transactionDate: '2026-03-01',
    amount: '10',
    ...fields,
  });
  const create = (fields: object) => owner.call('POST', TRANSACTION.path, body(fields));
  const transaction = (fields: object = {}) => made(owner, TRANSACTION.path, body(fields));
  const change = (current: Made, fields: object) =>
    owner.call('PATCH', `${TRANSACTION.path}/${current.id}`, fields, ifMatch(current));
  const violated = (path: string) => [422, 'RULE_VIOLATED', path];

  it.each(['INVOICE', 'PAYMENT_IN'])('of type %s should be with a customer alone', async (type) => {
    expect(refusal(await create({ type }))).toEqual(violated('customerId'));
    expect(refusal(await create({ type, supplierId }))).toEqual(violated('customerId'));
    expect(refusal(await create({ type, customerId, supplierId }))).toEqual(violated('supplierId'));
    const stored = await transaction({ type, customerId });
    expect(stored).toMatchObject({ customerName: 'Verre', supplierId: null });
    expect(refusal(await change(stored, { customerId: null }))).toEqual(violated('customerId'));
    expect(refusal(await change(stored, { supplierId }))).toEqual(violated('supplierId'));
  });

  it.each(['BILL', 'PAYMENT_OUT'])('of type %s should be with a supplier alone', async (type) => {
    expect(refusal(await create({ type }))).toEqual(violated('supplierId'));
    expect(refusal(await create({ type, customerId }))).toEqual(violated('supplierId'));
    expect(refusal(await create({ type, customerId, supplierId }))).toEqual(violated('customerId'));
    const stored = await transaction({ type, supplierId });
    expect(stored).toMatchObject({ supplierName: 'Alba', customerId: null });
    expect(refusal(await change(stored, { supplierId: null }))).toEqual(violated('supplierId'));
  });

  it.each(['EXPENSE', 'TRANSFER', 'ADJUSTMENT'])('of type %s should be with one party or none', async (type) => {
    for (const party of [{}, { customerId }, { supplierId }])
      expect((await create({ type, ...party })).status).toBe(201);
    const both = await create({ type, customerId, supplierId });
    expect([both.status, both.body.code]).toEqual([422, 'RULE_VIOLATED']);
  });

  it('should never change its type', async () => {
    expect(refusal(await change(await transaction(), { type: 'TRANSFER' }))).toEqual([
      400,
      'VALIDATION_FAILED',
      'type',
    ]);
  });

  it('should not be due before its date, nor be moved past its due date', async () => {
    expect(refusal(await create({ dueDate: '2026-02-28' }))).toEqual(violated('dueDate'));
    const stored = await transaction({ dueDate: '2026-03-01' });
    expect(stored).toMatchObject({ transactionDate: '2026-03-01', dueDate: '2026-03-01' });
    expect(refusal(await change(stored, { transactionDate: '2026-03-02' }))).toEqual(violated('dueDate'));
    expect((await change(stored, { transactionDate: '2026-03-02', dueDate: '2026-04-01' })).body).toMatchObject({
      dueDate: '2026-04-01',
    });
  });

  it.each(['2026-02-29', '2026-13-01', '2026-3-1', '1899-12-31', '10000-01-01', '2026-03-01T00:00:00Z', 20260301])(
    'should not have the date %s',
    async (transactionDate) => {
      expect(refusal(await create({ transactionDate }))).toEqual([400, 'VALIDATION_FAILED', 'transactionDate']);
    },
  );

  it.each([
    ['JPY', '100', '100.5'],
    ['JPY', '100.0000', '0.1'],
    ['KWD', '1.234', '1.2345'],
    ['INR', '1.25', '1.255'],
    ['EUR', '0.01', '0.001'],
  ])('in %s should take %s but not %s', async (currency, fits, over) => {
    const rate = currency === 'EUR' ? {} : { fxRate: '2' };
    const stored = await transaction({ currency, ...rate, amount: fits, taxAmount: fits });
    expect([stored.currency, Number(stored.amount), Number(stored.taxAmount)]).toEqual([
      currency,
      Number(fits),
      Number(fits),
    ]);
    expect(refusal(await create({ currency, ...rate, amount: over }))).toEqual(violated('amount'));
    expect(refusal(await create({ currency, ...rate, amount: fits, taxAmount: over }))).toEqual(violated('taxAmount'));
  });

  it.each(['0', '0.00', '-1', '1e3', '1,50', 'NaN', '', 5, '10000000000000000'])(
    'should not be of the amount %j',
    async (amount) => {
      expect(refusal(await create({ amount }))).toEqual([400, 'VALIDATION_FAILED', 'amount']);
    },
  );

  it("should have the rate 1 in the company's own currency, whether it is said or not", async () => {
    for (const fields of [{}, { currency: 'EUR' }, { fxRate: '1' }, { currency: 'EUR', fxRate: '1.0000000000' }]) {
      expect(await transaction(fields)).toMatchObject({
        currency: 'EUR',
        fxRate: '1.0000000000',
        companyAmount: '10.0000',
      });
    }
    expect(refusal(await create({ fxRate: '1.0000000001' }))).toEqual(violated('fxRate'));
    expect(refusal(await create({ currency: 'EUR', fxRate: '0.9' }))).toEqual(violated('fxRate'));
  });

  it('should say its rate in a foreign currency', async () => {
    expect(refusal(await create({ currency: 'USD' }))).toEqual(violated('fxRate'));
    for (const fxRate of ['0', '-1', '1.00000000001', 1.5]) {
      expect(refusal(await create({ currency: 'USD', fxRate }))).toEqual([400, 'VALIDATION_FAILED', 'fxRate']);
    }
  });

  it.each([
    ['23', '3.45', '1.5289', '26.4500', '40.4400'],
    ['0.05', '0', '0.5', '0.0500', '0.0300'],
    ['0.03', undefined, '0.5', '0.0300', '0.0200'],
    ['9007199254740.99', '0.01', '1.1', '9007199254741.0000', '9907919180215.1000'],
  ])(
    'of %s and %s tax at %s should be %s, in company money %s',
    async (amount, taxAmount, fxRate, totalAmount, companyAmount) => {
      expect(await transaction({ currency: 'USD', amount, taxAmount, fxRate })).toMatchObject({
        totalAmount,
        companyAmount,
      });
    },
  );

  it("should be rounded to the company's own minor unit", async () => {
    const { owner: tokyo } = await makeCompany({ country: 'Japan' });
    const { locationId } = await makePlace(tokyo);
    const stored = await made(tokyo, TRANSACTION.path, { ...body({ currency: 'USD', fxRate: '149.455' }), locationId });
    expect(stored).toMatchObject({ currency: 'USD', totalAmount: '10.0000', companyAmount: '1495.0000' });
    expect(await made(tokyo, TRANSACTION.path, { ...body(), locationId })).toMatchObject({
      currency: 'JPY',
      companyAmount: '10.0000',
    });
  });

  it('should be refused, not cut, when its total is too large to keep', async () => {
    const amount = '9999999999999999';
    expect((await create({ amount, taxAmount: amount })).body.code).toBe('RULE_VIOLATED');
    expect((await create({ amount, currency: 'USD', fxRate: '9999999999' })).body.code).toBe('RULE_VIOLATED');
  });

  it('should have its total and company amount follow every change', async () => {
    let current = await transaction({ currency: 'USD', fxRate: '1.5289', amount: '23', taxAmount: '3.45' });
    const steps: [object, object][] = [
      [{ reference: 'INV 7' }, { reference: 'INV 7', totalAmount: '26.4500', companyAmount: '40.4400' }],
      [{ amount: '20' }, { amount: '20.0000', taxAmount: '3.4500', totalAmount: '23.4500', companyAmount: '35.8500' }],
      [{ fxRate: '2' }, { fxRate: '2.0000000000', companyAmount: '46.9000' }],
      [{ currency: 'USD' }, { currency: 'USD', fxRate: '2.0000000000', companyAmount: '46.9000' }],
      [{ taxAmount: '0' }, { totalAmount: '20.0000', companyAmount: '40.0000' }],
      [{ currency: 'EUR' }, { currency: 'EUR', fxRate: '1.0000000000', companyAmount: '20.0000' }],
      [
        { currency: 'GBP', fxRate: '1.2' },
        { currency: 'GBP', fxRate: '1.2000000000', companyAmount: '24.0000' },
      ],
    ];
    for (const [fields, expected] of steps) {
      current = (await change(current, fields)).body;
      expect(current).toMatchObject(expected);
    }
    expect(refusal(await change(current, { currency: 'USD' }))).toEqual(violated('fxRate'));
    expect(refusal(await change(current, { currency: 'JPY', fxRate: '0.006', amount: '20.5' }))).toEqual(
      violated('amount'),
    );
    expect(await got(owner, TRANSACTION.path, current.id)).toEqual(current);
  });
});
