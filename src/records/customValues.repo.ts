import { type AliasedRawBuilder, type RawBuilder, type SqlBool, sql } from 'kysely';
import type { TenantContext } from '@/context';
import { fieldsOfTable } from '@/contract/customFields';
import type { CustomValue, CustomValues } from '@/contract/customValues';
import { quotedColumn } from '@/database/customFields/columns';
import { type CustomTable, customFieldTable, inScope, TABLE_NAMES, type VersionedTable } from './records.repo';

/** A query for rows, to which columns can be added. */
export type RowQuery = {
  where(condition: RawBuilder<SqlBool>): RowQuery;
  select(columns: readonly AliasedRawBuilder<CustomValue, string>[]): RowQuery;
  execute(): Promise<readonly object[]>;
};

/**
 * The one row of `query` as a record: with the values of the company's own fields of `table` in `custom`; undefined also for
 * one at a place that whoever asks does not see. `alias` is what the query calls the table.
 */
export async function loadRecord<Out extends { readonly custom: CustomValues }>(
  ctx: TenantContext,
  table: CustomTable,
  alias: string,
  query: RowQuery,
): Promise<Out | undefined> {
  const [record] = await loadRecords<Out>(ctx, table, alias, query);
  return record;
}

/** All rows of `query`, in the same way. */
export async function loadRecords<Out extends { readonly custom: CustomValues }>(
  ctx: TenantContext,
  table: CustomTable,
  alias: string,
  query: RowQuery,
): Promise<Out[]> {
  const fields = fieldsOfTable(ctx.fields, TABLE_NAMES[table]);
  // Raw, for Kysely would make another name of one like `x_lot2`; the names that are read back are plain.
  const columns = fields.map(({ key }, index) =>
    sql<CustomValue>`${sql.ref(alias)}.${sql.raw(quotedColumn(key))}`.as(`custom${index}`),
  );
  const seen = query.where(inScope(ctx, table, alias));
  const found = await (columns.length > 0 ? seen.select(columns) : seen).execute();
  return found.map((each) => {
    const row: Record<string, unknown> = { ...each };
    const custom = Object.fromEntries(fields.map(({ key }, index) => [key, row[`custom${index}`]]));
    for (const index of fields.keys()) delete row[`custom${index}`];
    return { ...row, custom } as unknown as Out;
  });
}

/** Writes the values that are given of the company's own fields; what they may be was checked with the request. */
export async function writeCustomValues(
  ctx: TenantContext,
  table: VersionedTable,
  id: string,
  custom: CustomValues | undefined,
): Promise<void> {
  const declaring = customFieldTable(table);
  if (!custom || !declaring) return;
  const given = fieldsOfTable(ctx.fields, declaring).filter(({ key }) => Object.hasOwn(custom, key));
  if (given.length === 0) return;
  const changes = given.map(({ key }) => sql`${sql.raw(quotedColumn(key))} = ${custom[key]}`);
  await sql`UPDATE ${sql.table(table)} SET ${sql.join(changes)} WHERE id = ${id}`.execute(ctx.db);
}
