import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { tenantSchema } from '@/database/tenantName';
import { type Client, type Company, type Json, makeCompany } from '../support/api';
import { asSuperuser } from '../support/database';
import { expectRight, makeStore, post, posted, stockOf } from '../support/mill';
import { atOnce, made } from './support';

let company: Company;
let owner: Client;
beforeAll(async () => {
  company = await makeCompany({ country: 'India' });
  owner = company.owner;
});

const CUT_OFF = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1 AND state <> 'idle'`;

const countOf = (statuses: readonly number[]) => {
  const counts: Record<number, number> = {};
  for (const status of statuses) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
};

describe('many at once', () => {
  it('J2: should get exactly the ten rolls there are, of a hundred who ask for one', async () => {
    const { north, yarn } = await makeStore(owner, { name: 'Rib', unit: 'pcs' });
    await posted(owner, 'RECEIPT', { locationId: north.id }, { itemId: yarn.id, quantity: '10' });
    const answers = await atOnce(100, () =>
      post(owner, 'ISSUE', { locationId: north.id }, { itemId: yarn.id, quantity: '1' }),
    );
    expect(countOf(answers.map(({ status }) => status))).toEqual({ 201: 10, 422: 90 });
    expect(await stockOf(owner, yarn.id)).toEqual([]);
    await expectRight(owner);
  });

  it('J2: should let exactly one of two clerks take the last roll, named by its lot', async () => {
    const { north, yarn } = await makeStore(owner, { name: 'Jersey', tracking: 'ROLL', valuation: 'LOT' });
    const receipt = await posted(
      owner,
      'RECEIPT',
      { locationId: north.id },
      { itemId: yarn.id, quantity: '21.5', lot: {} },
    );
    const line = { itemId: yarn.id, quantity: '21.5', lotId: receipt.lines[0].lotId };
    const answers = await atOnce(2, () => post(owner, 'ISSUE', { locationId: north.id }, line));
    expect(countOf(answers.map(({ status }) => status))).toEqual({ 201: 1, 422: 1 });
  });

  it('J4: should receive once what is sent a hundred times under one key', async () => {
    const { north, yarn } = await makeStore(owner);
    const key = { 'idempotency-key': uuidv7() };
    const body = { type: 'RECEIPT', post: true, locationId: north.id, lines: [{ itemId: yarn.id, quantity: '7' }] };
    const answers = await atOnce(100, () => owner.call<Json>('POST', '/inventory/documents', body, key));
    const made = answers.filter(({ status }) => status === 201);
    expect(new Set(made.map(({ body: { id } }) => id)).size).toBe(1);
    expect(answers.every(({ status }) => status === 201 || status === 409)).toBe(true);
    expect(await stockOf(owner, yarn.id)).toEqual([`${north.name}/AVAILABLE 7.0000`]);
  });

  it('J4, J5: should have one effect each, and numbers without gaps, though connections are cut off all the time', async () => {
    const { north, yarn } = await makeStore(owner);
    await posted(owner, 'RECEIPT', { locationId: north.id }, { itemId: yarn.id, quantity: '1000' });
    const customer = await made(owner, '/customers', { name: 'Maglia Ltd', kind: 'BRAND' });
    const body = { type: 'DISPATCH', post: true, locationId: north.id, customerId: customer.id };
    const lines = [{ itemId: yarn.id, quantity: '1' }];
    const keys = Array.from({ length: 60 }, () => uuidv7());
    const send = (key: string | undefined) =>
      owner.call<Json>('POST', '/inventory/documents', { ...body, lines }, { 'idempotency-key': key ?? '' });
    let cutting = true;
    const cutter = (async () => {
      let cut = 0;
      while (cutting) cut += (await asSuperuser(CUT_OFF, [tenantSchema(company.id)])).length;
      return cut;
    })();
    const first = await atOnce(keys.length, (index) => send(keys[index]));
    cutting = false;
    expect(await cutter).toBeGreaterThan(0);
    expect(first.map(({ status }) => status).filter((status) => status !== 201 && status !== 503)).toEqual([]);
    expect(first.map(({ status }) => status)).toContain(503);
    // Whoever was told nothing sends it again.
    const again = await atOnce(keys.length, (index) => send(keys[index]));
    expect(countOf(again.map(({ status }) => status))).toEqual({ 201: keys.length });
    for (const [index, { status, body: told }] of first.entries()) {
      if (status === 201) expect(again[index]?.body).toEqual(told);
    }
    const numbers = again.map(({ body: { number } }) => Number(number.match(/\d+$/)[0]));
    expect(numbers.sort((left, right) => left - right)).toEqual(keys.map((_, index) => index + 1));
    expect(await stockOf(owner, yarn.id)).toEqual([`${north.name}/AVAILABLE 940.0000`]);
    await expectRight(owner);
  });

  it('J10: should end, and be right, when many move the same items in opposite orders', async () => {
    const { north, south, yarn } = await makeStore(owner);
    const { yarn: other } = await makeStore(owner, { name: 'Other yarn' });
    const there = [yarn, other].flatMap(({ id }) => [north, south].map((place) => ({ id, place })));
    for (const { id, place } of there)
      await posted(owner, 'RECEIPT', { locationId: place.id }, { itemId: id, quantity: '100' });
    const lines = [yarn, other].map(({ id }) => ({ itemId: id, quantity: '1' }));
    const answers = await atOnce(60, (index) => {
      const [from, to] = index % 2 === 0 ? [north, south] : [south, north];
      const order = index % 3 === 0 ? lines : [...lines].reverse();
      return post(owner, 'TRANSFER', { locationId: from.id, toLocationId: to.id }, ...order);
    });
    expect(countOf(answers.map(({ status }) => status))).toEqual({ 201: 60 });
    const stock = (id: string) => stockOf(owner, id);
    const both = [`${north.name}/AVAILABLE 100.0000`, `${south.name}/AVAILABLE 100.0000`].sort();
    expect([await stock(yarn.id), await stock(other.id)]).toEqual([both, both]);
    await expectRight(owner);
  });

  it('should not promise more than there is, nor issue what is promised to somebody else', async () => {
    const { north, yarn } = await makeStore(owner);
    await posted(owner, 'RECEIPT', { locationId: north.id }, { itemId: yarn.id, quantity: '10' });
    const body = { itemId: yarn.id, locationId: north.id, quantity: '3' };
    const answers = await atOnce(20, (index) =>
      index % 2 === 0
        ? owner.call('POST', '/inventory/reservations', body)
        : post(owner, 'ISSUE', { locationId: north.id }, { itemId: yarn.id, quantity: '3' }),
    );
    expect(countOf(answers.map(({ status }) => status))).toEqual({ 201: 3, 422: 17 });
    await expectRight(owner);
  });
});
