import type { Batch } from '@/database/fleet/dataMigration';

/** A thousand customers at a time, in the order of their ids. */
export const batch: Batch = async (rows, cursor) => {
  const { rows: seen } = await rows.query<{ id: string }>(
    'SELECT id FROM customers WHERE $1::uuid IS NULL OR id > $1 ORDER BY id LIMIT 1000',
    [cursor],
  );
  const last = seen.at(-1)?.id;
  if (!last) return null;
  await rows.query(
    `UPDATE customers SET contact_person = contact_name
     WHERE id = ANY($1) AND contact_person IS DISTINCT FROM contact_name`,
    [seen.map(({ id }) => id)],
  );
  return { cursor: last, rows: seen.length };
};
