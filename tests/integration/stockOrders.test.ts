import { beforeAll, describe, expect, it } from 'vitest';
import { STOCK_SORTS_OF_FEW } from '@/contract/stock';
import { type Client, type Json, makeCompany } from '../support/api';
import { makeStore, posted } from '../support/mill';
import { type Made, refusal } from './support';

/** What no index has is sorted for each page: of a million balances that took up to two seconds. */
const SORTS = STOCK_SORTS_OF_FEW.sorts.flatMap((name) => [name, `-${name}`]);

let owner: Client;
let yarn: Made;
let lotId: string;
let locationId: string;
beforeAll(async () => {
  ({ owner } = await makeCompany());
  const store = await makeStore(owner, { tracking: 'LOT' });
  yarn = store.yarn;
  locationId = store.north.id;
  const line = (quantity: string, lot: object) => ({ itemId: yarn.id, quantity, ...lot });
  const first = await posted(owner, 'RECEIPT', { locationId }, line('7', { lot: {} }), line('3', { lot: {} }));
  lotId = first.lines[0].lotId;
  await posted(owner, 'RECEIPT', { locationId: store.south.id }, line('5', { lotId }), line('9', { lot: {} }));
});

const list = (query: string) => owner.call('GET', `/inventory/stock?${query}`);

describe('an order of the stock that no index has', () => {
  it.each(SORTS)(
    'should be refused by %s of the whole stock, and of what filters may leave a million of',
    async (sort) => {
      for (const more of ['', `&locationId=${locationId}`, '&status=AVAILABLE', '&q=yarn', '&limit=1'])
        expect(refusal(await list(`sort=${sort}${more}`))).toEqual([422, 'RULE_VIOLATED', 'sort']);
      expect(refusal(await list(`sort=itemName,${sort}`))).toEqual([422, 'RULE_VIOLATED', 'sort']);
      const file = await owner.call('GET', `/inventory/stock/export?sort=${sort}`);
      expect(refusal(file)).toEqual([422, 'RULE_VIOLATED', 'sort']);
    },
  );

  it.each(SORTS)('should be that of the rows of one item, or lot, page by page, by %s', async (sort) => {
    for (const [filter, count] of [
      [`itemId=${yarn.id}`, 4],
      [`lotId=${lotId}`, 2],
    ] as const) {
      const rows: Json[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const { status, body } = await list(`${filter}&sort=${sort}&limit=1${cursor && `&cursor=${cursor}`}`);
        expect(status).toBe(200);
        rows.push(...body.data);
        cursor = body.nextCursor;
      }
      const [name, value] = [
        sort.replace('-', ''),
        (row: Json) => (sort.includes('onHand') ? Number(row.onHand) : row[name]),
      ];
      const ordered = rows.map(value).sort((left, right) => (left < right ? -1 : Number(left > right)));
      expect(rows.map(value)).toEqual(sort.startsWith('-') ? ordered.reverse() : ordered);
      expect(new Set(rows.map(({ id }) => id)).size).toBe(count);
    }
    expect((await owner.call('GET', `/inventory/stock/export?sort=${sort}&itemId=${yarn.id}`)).status).toBe(200);
  });
});
