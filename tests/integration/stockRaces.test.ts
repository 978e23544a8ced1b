import { beforeAll, describe, expect, it } from 'vitest';
import { type Client, makeCompany } from '../support/api';
import { expectRight, makeStore, post, posted, stockOf } from '../support/mill';
import { atOnce, ifMatch, type Made, made } from './support';

/** So many tries that some of two requests meet. */
const TRIES = 12;

let owner: Client;
let north: Made;
beforeAll(async () => {
  ({ owner } = await makeCompany());
  ({ north } = await makeStore(owner));
});

const item = (fields: object = {}) =>
  made(owner, '/inventory/items', { name: 'Yarn', kind: 'RAW_MATERIAL', unit: 'kg', ...fields });
const receive = (line: object) => post(owner, 'RECEIPT', { locationId: north.id }, { quantity: '5', ...line });
const archive = (path: string) => owner.call('POST', `/inventory/${path}/actions/archive`);
async function eachTry(work: () => Promise<void>) {
  for (let left = TRIES; left > 0; left -= 1) await work();
}

describe('at the moment an item is first received', () => {
  it('should be valued as it is from then on, or keep what it was', async () => {
    await eachTry(async () => {
      const yarn = await item();
      const [received] = await atOnce(2, (index) =>
        index === 0
          ? receive({ itemId: yarn.id, unitCost: '2' })
          : owner.call('PATCH', `/inventory/items/${yarn.id}`, { valuation: 'FIFO' }, ifMatch(yarn)),
      );
      const line = { itemId: yarn.id, quantity: '1' };
      const issued = await post(owner, 'ISSUE', { locationId: north.id }, line);
      expect([received?.status, issued.status]).toEqual([201, 201]);
    });
    await expectRight(owner);
  });

  it('should be archived or received, not both', async () => {
    await eachTry(async () => {
      const yarn = await item();
      const both = await atOnce(2, (index) =>
        index === 0 ? receive({ itemId: yarn.id }) : archive(`items/${yarn.id}`),
      );
      expect(both.map(({ status }) => status < 300).sort()).toEqual([false, true]);
      expect((await stockOf(owner, yarn.id)).length > 0).toBe(both[0]?.status === 201);
    });
  });

  it('should be so with a lot, too', async () => {
    const yarn = await item({ tracking: 'LOT' });
    await eachTry(async () => {
      const { lines } = await posted(
        owner,
        'RECEIPT',
        { locationId: north.id },
        { itemId: yarn.id, quantity: '1', lot: {} },
      );
      const [{ lotId }] = lines;
      const line = { itemId: yarn.id, lotId, quantity: '1' };
      await posted(owner, 'ISSUE', { locationId: north.id }, line);
      const both = await atOnce(2, (index) =>
        index === 0 ? receive({ itemId: yarn.id, lotId }) : archive(`lots/${lotId}`),
      );
      expect(both.map(({ status }) => status < 300).sort()).toEqual([false, true]);
    });
    await expectRight(owner);
  });
});
