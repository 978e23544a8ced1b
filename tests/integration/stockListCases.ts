import type { Client } from '../support/api';
import type { ListCase } from './listCases';
import { type Made, made, pick } from './support';

/** The lists of what lies where, how it came there, and what it is promised to. */

type Ground = { location: Made; supplier: Made; customer: Made; item: Made };

const DAYS = ['2026-03-02', '2026-03-03', '2026-02-27'] as const;
/** Rows whose number is one of these are taken a step further. */
const further = (index: number) => index % 3 === 0;

/** The rows of number `index` in the lists of stock, under `name`; `item` lies at `location` already. */
export async function makeStockRows(owner: Client, ground: Ground, name: string, index: number): Promise<void> {
  const { location, supplier, item } = ground;
  const inLots = await made(owner, '/inventory/items', { name, kind: 'RAW_MATERIAL', unit: 'kg', tracking: 'LOT' });
  const receipt = await made(owner, '/inventory/documents', {
    type: 'RECEIPT',
    post: true,
    locationId: location.id,
    supplierId: supplier.id,
    reference: name,
    effectiveDate: pick(DAYS, index),
    lines: [{ itemId: inLots.id, quantity: '9', lot: { number: name } }],
  });
  const { lotId } = receipt.lines[0];
  if (index === 0) await splitOff(owner, lotId, location);
  await draft(owner, ground, name, index);
  // One whose lot is promised to nobody.
  if (index === 2) await made(owner, `/inventory/documents/${receipt.id}/actions/reverse`, {});
  const promised = index % 2 === 0 ? { itemId: item.id } : { itemId: inLots.id, lotId };
  const reservation = await made(owner, '/inventory/reservations', {
    ...promised,
    locationId: location.id,
    quantity: '1',
  });
  const count = await made(owner, '/inventory/counts', { locationId: location.id, notes: name });
  const level = index % 2 === 0 ? { maximumStock: '1' } : { reorderPoint: '999' };
  await done(owner, '/inventory/levels', { itemId: item.id, locationId: location.id, ...level });
  if (!further(index)) return;
  await done(owner, `/inventory/reservations/${reservation.id}/actions/release`);
  await done(owner, `/inventory/counts/${count.id}/actions/cancel`);
  const [alert] = (await owner.call('GET', `/inventory/alerts?itemId=${item.id}`)).body.data;
  await done(owner, `/inventory/alerts/${alert.id}/actions/acknowledge`);
}

async function done(owner: Client, path: string, body?: object): Promise<void> {
  const { status, text } = await owner.call('POST', path, body);
  if (status !== 200) throw new Error(`${path}: ${text}`);
}

/** A lot that was another's, under a number that nothing is searched by. */
const splitOff = (owner: Client, lotId: string, { id }: Made) =>
  done(owner, `/inventory/lots/${lotId}/actions/split`, { locationId: id, parts: [{ number: 'P', quantity: '2' }] });

/** A document that waits: every other goes to a customer, the others but the first to where the first one is. */
async function draft(owner: Client, { location, customer, item }: Ground, name: string, index: number): Promise<void> {
  const lines = [{ itemId: item.id, quantity: '1' }];
  const shared = { locationId: location.id, reference: name, lines };
  if (index % 2 === 1) {
    await made(owner, '/inventory/documents', { ...shared, type: 'DISPATCH', customerId: customer.id });
    return;
  }
  if (index === 0) return;
  const [first] = (await owner.call('GET', '/locations?q=Lot 01')).body.data;
  await made(owner, '/inventory/documents', { ...shared, type: 'TRANSFER', toLocationId: first.id });
}

let count = 0;
/** Two names that come first and last. */
function around(): [string, string] {
  count += 1;
  return [`Aaa ${count}`, `Zzz ${count}`];
}

/** Something for each of two new items, which lie at the first location. */
const aroundItems =
  (then: (owner: Client, item: Made, locationId: string) => Promise<unknown>, fields: object = {}) =>
  async (owner: Client) => {
    const [location] = (await owner.call('GET', '/locations?limit=1')).body.data;
    for (const name of around()) {
      const openingStock = [{ locationId: location.id, onHand: '7' }];
      const body = { name, kind: 'PACKAGING', unit: 'kg', openingStock, ...fields };
      await then(owner, await made(owner, '/inventory/items', body), location.id);
    }
  };

async function moreLots(owner: Client): Promise<void> {
  const [item] = (await owner.call('GET', '/inventory/items?kind=RAW_MATERIAL&limit=1')).body.data;
  for (const number of around()) await made(owner, '/inventory/lots', { itemId: item.id, number });
}

