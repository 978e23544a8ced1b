import { beforeAll, describe, expect, it } from 'vitest';
import { type Client, makeCompany } from '../support/api';
import { expectRight, makeStore, post, posted, stockOf } from '../support/mill';
import { atOnce, made, refusal } from './support';

let owner: Client;
beforeAll(async () => {
  ({ owner } = await makeCompany());
});

/** Ten of each of two lots, the first of which expires first. */
async function twoLots() {
  const { north, yarn } = await makeStore(owner, { tracking: 'LOT' });
  const lot = (number: string, expiresOn: string) => ({ itemId: yarn.id, quantity: '10', lot: { number, expiresOn } });
  const lots = [lot('A', '2098-01-01'), lot('B', '2099-01-01')];
  const receipt = await posted(owner, 'RECEIPT', { locationId: north.id }, ...lots);
  const [a, b] = receipt.lines.map(({ lotId }: { lotId: string }) => lotId);
  const reserve = (quantity: string, lotId?: string) =>
    made(owner, '/inventory/reservations', {
      itemId: yarn.id,
      locationId: north.id,
      quantity,
      ...(lotId && { lotId }),
    });
  const issue = (quantity: string, lotId: string, more: object = {}) =>
    post(owner, 'ISSUE', { locationId: north.id }, { itemId: yarn.id, quantity, lotId, ...more });
  const stock = async () => (await stockOf(owner, yarn.id)).map((line) => line.replace(`${north.name}/`, ''));
  return { a, b, reserve, issue, stock };
}

describe('a promise of any lots', () => {
  it('should leave the lot it holds to whoever wants it, and hold another that is free', async () => {
    const { a, b, reserve, issue, stock } = await twoLots();
    const promise = await reserve('10');
    expect(await stock()).toEqual(['A/AVAILABLE 10.0000 (10.0000)', 'B/AVAILABLE 10.0000']);
    expect((await issue('10', a)).status).toBe(201);
    expect(await stock()).toEqual(['B/AVAILABLE 10.0000 (10.0000)']);
    expect(refusal(await issue('1', b))).toEqual([422, 'INSUFFICIENT_STOCK', 'lines.0.quantity']);
    expect((await issue('10', b, { reservationId: promise.id })).status).toBe(201);
    await expectRight(owner);
  });

  it('should leave as much of it as is free elsewhere, and no more', async () => {
    const { a, reserve, issue, stock } = await twoLots();
    await reserve('9');
    await reserve('6');
    expect(refusal(await issue('6', a))).toEqual([422, 'INSUFFICIENT_STOCK', 'lines.0.quantity']);
    expect(await stock()).toEqual(['A/AVAILABLE 10.0000 (10.0000)', 'B/AVAILABLE 10.0000 (5.0000)']);
    expect((await issue('5', a)).status).toBe(201);
    expect(await stock()).toEqual(['A/AVAILABLE 5.0000 (5.0000)', 'B/AVAILABLE 10.0000 (10.0000)']);
    await expectRight(owner);
  });

  it('should not be taken for a promise of that very lot, which stays', async () => {
    const { a, reserve, issue, stock } = await twoLots();
    await reserve('10', a);
    expect(refusal(await issue('1', a))).toEqual([422, 'INSUFFICIENT_STOCK', 'lines.0.quantity']);
    expect(await stock()).toEqual(['A/AVAILABLE 10.0000 (10.0000)', 'B/AVAILABLE 10.0000']);
  });

  it('should give way to many at once, each of whom gets what there is', async () => {
    const { a, b, reserve, issue, stock } = await twoLots();
    await reserve('4');
    await reserve('3');
    const answers = await atOnce(20, (index) => issue('1', index % 2 === 0 ? a : b));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(13);
    const left = await stock();
    expect(left.join(' ').match(/\(\d/g)?.length).toBeGreaterThan(0);
    await expectRight(owner);
  });
});
