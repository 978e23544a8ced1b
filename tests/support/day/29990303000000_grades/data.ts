import type { Batch } from '@/database/fleet/dataMigration';

/** Everybody begins as B; two thousand at a time. */
export const batch: Batch = async (rows, cursor) => {
  const { rows: moved } = await rows.query<{ last: string | null; count: number }>(
    `WITH moved AS (
       UPDATE customers SET grade = coalesce(grade || ', again', 'B')
       WHERE id IN (SELECT id FROM customers WHERE $1::uuid IS NULL OR id > $1 ORDER BY id LIMIT 2000) RETURNING id)
     SELECT max(id::text) AS last, count(*)::int AS count FROM moved`,
    [cursor],
  );
  const [batchOfRows] = moved;
  return batchOfRows?.last ? { cursor: batchOfRows.last, rows: batchOfRows.count } : null;
};
