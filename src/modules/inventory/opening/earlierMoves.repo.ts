import { sql } from 'kysely';
import type { TenantContext } from '@/context';
import type { StockStatus } from '@/contract/enums';
import { givenRows } from '@/database/givenRows';

/** What a row says lay there at the beginning of a day. */
export type OpeningKey = {
  readonly itemId: string;
  readonly locationId: string;
  readonly lotId: string | null;
  readonly status: StockStatus;
  readonly day: string;
};

/** What there is of it already, by the place of the key from 0. */
export type Earlier = {
  readonly place: number;
  /** The first day before that one on which it moved. */
  readonly movedOn: string | null;
  readonly isOpened: boolean;
  /** The document it was opened by, if it was one. */
  readonly openedBy: string | null;
};

const KEY = {
  item_id: ['uuid', ({ itemId }: OpeningKey) => itemId],
  location_id: ['uuid', ({ locationId }: OpeningKey) => locationId],
  lot_id: ['uuid', ({ lotId }: OpeningKey) => lotId],
  status: ['text', ({ status }: OpeningKey) => status],
  day: ['date', ({ day }: OpeningKey) => day],
} as const;

/** Holds the items until the transaction ends: of two that say what lay there at the beginning the later sees the other. */
export async function holdItems({ db }: TenantContext, ids: readonly string[]): Promise<void> {
  await sql`SELECT 1 FROM inventory_items WHERE id = ANY(${ids}::uuid[]) ORDER BY id FOR NO KEY UPDATE`.execute(db);
}

/**
 * Of each key with something of before: movements that were not taken back, and opening stock. What this transaction itself
 * has written, of rows before, is none of it.
 */
export async function earlierMoves({ db }: TenantContext, keys: readonly OpeningKey[]): Promise<Earlier[]> {
  const { rows } = await sql<Earlier>`
    SELECT (w.place - 1)::int AS place, min(m.effective_date) FILTER (WHERE m.from_end IS DISTINCT FROM 'OPENING')::text AS moved_on,
      coalesce(bool_or(m.from_end = 'OPENING'), false) AS is_opened, min(d.number) FILTER (WHERE m.from_end = 'OPENING') AS opened_by
    FROM ${givenRows(keys, KEY, 'place')} AS w
    JOIN stock_moves m ON m.item_id = w.item_id AND m.lot_id IS NOT DISTINCT FROM w.lot_id
    LEFT JOIN stock_documents d ON d.id = m.source_id
    WHERE m.xmin <> pg_current_xact_id()::xid AND m.reversal_of_id IS NULL
      AND NOT EXISTS (SELECT 1 FROM stock_moves back WHERE back.reversal_of_id = m.id)
      AND CASE WHEN m.from_end = 'OPENING' THEN m.to_location_id = w.location_id AND m.to_status = w.status
        ELSE w.location_id IN (m.from_location_id, m.to_location_id) AND m.effective_date < w.day END
    GROUP BY w.place`.execute(db);
  return rows;
}
