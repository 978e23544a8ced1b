import type pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import type { CustomField } from '@/contract/customFields';
import type { CustomFieldTable } from '@/contract/enums';
import { notFound } from '@/lib/refusal';
import { FIELD_COLUMNS } from './read';

/** The declarations in the schema of the company that `client` acts in, as its owner. */

export async function fieldsOn(client: pg.Client, table: CustomFieldTable): Promise<CustomField[]> {
  const select = `SELECT ${FIELD_COLUMNS} FROM custom_fields WHERE table_name = $1`;
  return (await client.query<CustomField>(select, [table])).rows;
}

/** Throws NOT_FOUND. */
export async function requireField(client: pg.Client, id: string): Promise<CustomField> {
  const { rows } = await client.query<CustomField>(`SELECT ${FIELD_COLUMNS} FROM custom_fields WHERE id = $1`, [id]);
  return found(rows);
}

export async function insertField(
  client: pg.Client,
  { table, key, label, type, choices, position }: Omit<CustomField, 'id' | 'createdAt'>,
): Promise<CustomField> {
  const { rows } = await client.query<CustomField>(
    `INSERT INTO custom_fields (id, table_name, key, label, type, choices, "position")
     VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING ${FIELD_COLUMNS}`,
    [uuidv7(), table, key, label, type, choices && JSON.stringify(choices), position],
  );
  return found(rows);
}

/** Writes what may change of a field. */
export async function updateField(
  client: pg.Client,
  { id, label, position, choices }: Pick<CustomField, 'id' | 'label' | 'position' | 'choices'>,
): Promise<CustomField> {
  const { rows } = await client.query<CustomField>(
    `UPDATE custom_fields SET label = $2, "position" = $3, choices = $4 WHERE id = $1 RETURNING ${FIELD_COLUMNS}`,
    [id, label, position, choices && JSON.stringify(choices)],
  );
  return found(rows);
}

export async function deleteField(client: pg.Client, id: string): Promise<void> {
  await client.query('DELETE FROM custom_fields WHERE id = $1', [id]);
}

/** How many columns a table has had, those counted that are gone. */
export async function columnsEver(client: pg.Client, table: CustomFieldTable): Promise<number> {
  const { rows } = await client.query<{ ever: number }>(
    'SELECT max(attnum)::int AS ever FROM pg_attribute WHERE attrelid = $1::regclass',
    [table],
  );
  return rows[0]?.ever ?? 0;
}

function found(rows: readonly CustomField[]): CustomField {
  const [field] = rows;
  if (!field) throw notFound();
  return field;
}
