import { v7 as uuidv7 } from 'uuid';
import { expect } from 'vitest';
import { type Made, made } from '../integration/support';
import type { Client, Json } from './api';

/** What lies where, in a few words: `North/Lot 1/AVAILABLE 12.0000`. */
export async function stockOf(owner: Client, itemId: string): Promise<string[]> {
  const { body } = await owner.call<{ data: Json[] }>('GET', `/inventory/stock?itemId=${itemId}&limit=200`);
  return body.data
    .filter(({ onHand, reserved }) => /[1-9]/.test(onHand + reserved))
    .map(({ locationName, lotNumber, status, onHand, reserved }) =>
      [locationName, ...(lotNumber ? [lotNumber] : []), status]
        .join('/')
        .concat(` ${onHand}`, reserved === '0.0000' ? '' : ` (${reserved})`),
    )
    .sort();
}

/** Posts a document at once. */
export const post = (by: Client, type: string, head: object, ...lines: object[]) =>
  by.call('POST', '/inventory/documents', { type, post: true, ...head, lines }, { 'idempotency-key': uuidv7() });

/** A posted document; fails the test where it was refused. */
export async function posted(by: Client, type: string, head: object, ...lines: object[]): Promise<Made> {
  const answer = await post(by, type, head, ...lines);
  expect([answer.status, answer.status === 201 ? '' : answer.text]).toEqual([201, '']);
  return answer.body as Made;
}

/** The books of stock agree with the ledger. */
export async function expectRight(owner: Client): Promise<void> {
  const { status, body } = await owner.call('POST', '/inventory/actions/verify');
  expect([status, body.count, body.findings]).toEqual([200, 0, []]);
}

/** What the stock of an item is worth, as its moves say. */
export async function worthOf(owner: Client, itemId: string): Promise<string> {
  const { body } = await owner.call<{ data: Json[] }>('GET', `/inventory/movements?itemId=${itemId}&limit=200`);
  const cents = body.data.reduce((sum, move) => {
    const sign = Number(move.fromEnd !== null) - Number(move.toEnd !== null);
    return sum + BigInt(sign) * BigInt(move.stockValue.replace('.', ''));
  }, 0n);
  return (Number(cents) / 10_000).toFixed(4);
}

/** Two places and an item to move between them. */
export async function makeStore(owner: Client, item: object = {}) {
  const name = uuidv7().slice(-6);
  const north = await made(owner, '/locations', { name: `North ${name}`, locationType: 'WAREHOUSE' });
  const south = await made(owner, '/locations', { name: `South ${name}`, locationType: 'WAREHOUSE' });
  const yarn = await made(owner, '/inventory/items', {
    name: 'Cotton yarn',
    kind: 'RAW_MATERIAL',
    unit: 'kg',
    ...item,
  });
  return { north, south, yarn };
}
