import type { TenantContext } from '@/context';
import type { CheckedRow } from '@/imports';
import { FLOWS } from '../documents/flows';
import { headFaults } from '../documents/head';
import { checkLines } from '../documents/lines';
import { readHead, readLines } from '../documents/readings.repo';
import { lotKey, lotsOfOthers } from '../lots/namedLots.repo';
import { earlierMoves, holdItems, type OpeningKey } from './earlierMoves.repo';
import { OPENING_COLUMNS } from './openingColumns';
import { hasItem, lineOf, lotNames, type OpeningRow, textOf, understood } from './openingRows';

/** Adds all that is wrong with rows, by their columns: what would be wrong with a document of them, and what names do not say. */
export async function checkOpening(
  ctx: TenantContext,
  rows: readonly CheckedRow[],
  hold: 'hold' | 'look',
): Promise<void> {
  const all = await understood(ctx, rows);
  for (const each of all) nameFaults(each);
  await headFaultsOf(ctx, all);
  await lineFaults(ctx, all);
  await lotFaults(ctx, all);
  await earlierFaults(ctx, all, hold);
}

/** One fault of a cell is enough. */
function fault({ row: { faults } }: OpeningRow, path: string, message: string, code = 'RULE_VIOLATED'): void {
  if (!faults.some((other) => other.path === path)) faults.push({ path, code, message });
}

function nameFaults(each: OpeningRow): void {
  const { row, location, item } = each;
  for (const { field, required } of OPENING_COLUMNS)
    if (required && row.values[field] === undefined) fault(each, field, 'Each row needs this', 'required');
  if (location === undefined) fault(each, 'location', 'There is no such location', 'unknown');
  if (item === undefined) fault(each, 'item', 'There is no such item', 'unknown');
}

/** Locations that are not in use, days that have not come, and those the stock is closed through. */
async function headFaultsOf(ctx: TenantContext, all: readonly OpeningRow[]): Promise<void> {
  const [first] = all.flatMap(({ location }) => location ?? []);
  if (!first) return;
  const reading = await readHead(ctx, { locationId: first.id });
  for (const each of all) {
    if (!each.location) continue;
    const { id, isActive } = each.location;
    for (const { path, message } of headFaults(headOf(id, each.asOf), { ...reading, locationActive: isActive }))
      fault(each, path === 'effectiveDate' ? 'asOf' : 'location', message);
  }
}

const headOf = (locationId: string, effectiveDate: string | undefined) => ({
  type: 'OPENING' as const,
  locationId,
  toLocationId: null,
  viaTransit: false,
  supplierId: null,
  customerId: null,
  reason: null,
  effectiveDate,
  orderedOn: null,
});

const COLUMN_OF: Readonly<Record<string, string>> = { itemId: 'item', lotId: 'lot' };

async function lineFaults(ctx: TenantContext, all: readonly OpeningRow[]): Promise<void> {
  const known = all.filter(hasItem);
  const lines = known.map(lineOf);
  if (lines.length === 0) return;
  const { faults } = checkLines(FLOWS.OPENING, lines, await readLines(ctx, lines), ctx.tenant.currency);
  for (const { path, message } of faults) {
    const [, index, field = ''] = path.split('.');
    const each = known[Number(index)];
    if (each) fault(each, COLUMN_OF[field] ?? field, message);
  }
}

/** Lots that would be new, though another item has had one of this number before the file came: rather a wrong SKU. */
async function lotFaults(ctx: TenantContext, all: readonly OpeningRow[]): Promise<void> {
  const fresh = all.filter(({ item, lotId }) => item && item.tracking !== 'NONE' && lotId === undefined);
  const others = await lotsOfOthers(ctx, fresh.flatMap(lotNames));
  for (const each of fresh)
    for (const name of lotNames(each)) {
      const sku = others.get(lotKey(name));
      const own = textOf(each.row.values.item);
      if (sku !== undefined)
        fault(each, 'lot', `This is a lot of ${sku}: if ${own} has one of this number, too, enter that lot first`);
    }
}

/**
 * A row that says of which day it is tells all that lay there at its beginning: nothing of it has moved before, and nobody
 * has said so yet.
 */
async function earlierFaults(ctx: TenantContext, all: readonly OpeningRow[], hold: 'hold' | 'look'): Promise<void> {
  const told = all.filter(hasItem).flatMap((each) => {
    const { item, location, lotId, number, asOf } = each;
    // Of a lot that is new there is nothing.
    if (asOf === undefined || !location || (number !== undefined && lotId === undefined)) return [];
    const status = (each.row.values.status as OpeningKey['status'] | undefined) ?? 'AVAILABLE';
    return [{ each, key: { itemId: item.id, locationId: location.id, lotId: lotId ?? null, status, day: asOf } }];
  });
  if (told.length === 0) return;
  const keys = told.map(({ key }) => key);
  if (hold === 'hold') await holdItems(ctx, [...new Set(keys.map(({ itemId }) => itemId))]);
  for (const { place, movedOn, isOpened, openedBy } of await earlierMoves(ctx, keys)) {
    const each = told[place]?.each;
    if (!each) continue;
    const by = openedBy === null ? '' : `, by ${openedBy}`;
    if (movedOn !== null)
      fault(
        each,
        'asOf',
        `Some of it moved here on ${movedOn}: what was there before is of that day, or an earlier one`,
      );
    if (isOpened)
      fault(each, 'item', `What of it lay here at the beginning is entered already${by}: take that back first`);
  }
}
