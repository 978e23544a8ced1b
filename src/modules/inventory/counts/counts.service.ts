import type { z } from 'zod';
import type { TenantContext } from '@/context';
import type { Count, CountBody, CountChange, CountEntry, enterCountBody } from '@/contract/counts';
import type { FieldFault } from '@/contract/errors';
import { COUNT_STATES } from '@/contract/states';
import { nextNumber } from '@/database/numbers';
import { compareDecimals, isZero, negateDecimal, subtractDecimals } from '@/lib/decimal';
import { Refusal } from '@/lib/refusal';
import { requireLinks } from '@/records/links';
import { recordService } from '@/records/recordService';
import { NOW } from '@/records/records.repo';
import { postedItem } from '../documents/lines';
import { todayAt } from '../documents/place';
import { readLines } from '../documents/readings.repo';
import { postMoves } from '../ledger/post';
import type { PostingLine } from '../ledger/posting';
import * as repo from './counts.repo';

export const counts = recordService<Count, CountBody, CountChange>({
  entity: 'stock_count',
  table: 'stockCounts',
  states: COUNT_STATES,
  load: repo.findCount,
  insert: async (ctx, body) => {
    await requireLinks(ctx, { locationId: body.locationId });
    await requireItems(ctx, body.itemIds ?? []);
    return repo.insertCount(ctx, body, await nextNumber(ctx.db, 'COUNT'));
  },
  change: async (_ctx, _current, body) => body,
});

async function requireItems(ctx: TenantContext, itemIds: readonly string[]): Promise<void> {
  const readings = await readLines(
    ctx,
    itemIds.map((itemId) => ({ itemId })),
  );
  const faults = readings
    .filter(({ itemId }) => itemId === null)
    .map(({ place }) => ({ path: `itemIds.${place}`, code: 'RULE_VIOLATED', message: 'There is no such item' }));
  if (faults.length > 0) throw new Refusal('RULE_VIOLATED', 'Some of these items are not there.', faults);
}

/** Notes what was counted. Throws RULE_VIOLATED with all faults, INVALID_STATE once the counting is over. */
export function enterCount(ctx: TenantContext, id: string, { lines }: z.output<typeof enterCountBody>): Promise<Count> {
  return counts.act(ctx, id, 'enter', async () => {
    const faults = await entryFaults(ctx, lines);
    if (faults.length > 0) throw new Refusal('RULE_VIOLATED', 'Some lines need attention.', faults);
    await repo.writeEntries(ctx, id, lines);
    return {};
  });
}

async function entryFaults(ctx: TenantContext, lines: readonly CountEntry[]): Promise<FieldFault[]> {
  const readings = await readLines(ctx, lines);
  const seen = new Set<string>();
  return lines.flatMap(({ itemId, lotId = null, status = 'AVAILABLE' }, index) => {
    const reading = readings[index];
    const key = `${itemId} ${lotId} ${status}`;
    const repeated = seen.has(key);
    seen.add(key);
    const fault = (field: string, message: string) => [
      { path: `lines.${index}.${field}`, code: 'RULE_VIOLATED', message },
    ];
    if (!reading || reading.itemId === null) return fault('itemId', 'There is no such item');
    if (lotId !== null && reading.lotItemId !== itemId) return fault('lotId', 'There is no such lot of this item');
    if (lotId === null && reading.tracking !== 'NONE') return fault('lotId', 'This item is counted by lots: name one');
    return repeated ? fault('itemId', 'Another line counts the same') : [];
  });
}

/**
 * Posts the differences between what was counted and what should have been there when the picture was taken: what moved
 * since has moved. Throws INSUFFICIENT_STOCK where what is missing has left in the meantime.
 */
export function approveCount(ctx: TenantContext, id: string): Promise<Count> {
  return counts.act(ctx, id, 'approve', async (count) => {
    const counted = count.lines.filter((line) => line.counted !== null);
    if (counted.length === 0) throw new Refusal('RULE_VIOLATED', 'Nothing was counted yet.');
    const today = await todayAt(ctx, count.locationId);
    const lines = await differences(ctx, count, counted);
    await postMoves(ctx, {
      sourceType: 'COUNT',
      sourceId: id,
      event: 'POST',
      effectiveDate: today,
      reason: 'COUNTED',
      lines,
    });
    return { postedAt: NOW };
  });
}

async function differences(ctx: TenantContext, count: Count, lines: Count['lines']): Promise<PostingLine[]> {
  const readings = await readLines(ctx, lines);
  return lines.flatMap((line, index): PostingLine[] => {
    const change = subtractDecimals(line.counted ?? '0', line.expected ?? '0');
    const reading = readings[index];
    if (isZero(change) || !reading) return [];
    const more = compareDecimals(change, '0') > 0;
    const quantity = more ? change : negateDecimal(change);
    const here = { locationId: count.locationId, status: line.status };
    const base = {
      sourceLineId: line.id,
      path: `lines.${index}.counted`,
      item: postedItem(line.itemId, reading, ctx.tenant.currency),
      lotId: line.lotId,
      quantity,
      entered: { unit: line.unit, quantity, factor: '1' },
    };
    if (more) return [{ ...base, from: { end: 'LOSS' }, to: here, movementType: 'ADJUSTMENT_IN' }];
    return [{ ...base, from: here, to: { end: 'LOSS' }, movementType: 'ADJUSTMENT_OUT' }];
  });
}
