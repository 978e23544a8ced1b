import pg from 'pg';
import { asOperator } from '@/database/owner';
import { tenantSchema } from '@/database/tenantName';
import { makeCompany } from './api';
import { asSuperuser } from './database';
import { MARK, NUMBER_MARK } from './marks';
import { makeRecords, type RecordKind } from './records';

/** A company with a mark in all its texts, and the ids of all its rows. */
export type MarkedCompany = {
  readonly id: string;
  readonly ownerId: string;
  readonly records: Readonly<Record<RecordKind, { readonly id: string }>>;
  readonly ids: readonly string[];
};

type Column = { schema: string; table: string; column: string; type: string; checked: boolean };

/** Columns that the product itself reads to know the state of a schema: marking them would make it a broken one. */
const BOOKKEEPING = new Set(['tenants.schema_version', 'tenants.migrations_digest']);
const HISTORY = '_prisma_migrations';
const CHECK_VIOLATION = '23514';
const TOO_LONG = '22001';

/** A company with one of each record, marked. */
export async function makeMarkedCompany(): Promise<MarkedCompany> {
  const { id, ownerId, owner } = await makeCompany({ name: 'The neighbour' });
  const records = await makeRecords(owner);
  await markEveryText(id);
  return { id, ownerId, records, ids: [...(await rowIds(id)), records.role.id, records.apiKey.id] };
}

/**
 * Writes the company's mark into every text and JSON column of every row it has, in its schema and in `public`, and the
 * number mark into the numeric ones. What a CHECK or the type's length forbids is left: see unmarkedColumns.
 */
export async function markEveryText(tenantId: string): Promise<void> {
  const columns = await columnsOf(tenantId);
  await asOperator(async (client) => {
    await client.query('BEGIN');
    for (const column of columns) await markColumn(client, tenantId, column);
    await client.query('COMMIT');
  });
}

/** The text columns without the company's mark in all their rows, and whether a CHECK or a short type is the reason. */
export async function unmarkedColumns(tenantId: string): Promise<{ name: string; bound: boolean }[]> {
  const texts = (await columnsOf(tenantId)).filter(({ type }) => !type.startsWith('numeric'));
  const counts = await asSuperuser<{ name: string; marked: boolean }>(
    texts
      .map(
        (column) =>
          `SELECT '${nameOf(column)}' AS name, coalesce(bool_and(coalesce(${quoted(column.column)}::text, '') ILIKE '%${MARK}${tenantId}%'), ${column.schema === 'public'}) AS marked
           FROM ${tableOf(column)} t WHERE ${rowsOf(tenantId, column)}`,
      )
      .join(' UNION ALL '),
  );
  const marked = new Set(counts.filter((count) => count.marked).map(({ name }) => name));
  return texts
    .filter((column) => !marked.has(nameOf(column)))
    .map((column) => ({ name: nameOf(column), bound: column.checked || /^character\(/.test(column.type) }));
}

async function markColumn(client: pg.Client, tenantId: string, column: Column): Promise<void> {
  const mark = `${MARK}${tenantId}`;
  for (const value of valuesFor(column, mark)) {
    await client.query('SAVEPOINT before_mark');
    try {
      await client.query(
        `UPDATE ${tableOf(column)} t SET ${quoted(column.column)} = ${value} WHERE ${rowsOf(tenantId, column)}`,
      );
      return;
    } catch (error) {
      const { code = '' } = error as pg.DatabaseError;
      if (![CHECK_VIOLATION, TOO_LONG].includes(code)) throw error;
      await client.query('ROLLBACK TO before_mark');
    }
  }
}

/** What to try, the plainest first; the old text stays behind the mark, so that unique texts stay unique. */
function valuesFor({ column, type }: Column, mark: string): string[] {
  const name = quoted(column);
  if (type.startsWith('numeric')) return [NUMBER_MARK];
  if (type.startsWith('json')) return [`jsonb_build_object('canary', '${mark}')::${type}`];
  return [mark, mark.toLowerCase()].map((text) => `'${text} ' || coalesce(${name}, '')`);
}

/** Every text, JSON and numeric column of the company's schema and of the global tables that have rows about it. */
async function columnsOf(tenantId: string): Promise<Column[]> {
  const columns = await asSuperuser<Column>(
    `SELECT n.nspname AS schema, c.relname AS table, a.attname AS column, format_type(a.atttypid, a.atttypmod) AS type,
            EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'c' AND a.attnum = ANY(k.conkey)) AS checked
     FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname IN ($1, 'public') AND c.relkind IN ('r', 'p') AND c.relname <> $2 AND a.attnum > 0
       AND NOT a.attisdropped AND format_type(a.atttypid, NULL) IN ('text', 'character varying', 'character', 'json', 'jsonb', 'numeric')
     ORDER BY 1, 2, a.attnum`,
    [tenantSchema(tenantId), HISTORY],
  );
  const owned = new Set((await linkColumns()).map(({ table }) => table));
  return columns.filter(
    ({ schema, table, column }) => schema !== 'public' || (owned.has(table) && !BOOKKEEPING.has(`${table}.${column}`)),
  );
}

/** Which rows of a table are about the company: all of its own schema; of a global one those that point at it or its members. */
function rowsOf(tenantId: string, { schema, table }: Column): string {
  const members = `(SELECT user_id FROM public.user_tenants WHERE tenant_id = '${tenantId}')`;
  if (schema !== 'public') return 'true';
  if (table === 'tenants') return `id = '${tenantId}'`;
  if (table === 'users') return `id IN ${members}`;
  return `to_jsonb(t) ->> 'tenant_id' = '${tenantId}' OR to_jsonb(t) ->> 'user_id' IN ${members.replace('user_id', 'user_id::text')}`;
}

/** The global tables with rows about companies or people. */
async function linkColumns(): Promise<{ table: string }[]> {
  return asSuperuser(
    `SELECT DISTINCT table_name AS table FROM information_schema.columns WHERE table_schema = 'public'
       AND (column_name IN ('tenant_id', 'user_id') OR table_name IN ('users', 'tenants'))`,
  );
}

/** The ids of all rows of the company's own schema. */
async function rowIds(tenantId: string): Promise<string[]> {
  const schema = tenantSchema(tenantId);
  const columns = await asSuperuser<{ table: string; column: string }>(
    `SELECT table_name AS table, column_name AS column FROM information_schema.columns
     WHERE table_schema = $1 AND data_type = 'uuid' AND column_name = 'id'`,
    [schema],
  );
  const rows = await asSuperuser<{ id: string }>(
    columns
      .map(({ table, column }) => `SELECT ${quoted(column)}::text AS id FROM ${schema}.${quoted(table)}`)
      .join(' UNION '),
  );
  return rows.map(({ id }) => id);
}

const quoted = (name: string) => pg.escapeIdentifier(name);
const tableOf = ({ schema, table }: Column) => `${quoted(schema)}.${quoted(table)}`;
const nameOf = ({ schema, table, column }: Column) => `${schema === 'public' ? 'public' : 'tenant'}.${table}.${column}`;
