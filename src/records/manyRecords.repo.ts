import { type RawBuilder, sql } from 'kysely';
import type { TenantContext } from '@/context';
import type { CustomField } from '@/contract/customFields';
import { quotedColumn, sqlType } from '@/database/customFields/columns';
import { isStillReferenced } from '@/database/faults';
import { columnOf } from '@/database/naming';
import { nextNumbers } from '@/database/numbers';
import type { NumberSeries } from '@/lib/numberSeries';
import { NOW, type RecordTable, TABLE_NAMES } from './records.repo';

/** Many records of one kind, always in one statement. */

/** A column that is written: by which name a row has its value, what it is called in the table, and its type there. */
export type ManyColumn = { readonly name: string; readonly column: string; readonly type: string };

export const plainColumn = (field: string, type: string): ManyColumn => ({
  name: field,
  column: `"${columnOf(field).replace(/([a-z])(\d)/g, '$1_$2')}"`,
  type,
});
export const customColumn = ({ key, type }: CustomField, name: string): ManyColumn => ({
  name,
  column: quotedColumn(key),
  type: sqlType(type),
});

type Rows = readonly Readonly<Record<string, unknown>>[];

/** The rows as a table in FROM, called r, with a column of each name. */
function given(rows: Rows, columns: readonly ManyColumn[]): RawBuilder<unknown> {
  const types = columns.map(({ name, type }) => sql`${sql.raw(`"${name}"`)} ${sql.raw(type)}`);
  return sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(${sql.join(types)})`;
}

const ofRow = ({ name }: ManyColumn) => sql`r.${sql.raw(`"${name}"`)}`;

export async function insertMany(
  { db }: TenantContext,
  table: RecordTable,
  columns: readonly ManyColumn[],
  rows: Rows,
): Promise<void> {
  if (rows.length === 0) return;
  const names = sql.join(columns.map(({ column }) => sql.raw(column)));
  await sql`INSERT INTO ${sql.table(TABLE_NAMES[table])} (${names})
    SELECT ${sql.join(columns.map(ofRow))} FROM ${given(rows, columns)}`.execute(db);
}

const ID: ManyColumn = { name: 'id', column: 'id', type: 'uuid' };

/** Sets the columns of the records of the rows' ids; each one's version goes up by one. The caller holds them. */
export async function updateMany(
  { db }: TenantContext,
  table: RecordTable,
  columns: readonly ManyColumn[],
  rows: Rows,
): Promise<void> {
  if (rows.length === 0) return;
  const changes = columns.map((column) => sql`${sql.raw(column.column)} = ${ofRow(column)}`);
  await sql`UPDATE ${sql.table(TABLE_NAMES[table])} t
    SET ${sql.join([...changes, sql`version = t.version + 1`, sql`updated_at = ${NOW}`])}
    FROM ${given(rows, [ID, ...columns])} WHERE t.id = r.id`.execute(db);
}

export type Held = { readonly id: string; readonly version: number };

/** Holds the records whose column has one of these values until the transaction ends, in one order for everybody. */
export async function holdMany(
  { db }: TenantContext,
  table: RecordTable,
  field: string,
  values: readonly string[],
): Promise<void> {
  await sql`SELECT 1 FROM ${sql.table(TABLE_NAMES[table])} WHERE ${sql.raw(columnOf(field))} = ANY(${values})
    ORDER BY id FOR UPDATE`.execute(db);
}

/** Answers false when something points at one of them. */
export async function deleteMany({ db }: TenantContext, table: RecordTable, ids: readonly string[]): Promise<boolean> {
  try {
    await sql`DELETE FROM ${sql.table(TABLE_NAMES[table])} WHERE id = ANY(${ids})`.execute(db);
    return true;
  } catch (error) {
    if (!isStillReferenced(error)) throw error;
    return false;
  }
}

/** A table and its column that points at records. */
export type Reference = readonly [table: string, column: string];

/** Which of the records something points at. */
export async function usedAmong(
  { db }: TenantContext,
  references: readonly Reference[],
  ids: readonly string[],
): Promise<Set<string>> {
  if (ids.length === 0 || references.length === 0) return new Set();
  const each = references.map(
    ([table, column]) =>
      sql`SELECT ${sql.ref(column)} AS id FROM ${sql.table(table)} WHERE ${sql.ref(column)} = ANY(${ids})`,
  );
  const { rows } = await sql<{ id: string }>`${sql.join(each, sql` UNION `)}`.execute(db);
  return new Set(rows.map(({ id }) => id));
}

/** Removes what points at the records. */
export async function deleteParts(
  { db }: TenantContext,
  references: readonly Reference[],
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  for (const [table, column] of references)
    await sql`DELETE FROM ${sql.table(table)} WHERE ${sql.ref(column)} = ANY(${ids})`.execute(db);
}

/** So many numbers of a series that no record has yet. Its counter stays locked to the end of the transaction: take them late. */
export async function freeNumbers(
  ctx: TenantContext,
  table: RecordTable,
  field: string,
  series: NumberSeries,
  count: number,
): Promise<string[]> {
  const free: string[] = [];
  while (free.length < count) {
    const numbers = await nextNumbers(ctx.db, series, count - free.length);
    const { rows } = await sql<{ code: string }>`SELECT ${sql.raw(columnOf(field))} AS code
      FROM ${sql.table(TABLE_NAMES[table])} WHERE ${sql.raw(columnOf(field))} = ANY(${numbers})`.execute(ctx.db);
    const taken = new Set(rows.map(({ code }) => code));
    free.push(...numbers.filter((number) => !taken.has(number)));
  }
  return free;
}
