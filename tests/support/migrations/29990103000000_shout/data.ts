import type { Batch } from '@/database/fleet/dataMigration';

/** Two customers at a time, in the order of their ids. */
export const batch: Batch = async (rows, cursor) => {
  const { rows: moved } = await rows.query<{ id: string }>(
    `UPDATE customers SET shout = coalesce(shout, '') || upper(name)
     WHERE id IN (SELECT id FROM customers WHERE $1::uuid IS NULL OR id > $1 ORDER BY id LIMIT 2) RETURNING id`,
    [cursor],
  );
  const last = moved
    .map(({ id }) => id)
    .sort()
    .at(-1);
  return last ? { cursor: last, rows: moved.length } : null;
};
