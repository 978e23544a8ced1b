import { sql } from 'kysely';
import type { TenantContext } from '@/context';
import { givenRows } from '@/database/givenRows';
import type { BalanceChange } from './balanceChanges';
import { KEY, sameKey } from './balances.repo';

/** The first day a balance ends below zero on; `place` is that of the change, from 1. */
export type Short = {
  readonly place: number;
  readonly day: string;
  readonly item: string;
  readonly location: string;
  readonly least: string;
};

/** The days since `effectiveDate` that end below zero after these changes, which are made already; one of each balance. */
export async function shortDays(
  { db }: Pick<TenantContext, 'db'>,
  taking: readonly BalanceChange[],
  effectiveDate: string,
): Promise<Short[]> {
  const { rows } = await sql<Short>`
    WITH w AS (
      SELECT w.place, b.item_id, b.location_id, b.lot_id, b.status, b.on_hand
      FROM ${givenRows(taking, KEY, 'place')} AS w JOIN stock_balances b ON ${sameKey}),
    moved AS (
      SELECT w.place, m.effective_date AS day, sum(CASE WHEN m.to_location_id = w.location_id AND m.to_status = w.status THEN m.qty ELSE 0 END
        - CASE WHEN m.from_location_id = w.location_id AND m.from_status = w.status THEN m.qty ELSE 0 END) AS net
      FROM w JOIN stock_moves m ON m.item_id = w.item_id AND m.lot_id IS NOT DISTINCT FROM w.lot_id
        AND (m.to_location_id = w.location_id OR m.from_location_id = w.location_id)
      WHERE m.effective_date > ${effectiveDate}::date GROUP BY w.place, m.effective_date),
    -- What was there at the end of the day before each of them.
    before AS (
      SELECT place, day, on_hand - sum(net) OVER (PARTITION BY place ORDER BY day DESC) AS least FROM moved JOIN w USING (place))
    SELECT DISTINCT ON (before.place) before.place::int, (day - 1)::text AS day, i.sku || ' ' || i.name AS item, l.name AS location,
      before.least::text
    FROM before JOIN w USING (place) JOIN inventory_items i ON i.id = w.item_id JOIN locations l ON l.id = w.location_id
    WHERE before.least < 0 ORDER BY before.place, day`.execute(db);
  return rows;
}
