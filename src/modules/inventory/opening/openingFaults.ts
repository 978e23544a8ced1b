import type { TenantContext } from '@/context';
import type { CheckedRow } from '@/imports';
import { FLOWS } from '../documents/flows';
import { headFaults } from '../documents/head';
import { checkLines } from '../documents/lines';
import { readHead, readLines } from '../documents/readings.repo';
import { lotKey, lotsOfOthers } from '../lots/namedLots.repo';
import { OPENING_COLUMNS } from './openingColumns';
import { hasItem, lineOf, lotNames, type OpeningRow, textOf, understood } from './openingRows';

/** Adds all that is wrong with rows, by their columns: what would be wrong with a document of them, and what names do not say. */
export async function checkOpening(ctx: TenantContext, rows: readonly CheckedRow[]): Promise<void> {
  const all = await understood(ctx, rows);
  for (const each of all) nameFaults(each);
  await placeFaults(ctx, all);
  await lineFaults(ctx, all);
  await lotFaults(ctx, all);
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

/** Locations that are not in use, and a stock that is closed through today. */
async function placeFaults(ctx: TenantContext, all: readonly OpeningRow[]): Promise<void> {
  const [first] = all.flatMap(({ location }) => location ?? []);
  if (!first) return;
  const reading = await readHead(ctx, { locationId: first.id });
  for (const each of all) {
    if (!each.location) continue;
    const { id, isActive } = each.location;
    for (const { message } of headFaults(headOf(id), { ...reading, locationActive: isActive }))
      fault(each, 'location', message);
  }
}

const headOf = (locationId: string) => ({
  type: 'OPENING' as const,
  locationId,
  toLocationId: null,
  viaTransit: false,
  supplierId: null,
  customerId: null,
  reason: null,
  effectiveDate: undefined,
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
