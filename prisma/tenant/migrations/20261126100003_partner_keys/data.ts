import type { Batch } from '@/database/fleet/dataMigration';
import { nameKey } from '../../../../src/lib/partnerKeys';
import { taxKey } from '../../../../src/lib/taxIds';

type Row = { id: string; name: string; tax_id: string | null; country: string | null };

const TABLES = ['suppliers', 'customers'];
const AT_ONCE = 1000;

/** What names and tax ids are compared by, and the terms there are as their first version. The cursor is `table:id`. */
export const batch: Batch = async (rows, cursor) => {
  const [table = TABLES[0] ?? '', after = '00000000-0000-0000-0000-000000000000'] = cursor?.split(':') ?? [];
  const { rows: found } = await rows.query<Row>(
    `SELECT id, name, tax_id, country FROM ${table} WHERE id > $1 ORDER BY id LIMIT ${AT_ONCE}`,
    [after],
  );
  const last = found.at(-1)?.id;
  if (!last) {
    const next = TABLES[TABLES.indexOf(table) + 1];
    return next ? { cursor: `${next}:00000000-0000-0000-0000-000000000000`, rows: 0 } : null;
  }
  await rows.query(
    `UPDATE ${table} t SET name_key = k.name_key, tax_key = k.tax_key
     FROM unnest($1::uuid[], $2::text[], $3::text[]) AS k (id, name_key, tax_key) WHERE t.id = k.id`,
    [
      found.map(({ id }) => id),
      found.map(({ name }) => nameKey(name)),
      found.map(({ tax_id, country }) => taxKey(tax_id, country)),
    ],
  );
  const owner = table === 'suppliers' ? 'supplier_id' : 'customer_id';
  await rows.query(
    `INSERT INTO partner_terms (id, ${owner}, number, text, created_at)
     SELECT gen_random_uuid(), id, 1, terms, updated_at FROM ${table}
     WHERE id = ANY($1::uuid[]) AND terms IS NOT NULL AND NOT EXISTS (SELECT FROM partner_terms WHERE ${owner} = ${table}.id)`,
    [found.map(({ id }) => id)],
  );
  return { cursor: `${table}:${last}`, rows: found.length };
};
