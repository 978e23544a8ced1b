import { type RawBuilder, sql } from 'kysely';
import type { z } from 'zod';
import type { TenantContext } from '@/context';
import { AGES, type ageingOut, type historyOut, type slowMoversOut, type valuationOut } from '@/contract/stockReports';
import { COMPANY_DAY } from '@/records/companyDay.repo';

type Ctx = Pick<TenantContext, 'db' | 'scope' | 'tenant'>;
type Row<Out extends z.ZodObject<{ items: z.ZodArray }>> = z.output<Out>['items'][number];

/** The places a report is of: one, those of whoever asks, or (null) all. */
function placesOf({ scope }: Ctx, locationId: string | undefined): readonly string[] | null {
  if (locationId === undefined) return scope;
  return scope === null || scope.includes(locationId) ? [locationId] : [];
}

/**
 * What there was of each item at the end of a day, and what it was worth: the sum of its moves up to then. Of all places
 * what comes and goes counts; of some, what goes from one to another too.
 */
export async function valuation(
  ctx: Ctx,
  { on, locationId }: { on: string; locationId: string | undefined },
): Promise<Row<typeof valuationOut>[]> {
  const places = placesOf(ctx, locationId);
  const signs = places === null ? allPlaces : placesOnly(places);
  const { rows } = await sql<Row<typeof valuationOut>>`
    SELECT i.id AS item_id, i.sku, i.name AS item_name, i.kind, i.unit, s.quantity::numeric(18,4) AS quantity, s.stock_value::numeric(20,4) AS stock_value
    FROM (SELECT item_id, sum(${signs('qty')}) AS quantity, sum(${signs('value')}) AS stock_value
      FROM stock_moves WHERE effective_date <= ${on}::date GROUP BY item_id) s
    JOIN inventory_items i ON i.id = s.item_id WHERE s.quantity <> 0 OR s.stock_value <> 0 ORDER BY i.sku`.execute(
    ctx.db,
  );
  return rows;
}

type Signed = (column: 'qty' | 'value') => RawBuilder<string>;
const allPlaces: Signed = (column) =>
  sql`CASE WHEN from_end IS NOT NULL THEN ${sql.raw(column)} WHEN to_end IS NOT NULL THEN -${sql.raw(column)} ELSE 0 END`;
const placesOnly =
  (places: readonly string[]): Signed =>
  (column) =>
    sql`(CASE WHEN to_location_id = ANY(${places}::uuid[]) THEN ${sql.raw(column)} ELSE 0 END
      - CASE WHEN from_location_id = ANY(${places}::uuid[]) THEN ${sql.raw(column)} ELSE 0 END)`;

/** How old what lies there is: what came last is taken to lie there still. */
export async function ageing(ctx: Ctx, locationId: string | undefined): Promise<Row<typeof ageingOut>[]> {
  const places = placesOf(ctx, locationId);
  const here = (ref: string) => (places === null ? sql`true` : sql`${sql.ref(ref)} = ANY(${places}::uuid[])`);
  const came =
    places === null
      ? sql`m.from_end IS NOT NULL`
      : sql`${here('m.to_location_id')} AND NOT coalesce(${here('m.from_location_id')}, false)`;
  const { rows } = await sql<Row<typeof ageingOut> & { ages: Record<string, string> }>`
    WITH there AS (
      SELECT item_id, sum(on_hand) AS quantity FROM stock_balances WHERE on_hand > 0 AND ${here('location_id')} GROUP BY item_id),
    come AS (
      SELECT m.item_id, m.effective_date, m.qty, t.quantity,
        sum(m.qty) OVER (PARTITION BY m.item_id ORDER BY m.effective_date DESC, m.seq DESC) - m.qty AS later
      FROM stock_moves m JOIN there t ON t.item_id = m.item_id WHERE ${came} AND m.reversal_of_id IS NULL),
    aged AS (
      SELECT item_id, width_bucket(${COMPANY_DAY} - effective_date, ARRAY[31, 61, 91, 181, 366]) AS age,
        sum(least(qty, quantity - later)) AS quantity FROM come WHERE later < quantity GROUP BY item_id, 2)
    SELECT i.id AS item_id, i.sku, i.name AS item_name, i.unit, t.quantity,
      coalesce((SELECT jsonb_object_agg(a.age, a.quantity::text) FROM aged a WHERE a.item_id = t.item_id), '{}') AS ages
    FROM there t JOIN inventory_items i ON i.id = t.item_id ORDER BY i.sku`.execute(ctx.db);
  return rows.map(({ ages, ...row }) => ({
    ...row,
    ages: AGES.map((days, index) => ({ days, quantity: ages[String(index)] ?? '0' })),
  }));
}

