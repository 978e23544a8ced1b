import { sql } from 'kysely';
import type { TenantContext } from '@/context';

/**
 * Ends what is past its time, of these items or (undefined) of all, and frees what it held. Answers the reservations. One
 * that somebody uses just now is left to them.
 */
export async function releaseExpired(
  { db }: Pick<TenantContext, 'db'>,
  itemIds?: readonly string[],
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    WITH due AS MATERIALIZED (
      SELECT id FROM reservations WHERE status = 'ACTIVE' AND expires_at <= now()
        ${itemIds ? sql`AND item_id = ANY(${itemIds}::uuid[])` : sql``}
      ORDER BY id FOR UPDATE SKIP LOCKED),
    ended AS (
      UPDATE reservations r SET status = 'EXPIRED', quantity_open = 0, version = version + 1, updated_at = now()
      FROM due WHERE r.id = due.id RETURNING r.id),
    freed AS (
      DELETE FROM reservation_allocations a USING due WHERE a.reservation_id = due.id RETURNING a.balance_id, a.quantity),
    given AS (
      UPDATE stock_balances b SET reserved = b.reserved - f.quantity, updated_at = now()
      FROM (SELECT balance_id, sum(quantity) AS quantity FROM freed GROUP BY balance_id) f WHERE b.id = f.balance_id)
    SELECT id FROM ended`.execute(db);
  return rows.map(({ id }) => id);
}
