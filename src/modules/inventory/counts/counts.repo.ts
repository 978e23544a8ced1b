import { type Kysely, sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import type { TenantContext } from '@/context';
import type { Count, CountBody, CountEntry, CountRow, countListQuery } from '@/contract/counts';
import type { ListAnswer } from '@/contract/list';
import { defineList, listOfTable, listRows } from '@/database/listRows';
import type { TenantTables } from '@/database/tables';
import { inScope } from '@/records/records.repo';
import { NO_LOT } from '../ledger/balances.repo';

const SOURCE = listOfTable('stock_counts', {
  name: 'stockCounts',
  sort: { createdAt: 'timestamptz', number: 'text' },
  search: ['stock_counts.number', 'stock_counts.notes'],
  filters: ['locationId', 'status'],
  archives: true,
  location: 'locationId',
});

const select = (db: Kysely<TenantTables>) =>
  db
    .selectFrom('stockCounts')
    .select([
      'stockCounts.id',
      'stockCounts.version',
      'stockCounts.createdAt',
      'stockCounts.updatedAt',
      'stockCounts.archivedAt',
      'stockCounts.number',
      'stockCounts.status',
      'stockCounts.locationId',
      'stockCounts.isBlind',
      'stockCounts.notes',
      'stockCounts.frozenAt',
      'stockCounts.postedAt',
    ]);
const LIST = defineList(SOURCE, select);

export async function listCounts(
  ctx: TenantContext,
  query: z.output<typeof countListQuery>,
): Promise<ListAnswer<CountRow>> {
  return listRows(ctx, LIST, query);
}

/** A count with its lines; what should be there only where it may be seen. */
export async function findCount(ctx: TenantContext, id: string): Promise<Count | undefined> {
  const row = await select(ctx.db)
    .where('stockCounts.id', '=', id)
    .where(inScope(ctx, 'stockCounts'))
    .executeTakeFirst();
  if (!row) return undefined;
  const count = row as CountRow;
  const lines = await ctx.db
    .selectFrom('stockCountLines as line')
    .innerJoin('inventoryItems as item', 'item.id', 'line.itemId')
    .leftJoin('lots', 'lots.id', 'line.lotId')
    .select([
      'line.id',
      'line.itemId',
      'item.sku',
      'item.name as itemName',
      'item.unit',
      'line.lotId',
      'lots.number as lotNumber',
      'line.status',
      'line.expected',
      'line.counted',
      'line.countedBy',
      'line.countedAt',
    ])
    .where('line.countId', '=', id)
    .orderBy('item.sku')
    .orderBy('lots.number')
    .orderBy('line.id')
    .execute();
  // Whoever approves sees it once the counting is over, as everybody does.
  const hidden = count.isBlind && count.status === 'COUNTING';
  return { ...count, lines: (lines as Count['lines']).map((line) => (hidden ? { ...line, expected: null } : line)) };
}

/** Makes a count and takes the picture: what lies at the location now. */
export async function insertCount(
  { db }: TenantContext,
  { locationId, itemIds, isBlind = true, notes = null }: CountBody,
  number: string,
): Promise<string> {
  const id = uuidv7();
  await db.insertInto('stockCounts').values({ id, number, locationId, isBlind, notes }).execute();
  await sql`
    INSERT INTO stock_count_lines (count_id, item_id, lot_id, status, expected)
    SELECT ${id}::uuid, item_id, lot_id, status, on_hand FROM stock_balances
    WHERE location_id = ${locationId}::uuid AND on_hand > 0 AND status <> 'IN_TRANSIT'
      AND (${itemIds ?? null}::uuid[] IS NULL OR item_id = ANY(${itemIds ?? null}::uuid[]))`.execute(db);
  return id;
}

/** Writes what was counted; what was counted before is counted anew. */
export async function writeEntries(
  { db, actor }: TenantContext,
  countId: string,
  entries: readonly CountEntry[],
): Promise<void> {
  await sql`
    INSERT INTO stock_count_lines (count_id, item_id, lot_id, status, expected, counted, counted_by, counted_at)
    SELECT ${countId}::uuid, w.*, ${actor}, now() FROM unnest(${entries.map(({ itemId }) => itemId)}::uuid[],
      ${entries.map(({ lotId }) => lotId ?? null)}::uuid[], ${entries.map(({ status }) => status ?? 'AVAILABLE')}::text[],
      ${entries.map(() => '0')}::numeric[], ${entries.map(({ counted }) => counted)}::numeric[]) AS w
    ON CONFLICT (count_id, item_id, status, (coalesce(lot_id, ${NO_LOT}))) DO UPDATE SET
      counted = excluded.counted, counted_by = excluded.counted_by, counted_at = now()`.execute(db);
}
