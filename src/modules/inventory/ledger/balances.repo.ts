import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { TenantContext } from '@/context';
import { type GivenColumns, givenRows } from '@/database/givenRows';
import { runHot } from '@/database/hotQuery';
import type { BalanceChange, BalanceKey } from './balanceChanges';

/** Stands for "no lot" in the key of a balance. */
export const NO_LOT = sql.raw(`'00000000-0000-0000-0000-000000000000'::uuid`);

type Db = TenantContext['db'];

/** A balance that is held for this transaction. */
export type HeldBalance = BalanceKey & { readonly onHand: string; readonly onHand2: string };

/** A key, as a row that a statement is given. */
export const KEY: GivenColumns<BalanceKey> = {
  item_id: ['uuid', ({ itemId }) => itemId],
  location_id: ['uuid', ({ locationId }) => locationId],
  lot_id: ['uuid', ({ lotId }) => lotId],
  status: ['text', ({ status }) => status],
};
const CHANGE: GivenColumns<BalanceChange> = {
  ...KEY,
  delta: ['numeric', ({ delta }) => delta],
  delta2: ['numeric', ({ delta2 }) => delta2],
  released: ['numeric', ({ released }) => released],
  // Of a balance that is new: lists show those of one item in the order they came.
  new_id: ['uuid', () => uuidv7()],
};
/** What is true of a balance `b` and the key `w` it has. */
export const sameKey = sql`b.item_id = w.item_id AND b.location_id = w.location_id AND b.status = w.status
  AND coalesce(b.lot_id, ${NO_LOT}) = coalesce(w.lot_id, ${NO_LOT})`;

/** Holds the balances of `keys` that are there, one after the other in the order given. */
export async function lockBalances(db: Db, keys: readonly BalanceKey[]): Promise<HeldBalance[]> {
  const { rows } = await sql<HeldBalance>`
    SELECT b.item_id, b.location_id, b.lot_id, b.status, b.on_hand, b.on_hand_2
    FROM ${givenRows(keys, KEY, 'place')} AS w
    JOIN stock_balances b ON ${sameKey} ORDER BY w.place FOR UPDATE OF b`.execute(db);
  return rows;
}

/** A change that was made; `movedOn` is the latest day the balance was moved on, this time included. */
export type ChangedBalance = { readonly place: number; readonly id: string; readonly movedOn: string };

/**
 * Makes all changes that can be made: a balance only goes down where that much is on hand and not reserved. Answers those
 * that were made, by their place in `changes` from 1.
 */
export async function changeBalances(
  db: Db,
  changes: readonly BalanceChange[],
  effectiveDate: string,
): Promise<ChangedBalance[]> {
  const statement = sql<ChangedBalance>`
    WITH w AS MATERIALIZED (
      SELECT * FROM ${givenRows(changes, CHANGE, 'place')} AS given),
    taken AS (
      UPDATE stock_balances b SET on_hand = b.on_hand + w.delta, on_hand_2 = b.on_hand_2 + w.delta2,
        reserved = b.reserved - w.released, last_moved_on = greatest(b.last_moved_on, ${effectiveDate}::date), updated_at = now()
      FROM w WHERE (w.delta < 0 OR w.released > 0) AND ${sameKey}
        AND b.reserved >= w.released AND b.on_hand + w.delta >= b.reserved - w.released
      RETURNING w.place, b.id, b.last_moved_on),
    given AS (
      INSERT INTO stock_balances AS b (id, item_id, location_id, lot_id, status, on_hand, on_hand_2, last_moved_on)
      SELECT new_id, item_id, location_id, lot_id, status, delta, delta2, ${effectiveDate}::date FROM w
      WHERE delta >= 0 AND released = 0 ORDER BY place
      ON CONFLICT (item_id, location_id, status, (coalesce(lot_id, ${NO_LOT}))) DO UPDATE SET
        on_hand = b.on_hand + excluded.on_hand, on_hand_2 = b.on_hand_2 + excluded.on_hand_2,
        last_moved_on = greatest(b.last_moved_on, excluded.last_moved_on), updated_at = now()
      RETURNING b.id, b.item_id, b.location_id, b.lot_id, b.status, b.last_moved_on)
    SELECT place::int, id, last_moved_on::text AS moved_on FROM taken
    UNION ALL SELECT w.place::int, b.id, b.last_moved_on::text FROM given b JOIN w ON ${sameKey}`;
  return runHot(statement, db);
}

/** What people call a balance, and how much of it can leave. */
export type NamedBalance = {
  readonly place: number;
  readonly item: string;
  readonly location: string;
  readonly lot: string | null;
  readonly unit: string;
  readonly available: string;
};

export async function nameBalances(db: Db, keys: readonly BalanceKey[]): Promise<NamedBalance[]> {
  const { rows } = await sql<NamedBalance>`
    SELECT w.place::int, i.sku || ' ' || i.name AS item, l.name AS location, lots.number AS lot, i.unit,
      coalesce(b.on_hand - b.reserved, 0)::text AS available
    FROM ${givenRows(keys, KEY, 'place')} AS w
    JOIN inventory_items i ON i.id = w.item_id JOIN locations l ON l.id = w.location_id
    LEFT JOIN lots ON lots.id = w.lot_id LEFT JOIN stock_balances b ON ${sameKey} ORDER BY w.place`.execute(db);
  return rows;
}
