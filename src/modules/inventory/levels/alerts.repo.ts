import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { z } from 'zod';
import type { TenantContext } from '@/context';
import type { ListAnswer } from '@/contract/list';
import type { Alert, alertListQuery } from '@/contract/stockLevels';
import { defineList, listOfTable, listRows } from '@/database/listRows';
import type { TenantTables } from '@/database/tables';
import { COMPANY_DAY } from '@/records/companyDay.repo';
import { inScope } from '@/records/records.repo';
import { NO_LOT } from '../ledger/balances.repo';

/** How long before goods expire people are told. */
const EXPIRY_DAYS = 30;

/**
 * Raises what is due, brings what is told already up to date, and ends what is over: of these items, or (undefined) of all.
 * Whoever posts holds the costs of its items, so what is seen of them is the last.
 */
export async function refreshAlerts({ db }: Pick<TenantContext, 'db'>, itemIds?: readonly string[]): Promise<void> {
  const of = (ref: string): RawBuilder<unknown> =>
    itemIds ? sql`${sql.ref(ref)} = ANY(${itemIds}::uuid[])` : sql`true`;
  await sql`
    WITH levels AS (
      SELECT r.item_id, r.location_id, greatest(r.reorder_point, r.minimum_stock) AS least, r.maximum_stock AS most
      FROM reorder_levels r WHERE ${of('r.item_id')}
      UNION ALL
      SELECT i.id, NULL, greatest(i.reorder_point, i.minimum_stock), i.maximum_stock FROM inventory_items i
      WHERE i.archived_at IS NULL AND coalesce(i.reorder_point, i.minimum_stock, i.maximum_stock) IS NOT NULL AND ${of('i.id')}),
    there AS (
      SELECT l.*, coalesce((SELECT sum(b.on_hand) FROM stock_balances b
        WHERE b.item_id = l.item_id AND (l.location_id IS NULL OR b.location_id = l.location_id)), 0) AS on_hand FROM levels l),
    due AS MATERIALIZED (
      SELECT CASE WHEN on_hand = 0 THEN 'OUT_OF_STOCK' ELSE 'LOW_STOCK' END AS kind, item_id, location_id, NULL::uuid AS lot_id,
        on_hand AS quantity, least AS level, NULL::date AS due_on FROM there WHERE on_hand <= least
      UNION ALL
      SELECT 'OVERSTOCK', item_id, location_id, NULL, on_hand, most, NULL FROM there WHERE on_hand > most
      UNION ALL
      SELECT 'EXPIRY', l.item_id, NULL, l.id, sum(b.on_hand), NULL, l.expires_on
      FROM lots l JOIN stock_balances b ON b.lot_id = l.id AND b.item_id = l.item_id AND b.on_hand > 0
      WHERE l.expires_on <= ${COMPANY_DAY} + ${EXPIRY_DAYS}::int AND ${of('l.item_id')} GROUP BY l.id),
    raised AS (
      INSERT INTO stock_alerts AS a (kind, item_id, location_id, lot_id, quantity, level, due_on)
      SELECT * FROM due ORDER BY kind, item_id, location_id, lot_id
      ON CONFLICT (kind, item_id, (coalesce(location_id, ${NO_LOT})), (coalesce(lot_id, ${NO_LOT}))) WHERE status <> 'RESOLVED'
      DO UPDATE SET quantity = excluded.quantity, level = excluded.level, due_on = excluded.due_on, updated_at = now()
      WHERE (a.quantity, a.level, a.due_on) IS DISTINCT FROM (excluded.quantity, excluded.level, excluded.due_on))
    UPDATE stock_alerts a SET status = 'RESOLVED', resolved_at = now(), updated_at = now(), version = a.version + 1
    WHERE a.status <> 'RESOLVED' AND ${of('a.item_id')} AND NOT EXISTS (
      SELECT 1 FROM due d WHERE d.kind = a.kind AND d.item_id = a.item_id AND d.location_id IS NOT DISTINCT FROM a.location_id
        AND d.lot_id IS NOT DISTINCT FROM a.lot_id)`.execute(db);
}

const SOURCE = listOfTable('stock_alerts', {
  name: 'stockAlerts',
  sort: { createdAt: 'timestamptz' },
  search: ['inventory_items.sku', 'inventory_items.name', 'lots.number'],
  filters: ['kind', 'status', 'itemId', 'locationId'],
  archives: false,
  location: 'locationId',
});

const select = (db: Kysely<TenantTables>) =>
  db
    .selectFrom('stockAlerts')
    .innerJoin('inventoryItems', 'inventoryItems.id', 'stockAlerts.itemId')
    .leftJoin('locations', 'locations.id', 'stockAlerts.locationId')
    .leftJoin('lots', 'lots.id', 'stockAlerts.lotId')
    .select([
      'stockAlerts.id',
      'stockAlerts.version',
      'stockAlerts.createdAt',
      'stockAlerts.updatedAt',
      'stockAlerts.kind',
      'stockAlerts.status',
      'stockAlerts.itemId',
      'inventoryItems.sku',
      'inventoryItems.name as itemName',
      'inventoryItems.unit',
      'stockAlerts.locationId',
      'locations.name as locationName',
      'stockAlerts.lotId',
      'lots.number as lotNumber',
      'stockAlerts.quantity',
      'stockAlerts.level',
      'stockAlerts.dueOn',
      'stockAlerts.acknowledgedAt',
      'stockAlerts.acknowledgedBy',
      'stockAlerts.resolvedAt',
    ]);
const LIST = defineList(SOURCE, select);

export async function listAlerts(
  ctx: TenantContext,
  query: z.output<typeof alertListQuery>,
): Promise<ListAnswer<Alert>> {
  return listRows(ctx, LIST, query);
}

export async function findAlert(ctx: TenantContext, id: string): Promise<Alert | undefined> {
  const query = select(ctx.db).where('stockAlerts.id', '=', id).where(inScope(ctx, 'stockAlerts'));
  return (await query.executeTakeFirst()) as Alert | undefined;
}