/** What lies there and of which none has left since `days` ago. */
export async function slowMovers(
  ctx: Ctx,
  { days, locationId }: { days: string; locationId: string | undefined },
): Promise<Row<typeof slowMoversOut>[]> {
  const places = placesOf(ctx, locationId);
  const here = (ref: string) => (places === null ? sql`true` : sql`${sql.ref(ref)} = ANY(${places}::uuid[])`);
  const { rows } = await sql<Row<typeof slowMoversOut>>`
    WITH there AS (
      SELECT item_id, sum(on_hand) AS quantity FROM stock_balances WHERE on_hand > 0 AND ${here('location_id')} GROUP BY item_id),
    gone AS (
      SELECT item_id, max(effective_date) AS last_out FROM stock_moves
      WHERE from_location_id IS NOT NULL AND to_end IS NOT NULL AND ${here('from_location_id')} AND movement_type <> 'REPACK' GROUP BY item_id),
    come AS (SELECT item_id, min(effective_date) AS first_in FROM stock_moves WHERE from_end IS NOT NULL GROUP BY item_id)
    SELECT i.id AS item_id, i.sku, i.name AS item_name, i.unit, t.quantity,
      CASE WHEN c.qty > 0 THEN round(c.value * t.quantity / c.qty, 4) ELSE 0 END::numeric(20,4) AS stock_value, g.last_out AS last_out_on
    FROM there t JOIN inventory_items i ON i.id = t.item_id LEFT JOIN gone g ON g.item_id = t.item_id
    LEFT JOIN come f ON f.item_id = t.item_id LEFT JOIN item_costs c ON c.item_id = t.item_id
    WHERE coalesce(g.last_out, f.first_in) <= ${COMPANY_DAY} - ${days}::int ORDER BY g.last_out NULLS FIRST, i.sku`.execute(
    ctx.db,
  );
  return rows;
}

type History = z.output<typeof historyOut>['data'][number];

/** Movements of an item, newest first, with what there was after each. `limit` rows at most. */
export async function history(
  ctx: Ctx,
  itemId: string,
  query: { locationId: string | undefined; lotId: string | undefined; beforeSeq: string | undefined },
  limit: number,
): Promise<History[]> {
  const places = placesOf(ctx, query.locationId);
  const signs = places === null ? allPlaces : placesOnly(places);
  const { rows } = await sql<History>`
    SELECT m.id, m.seq::text AS seq, m.posted_at, m.effective_date, m.movement_type, m.source_type, m.source_id,
      lots.number AS lot_number, m.change::numeric(18,4) AS change, m.balance::numeric(18,4) AS balance
    FROM (SELECT *, ${signs('qty')} AS change, sum(${signs('qty')}) OVER (ORDER BY seq) AS balance FROM stock_moves
      WHERE item_id = ${itemId}::uuid AND (${query.lotId ?? null}::uuid IS NULL OR lot_id = ${query.lotId ?? null}::uuid)) m
    LEFT JOIN lots ON lots.id = m.lot_id
    WHERE m.change <> 0 AND (${query.beforeSeq ?? null}::bigint IS NULL OR m.seq < ${query.beforeSeq ?? null}::bigint)
    ORDER BY m.seq DESC LIMIT ${limit}`.execute(ctx.db);
  return rows;
}
