import { sql } from 'kysely';
import type { TenantContext } from '@/context';

export type OpenReservation = {
  readonly id: string;
  readonly itemId: string;
  readonly locationId: string;
  readonly lotId: string | null;
  readonly quantityOpen: string;
  /** Active, and its time is not over. */
  readonly isOpen: boolean;
};
/** What a reservation holds of one balance; `lotId` is the balance's. */
export type Allocated = {
  readonly reservationId: string;
  readonly balanceId: string;
  readonly lotId: string | null;
  readonly quantity: string;
};

/** Holds reservations, in the order of their ids, and tells what they hold. */
export async function lockForUse(
  { db }: Pick<TenantContext, 'db'>,
  ids: readonly string[],
): Promise<{ reservations: OpenReservation[]; allocations: Allocated[] }> {
  const { rows: reservations } = await sql<OpenReservation>`
    SELECT id, item_id, location_id, lot_id, quantity_open, status = 'ACTIVE' AND expires_at > now() AS is_open
    FROM reservations WHERE id = ANY(${ids}::uuid[]) ORDER BY id FOR UPDATE`.execute(db);
  const { rows: allocations } = await sql<Allocated>`
    SELECT a.reservation_id, a.balance_id, b.lot_id, a.quantity FROM reservation_allocations a
    JOIN stock_balances b ON b.id = a.balance_id WHERE a.reservation_id = ANY(${ids}::uuid[])
    ORDER BY a.reservation_id, a.balance_id`.execute(db);
  return { reservations, allocations };
}

type Used = { readonly id: string; readonly quantityOpen: string };
type Change = Allocated & { readonly left: string; readonly freed?: string };

/** Writes what is left of reservations and of what they hold; frees what is promised on balances nothing is taken from. */
export async function writeUse(
  { db }: Pick<TenantContext, 'db'>,
  used: readonly Used[],
  changes: readonly Change[],
): Promise<void> {
  await sql`
    UPDATE reservations r SET quantity_open = w.quantity, status = CASE WHEN w.quantity > 0 THEN 'ACTIVE' ELSE 'USED' END,
      version = version + 1, updated_at = now()
    FROM unnest(${used.map(({ id }) => id)}::uuid[], ${used.map(({ quantityOpen }) => quantityOpen)}::numeric[]) AS w (id, quantity)
    WHERE r.id = w.id AND r.quantity_open <> w.quantity`.execute(db);
  await sql`
    WITH w AS MATERIALIZED (SELECT * FROM unnest(${changes.map(({ reservationId }) => reservationId)}::uuid[],
      ${changes.map(({ balanceId }) => balanceId)}::uuid[], ${changes.map(({ left }) => left)}::numeric[],
      ${changes.map(({ freed }) => freed ?? '0')}::numeric[]) AS w (reservation_id, balance_id, quantity, freed)),
    gone AS (
      DELETE FROM reservation_allocations a USING w
      WHERE a.reservation_id = w.reservation_id AND a.balance_id = w.balance_id AND w.quantity = 0),
    less AS (
      UPDATE reservation_allocations a SET quantity = w.quantity FROM w
      WHERE a.reservation_id = w.reservation_id AND a.balance_id = w.balance_id AND w.quantity > 0)
    UPDATE stock_balances b SET reserved = b.reserved - f.freed, updated_at = now()
    FROM (SELECT balance_id, sum(freed) AS freed FROM w WHERE freed > 0 GROUP BY balance_id) f WHERE b.id = f.balance_id`.execute(
    db,
  );
}
