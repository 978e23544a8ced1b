import { beforeAll, describe, expect, it } from 'vitest';
import { type Client, makeCompany } from '../support/api';
import { expectRight, makeStore, post, posted, stockOf } from '../support/mill';
import { made } from './support';

let owner: Client;
beforeAll(async () => {
  ({ owner } = await makeCompany());
});

/** Ten of each of some lots, the first of which expires first. */
async function tenOf(...numbers: string[]) {
  const { north, yarn } = await makeStore(owner, { tracking: 'LOT' });
  const lot = (number: string, index: number) => ({
    itemId: yarn.id,
    quantity: '10',
    lot: { number, expiresOn: `209${index}-01-01` },
  });
  const at = { locationId: north.id };
  const receipt = await posted(owner, 'RECEIPT', at, ...numbers.map(lot));
  const ids = receipt.lines.map(({ lotId }: { lotId: string }) => lotId) as string[];
  const line = (quantity: string, lotId: string | undefined, more: object = {}) => ({
    itemId: yarn.id,
    quantity,
    lotId,
    ...more,
  });
  const reserve = (quantity: string) => made(owner, '/inventory/reservations', { itemId: yarn.id, ...at, quantity });
  const issue = (...lines: object[]) => post(owner, 'ISSUE', at, ...lines);
  const stock = async () => (await stockOf(owner, yarn.id)).map((each) => each.replace(`${north.name}/`, ''));
  return { ids, line, reserve, issue, stock };
}

describe('promises of any lots', () => {
  it('should give way in two lots that one document wants, and hold what is free in the third', async () => {
    const { ids, line, reserve, issue, stock } = await tenOf('A', 'B', 'C');
    await reserve('10');
    await reserve('10');
    const { status } = await issue(line('5', ids[0]), line('5', ids[1]));
    expect([status, await stock()]).toEqual([
      201,
      ['A/AVAILABLE 5.0000 (5.0000)', 'B/AVAILABLE 5.0000 (5.0000)', 'C/AVAILABLE 10.0000 (10.0000)'],
    ]);
    await expectRight(owner);
  });

  it('should give way to a document that uses one of them as well, and both can be kept still', async () => {
    const { ids, line, reserve, issue, stock } = await tenOf('A', 'B');
    const [six, four] = [await reserve('6'), await reserve('4')];
    const lines = [line('3', ids[0], { reservationId: six.id }), line('7', ids[0])];
    expect([(await issue(...lines)).status, await stock()]).toEqual([201, ['B/AVAILABLE 10.0000 (7.0000)']]);
    expect((await issue(line('3', ids[1], { reservationId: six.id }))).status).toBe(201);
    expect((await issue(line('4', ids[1], { reservationId: four.id }))).status).toBe(201);
    expect(await stock()).toEqual(['B/AVAILABLE 3.0000']);
    await expectRight(owner);
  });
});
