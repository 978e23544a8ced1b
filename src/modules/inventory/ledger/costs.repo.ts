import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { TenantContext } from '@/context';
import { type GivenColumns, givenRows } from '@/database/givenRows';
import { runHeldBack, runHot } from '@/database/hotQuery';
import type { Costing, CostLayer, ItemCost } from './costing';

type Db = TenantContext['db'];

/** Holds what the stock of items is worth, in the order of their ids, as everybody does. */
export async function lockCosts(db: Db, itemIds: readonly string[]): Promise<ItemCost[]> {
  return runHot(
    sql<ItemCost>`
      SELECT c.item_id, c.qty, c.value FROM ${givenRows(itemIds, { item_id: ['uuid', (id) => id] })} AS w
      JOIN item_costs c ON c.item_id = w.item_id ORDER BY c.item_id FOR UPDATE OF c`,
    db,
  );
}

/** How much is to be taken of an item's layers: of those of one lot, or (`lotId` undefined) the oldest. */
export type LayerNeed = {
  readonly itemId: string;
  readonly lotId: string | null | undefined;
  readonly quantity: string;
};

/** The layers that `needs` use up, oldest first. Their items' costs are held. */
export async function readLayers(db: Db, needs: readonly LayerNeed[]): Promise<CostLayer[]> {
  if (needs.length === 0) return [];
  // Two joins, each by an index: one that asked for either would look at every layer of an item for each of its lots.
  const { rows } = await sql<CostLayer>`
    WITH w AS MATERIALIZED (
      SELECT * FROM unnest(${needs.map(({ itemId }) => itemId)}::uuid[], ${needs.map(({ lotId }) => lotId ?? null)}::uuid[],
        ${needs.map(({ lotId }) => lotId !== undefined)}::boolean[], ${needs.map(({ quantity }) => quantity)}::numeric[])
        WITH ORDINALITY AS w (item_id, lot_id, by_lot, quantity, place)),
    wanted AS (
      SELECT w.place, w.quantity, l.* FROM w JOIN cost_layers l ON l.item_id = w.item_id WHERE NOT w.by_lot
      UNION ALL SELECT w.place, w.quantity, l.* FROM w JOIN cost_layers l ON l.lot_id = w.lot_id AND l.item_id = w.item_id WHERE w.by_lot)
    SELECT id, item_id, lot_id, qty, value FROM (
      SELECT l.id, l.seq, l.item_id, l.lot_id, l.qty_left AS qty, l.value, l.quantity,
        sum(l.qty_left) OVER (PARTITION BY l.place ORDER BY l.seq) - l.qty_left AS before
      FROM wanted l) o
    WHERE before < quantity ORDER BY seq`.execute(db);
  return rows;
}

const ITEM: GivenColumns<ItemCost> = {
  item_id: ['uuid', ({ itemId }) => itemId],
  qty: ['numeric', ({ qty }) => qty],
  value: ['numeric', ({ value }) => value],
};

/** Writes what costing has found. A layer of which nothing is left is gone. */
export async function writeCosts(db: Db, { items, layers, newLayers }: Costing): Promise<void> {
  if (items.length > 0) {
    // What goes down is there already: only the others can be new.
    const statement = sql`
      WITH w AS MATERIALIZED (
        SELECT * FROM ${givenRows(items, ITEM)} AS given),
      less AS (
        UPDATE item_costs c SET qty = c.qty + w.qty, value = c.value + w.value FROM w
        WHERE c.item_id = w.item_id AND (w.qty < 0 OR w.value < 0))
      INSERT INTO item_costs AS c (item_id, qty, value) SELECT item_id, qty, value FROM w WHERE qty >= 0 AND value >= 0
      ON CONFLICT (item_id) DO UPDATE SET qty = c.qty + excluded.qty, value = c.value + excluded.value`;
    await runHeldBack(statement, db);
  }
  if (layers.length > 0) {
    const statement = sql`
      WITH w AS MATERIALIZED (
        SELECT * FROM unnest(${layers.map(({ id }) => id)}::uuid[], ${layers.map(({ qty }) => qty)}::numeric[],
          ${layers.map(({ value }) => value)}::numeric[]) AS w (id, qty, value)),
      gone AS (DELETE FROM cost_layers l USING w WHERE l.id = w.id AND l.qty_left + w.qty = 0)
      UPDATE cost_layers l SET qty_left = l.qty_left + w.qty, value = l.value + w.value
      FROM w WHERE l.id = w.id AND l.qty_left + w.qty <> 0`;
    await runHeldBack(statement, db);
  }
  if (newLayers.length > 0) {
    const statement = sql`
      INSERT INTO cost_layers (id, item_id, lot_id, qty_left, value)
      SELECT * FROM unnest(${newLayers.map(() => uuidv7())}::uuid[], ${newLayers.map(({ itemId }) => itemId)}::uuid[],
        ${newLayers.map(({ lotId }) => lotId)}::uuid[], ${newLayers.map(({ qty }) => qty)}::numeric[],
        ${newLayers.map(({ value }) => value)}::numeric[])`;
    await runHeldBack(statement, db);
  }
}
