import { beforeAll, describe, expect, it } from 'vitest';
import { NUMBER_SERIES } from '@/lib/numberSeries';
import { type Client, makeCompany } from '../support/api';
import { DOCUMENT_KINDS, makePlace, ORDER, type Place } from './documentKinds';
import { atOnce, got, ifMatch, listed, made, numbered, refusal } from './support';

let owner: Client;
let place: Place;

beforeAll(async () => {
  ({ owner } = await makeCompany());
  place = await makePlace(owner);
});

describe('numbers', () => {
  const many = (prefix: string, from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, index) => numbered(prefix, from + index));

  it.each(DOCUMENT_KINDS)('of a $one should be unique and without gaps after 30 made at once', async (kind) => {
    const { owner: fresh } = await makeCompany();
    const ground = await makePlace(fresh);
    const documents = await atOnce(30, () => made(fresh, kind.path, kind.body(ground)));
    expect(documents.map(({ number }) => number).sort()).toEqual(many(kind.prefix, 1, 30));
  });

  it('should not be used up by documents that are refused at the last moment', async () => {
    const { owner: fresh } = await makeCompany();
    const { locationId } = await makePlace(fresh);
    const bill = (amount: string) =>
      fresh.call('POST', '/finance/transactions', {
        type: 'EXPENSE',
        locationId,
        transactionDate: '2026-03-01',
        amount,
        taxAmount: amount,
      });
    const answers = await atOnce(30, (index) => bill(index % 3 === 0 ? '9999999999999999' : '1'));
    expect(answers.map(({ status }) => status)).toEqual(
      Array.from({ length: 30 }, (_, index) => (index % 3 === 0 ? 422 : 201)),
    );
    expect((await listed(fresh, '/finance/transactions?sort=number')).map(({ number }) => number)).toEqual(
      many('EXP', 1, 20),
    );
  });

  it('should be a series of its own for every type of transaction', async () => {
    const { owner: fresh } = await makeCompany();
    const { locationId } = await makePlace(fresh);
    const supplierId = (await made(fresh, '/suppliers', { name: 'S', kind: 'YARN' })).id;
    const customerId = (await made(fresh, '/customers', { name: 'C', kind: 'BRAND' })).id;
    const parties = {
      INVOICE: { customerId },
      PAYMENT_IN: { customerId },
      BILL: { supplierId },
      PAYMENT_OUT: { supplierId },
      EXPENSE: {},
      TRANSFER: {},
      ADJUSTMENT: {},
    };
    for (const [type, party] of Object.entries(parties)) {
      const { number } = await made(fresh, '/finance/transactions', {
        type,
        ...party,
        locationId,
        transactionDate: '2026-03-01',
        amount: '1',
      });
      expect(number).toBe(numbered(NUMBER_SERIES[type as keyof typeof parties], 1));
    }
  });

  it('should stay as they are through every change', async () => {
    const { number, ...document } = await made(owner, ORDER.path, ORDER.body(place));
    const body = { number: 'PRD-99999' };
    expect(refusal(await owner.call('PATCH', `${ORDER.path}/${document.id}`, body, ifMatch(document)))).toEqual([
      400,
      'VALIDATION_FAILED',
      'number',
    ]);
    expect((await got(owner, ORDER.path, document.id)).number).toBe(number);
  });
});
