import pg from 'pg';
import type { CustomField } from '@/contract/customFields';
import type { CustomFieldTable } from '@/contract/enums';
import { quotedColumn } from './columns';

/** How many rows hold a value in a field; with `values`, one of these. */
export async function countValues(
  client: pg.Client,
  { table, key }: CustomField,
  values?: readonly string[],
): Promise<number> {
  const column = quotedColumn(key);
  const { rows } = await client.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM ${pg.escapeIdentifier(table)}
     WHERE ${values ? `${column} = ANY($1)` : `${column} IS NOT NULL`}`,
    values ? [values] : [],
  );
  return rows[0]?.count ?? 0;
}

/** Nobody else reads or writes the table until the transaction ends, as when a column is dropped. */
export async function holdTable(client: pg.Client, table: CustomFieldTable): Promise<void> {
  await client.query(`LOCK TABLE ${pg.escapeIdentifier(table)} IN ACCESS EXCLUSIVE MODE`);
}
