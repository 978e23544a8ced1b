import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { compareDecimals, multiplyDecimals, subtractDecimals, sumDecimals } from '@/lib/decimal';
import { type Client, type Json, makeCompany } from '../support/api';
import { expectRight, makeStore, posted } from '../support/mill';
import type { Made } from './support';

/**
 * Everything that moves goods here moves twice as much of one item as of the other, at two apiece and with two lines of each:
 * so it is at every moment there was, and in no report that was put together of two of them.
 */
const COST = '2';
const ROUNDS = 12;

let owner: Client;
let north: Made;
let south: Made;
let few: Made;
let many: Made;

beforeAll(async () => {
  ({ owner } = await makeCompany());
  const store = await makeStore(owner);
  ({ north, south, yarn: few } = store);
  ({ yarn: many } = await makeStore(owner));
  await posted(owner, 'RECEIPT', { locationId: north.id, effectiveDate: '2020-01-01' }, ...lines('4000000'));
});

/** Of both items, in two lines each. */
const lines = (quantity: string, unitCost?: string) => {
  const line = (item: Made, times: string) => ({
    itemId: item.id,
    quantity: multiplyDecimals(quantity, times, 0),
    ...(unitCost !== undefined && { unitCost }),
  });
  return [line(few, '1'), line(many, '2'), line(few, '2'), line(many, '4')];
};

/** Forth and back. */
async function postAll(): Promise<void> {
  const { id } = await posted(owner, 'RECEIPT', { locationId: north.id }, ...lines('5', COST));
  await posted(owner, 'TRANSFER', { locationId: north.id, toLocationId: south.id }, ...lines('2'));
  await posted(owner, 'ISSUE', { locationId: south.id }, ...lines('1'));
  await owner.call('POST', `/inventory/documents/${id}/actions/reverse`);
  await posted(owner, 'ISSUE', { locationId: south.id }, ...lines('1'));
}

/** Asks for a report again and again while three clerks post. */
async function whilePosting(ask: () => Promise<void>, work = postAll): Promise<void> {
  let over = false;
  const clerk = async () => {
    let count = 0;
    for (; !over; count += 1) await work();
    return count;
  };
  const clerks = Promise.all([clerk(), clerk(), clerk()]);
  try {
    for (let round = 0; round < ROUNDS; round += 1) await ask();
  } finally {
    over = true;
  }
  for (const count of await clerks) expect(count).toBeGreaterThan(0);
}

const report = async (path: string) => {
  const { status, body, text } = await owner.call('GET', path);
  expect([status, status === 200 ? '' : text]).toEqual([200, '']);
  return body;
};
/** What a report says of the two items. */
const both = (rows: Json[]) => [few, many].map(({ id }) => rows.find(({ itemId }) => itemId === id));
const isTwice = (rows: Json[]) => {
  const [one, other] = both(rows);
  return [compareDecimals(other?.quantity ?? '0', multiplyDecimals(one?.quantity ?? '0', '2', 4)), one?.quantity];
};

describe('a report while others post', () => {
  it.each(['', '&locationId=here'])('J8: should tell what stock is worth of one moment%s', (at) =>
    whilePosting(async () => {
      const { stockValue, items } = await report(`/inventory/reports/valuation?${at.replace('here', north.id)}`);
      expect(isTwice(items)).toEqual([0, expect.any(String)]);
      expect(compareDecimals(sumDecimals('0', ...items.map((item: Json) => item.stockValue)), stockValue)).toBe(0);
    }),
  );

  it.each(['', 'locationId=here'])('J8: should tell of one moment how old what lies there is %s', (at) =>
    whilePosting(async () => {
      const { items } = await report(`/inventory/reports/ageing?${at.replace('here', north.id)}`);
      expect(isTwice(items)).toEqual([0, expect.any(String)]);
      for (const { quantity, ages } of both(items))
        expect(compareDecimals(sumDecimals('0', ...ages.map((age: Json) => age.quantity)), quantity)).toBe(0);
    }),
  );

  it('J8: should tell of one moment what does not leave', async () => {
    // What leaves every day is none of it; the others go on with what they have plenty of.
    const usual = [few, many] as const;
    onTestFinished(() => {
      [few, many] = usual;
    });
    [few, many] = [(await makeStore(owner)).yarn, (await makeStore(owner)).yarn];
    const comes = () =>
      posted(owner, 'RECEIPT', { locationId: north.id, effectiveDate: '2020-01-02' }, ...lines('1', COST));
    await comes();
    await whilePosting(
      async () => {
        const { items } = await report('/inventory/reports/slow-movers?days=30');
        expect(isTwice(items)).toEqual([0, expect.any(String)]);
        for (const item of both(items))
          expect(compareDecimals(item.stockValue, multiplyDecimals(item.quantity, COST, 4))).toBe(0);
      },
      async () => void (await comes()),
    );
  });

  it('J8: should tell the movements of an item with no half of a document, one after the other', () =>
    whilePosting(async () => {
      const pages = [await report(`/inventory/items/${few.id}/history`)];
      while (pages.at(-1)?.nextBeforeSeq)
        pages.push(await report(`/inventory/items/${few.id}/history?beforeSeq=${pages.at(-1)?.nextBeforeSeq}`));
      const rows: Json[] = pages.flatMap(({ data }) => data);
      const jumps = rows.slice(1).filter((row, index) => {
        const later = rows[index];
        return compareDecimals(subtractDecimals(later?.balance, later?.change), row.balance) !== 0;
      });
      expect(jumps).toEqual([]);
      const last = rows.at(-1);
      expect(compareDecimals(last?.balance, last?.change)).toBe(0);
      const linesSeen = new Map<string, number>();
      for (const { sourceId } of rows) linesSeen.set(sourceId, (linesSeen.get(sourceId) ?? 0) + 1);
      expect([...linesSeen].filter(([, count]) => count !== 2)).toEqual([]);
    }));

  it('J8: should find the books right at every moment', () => whilePosting(() => expectRight(owner)));
});