/** Counts that are over, for only those are put away. */
async function moreCounts(owner: Client): Promise<void> {
  const [location] = (await owner.call('GET', '/locations?limit=1')).body.data;
  const { id } = await made(owner, '/inventory/counts', { locationId: location.id });
  await done(owner, `/inventory/counts/${id}/actions/cancel`);
}

export const STOCK_LISTS: ListCase[] = [
  {
    path: '/inventory/stock',
    sortable: ['itemName', 'sku'],
    shows: 'itemName',
    filters: [
      [{ status: 'AVAILABLE' }, 21],
      [{ status: 'AVAILABLE,REJECTED' }, 21],
      [{ status: 'REJECTED' }, 0],
    ],
    closed: ['itemId', 'locationId', 'lotId', 'status'],
    more: aroundItems(async () => undefined),
  },
  {
    path: '/inventory/movements',
    sortable: ['seq'],
    shows: 'itemName',
    filters: [
      [{ movementType: 'OPENING' }, 10],
      [{ movementType: 'OPENING,PURCHASE' }, 21],
      [{ movementType: 'REPACK' }, 2],
      [{ movementType: 'SALE' }, 0],
    ],
    closed: ['itemId', 'lotId', 'locationId', 'sourceId', 'movementType', 'from', 'before'],
    looksAt: { locationId: ['fromLocationId', 'toLocationId'] },
    more: aroundItems(async () => undefined),
  },
  {
    path: '/inventory/documents',
    sortable: ['createdAt', 'number', 'effectiveDate'],
    shows: 'reference',
    filters: [
      [{ type: 'RECEIPT' }, 11],
      [{ type: 'RECEIPT,TRANSFER' }, 15],
      [{ status: 'DRAFT' }, 9],
      [{ status: 'DRAFT', type: 'DISPATCH' }, 5],
      [{ status: 'REVERSED' }, 1],
    ],
    closed: ['type', 'status', 'locationId', 'toLocationId', 'supplierId', 'customerId', 'reversalOfId', 'archived'],
    more: aroundItems((owner, { id }, locationId) =>
      made(owner, '/inventory/documents', { type: 'ISSUE', locationId, lines: [{ itemId: id, quantity: '1' }] }),
    ),
  },
  {
    path: '/inventory/lots',
    sortable: ['number', 'createdAt'],
    shows: 'itemName',
    filters: [[{ archived: 'true' }, 0]],
    closed: ['itemId', 'supplierId', 'parentLotId', 'archived'],
    more: moreLots,
  },
  {
    path: '/inventory/reservations',
    sortable: ['createdAt', 'expiresAt'],
    shows: 'itemName',
    filters: [
      [{ status: 'ACTIVE' }, 6],
      [{ status: 'ACTIVE,RELEASED' }, 10],
      [{ status: 'USED' }, 0],
    ],
    closed: ['itemId', 'locationId', 'lotId', 'status'],
    more: aroundItems((owner, { id }, locationId) =>
      made(owner, '/inventory/reservations', { itemId: id, locationId, quantity: '1' }),
    ),
  },
  {
    path: '/inventory/counts',
    sortable: ['createdAt', 'number'],
    shows: 'notes',
    filters: [
      [{ status: 'COUNTING' }, 6],
      [{ status: 'COUNTING,CANCELLED' }, 10],
      [{ status: 'POSTED' }, 0],
    ],
    closed: ['locationId', 'status', 'archived'],
    more: moreCounts,
  },
  {
    path: '/inventory/levels',
    sortable: ['sku', 'locationName'],
    shows: 'itemName',
    filters: [],
    closed: ['itemId', 'locationId'],
    more: aroundItems((owner, { id }, locationId) =>
      done(owner, '/inventory/levels', { itemId: id, locationId, reorderPoint: '3' }),
    ),
  },
  {
    path: '/inventory/alerts',
    sortable: ['createdAt'],
    shows: 'itemName',
    filters: [
      [{ kind: 'LOW_STOCK' }, 5],
      [{ kind: 'LOW_STOCK,OVERSTOCK' }, 10],
      [{ status: 'ACKNOWLEDGED' }, 4],
      [{ status: 'RESOLVED' }, 0],
    ],
    closed: ['kind', 'status', 'itemId', 'locationId'],
    more: aroundItems(async () => undefined, { reorderPoint: '50' }),
  },
];
