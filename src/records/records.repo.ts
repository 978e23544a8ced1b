import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { TenantContext } from '@/context';
import { CUSTOM_FIELD_TABLES, type CustomFieldTable } from '@/contract/enums';
import { within, withinAny } from '@/database/scope';
import { notFound, Refusal } from '@/lib/refusal';

/** The tables whose rows carry a version and can be put away. */
export type RecordTable =
  | CustomRecordTable
  | 'itemCategories'
  | 'styles'
  | 'itemPrices'
  | 'lots'
  | 'stockDocuments'
  | 'stockCounts';
/** Those of them that a company may give fields of its own. */
type CustomRecordTable =
  | 'suppliers'
  | 'customers'
  | 'inventoryItems'
  | 'productionOrders'
  | 'qualityRecords'
  | 'financialTransactions';
export type VersionedTable = RecordTable | 'locations' | 'reservations' | 'stockAlerts';
export type CustomTable = CustomRecordTable | 'locations';
/** The tables other records may point at. */
export type LinkTable = VersionedTable;

/** What PostgreSQL calls them. */
export const TABLE_NAMES = {
  locations: 'locations',
  suppliers: 'suppliers',
  customers: 'customers',
  inventoryItems: 'inventory_items',
  productionOrders: 'production_orders',
  qualityRecords: 'quality_records',
  financialTransactions: 'financial_transactions',
  itemCategories: 'item_categories',
  styles: 'styles',
  lots: 'lots',
  stockDocuments: 'stock_documents',
  stockCounts: 'stock_counts',
  reservations: 'reservations',
  stockAlerts: 'stock_alerts',
  itemPrices: 'item_prices',
} as const satisfies Record<CustomTable, CustomFieldTable> & Record<VersionedTable, string>;

/** What PostgreSQL calls a table that may have fields of the company's own; undefined for one that may not. */
export function customFieldTable(table: VersionedTable): CustomFieldTable | undefined {
  const name = TABLE_NAMES[table];
  return CUSTOM_FIELD_TABLES.find((each) => each === name);
}

/** The columns with the locations a record is of; a table that is not named has none, and everybody sees its records. */
export const LOCATION_COLUMNS: Readonly<Partial<Record<VersionedTable, readonly string[]>>> = {
  locations: ['id'],
  productionOrders: ['location_id'],
  qualityRecords: ['location_id'],
  financialTransactions: ['location_id'],
  stockDocuments: ['location_id', 'to_location_id'],
  stockCounts: ['location_id'],
  reservations: ['location_id'],
  stockAlerts: ['location_id'],
};

/** What must be true of a record of `table`, which the query calls `alias`, for whoever asks to see it; else it is not there. */
export function inScope(
  { scope }: Pick<TenantContext, 'scope'>,
  table: VersionedTable,
  alias: string = TABLE_NAMES[table],
): RawBuilder<SqlBool> {
  const columns = LOCATION_COLUMNS[table];
  const held = within(scope);
  if (!columns || !held) return sql<SqlBool>`true`;
  return withinAny(
    held,
    columns.map((column) => `${alias}.${column}`),
  );
}

/** The database's clock. */
export const NOW = sql<string>`now()`;

export type Changes = Readonly<Record<string, unknown>>;

/**
 * Changes a row that still has `version`, which goes up by one.
 * Throws NOT_FOUND when it is gone and VERSION_MISMATCH when somebody was faster.
 */
export async function updateVersioned(
  ctx: TenantContext,
  table: VersionedTable,
  id: string,
  version: number,
  changes: Changes,
): Promise<void> {
  const update = ctx.db
    .updateTable(table as 'suppliers')
    .set({ ...changes, version: sql<number>`version + 1`, updatedAt: NOW })
    .where('id', '=', id)
    .where('version', '=', version)
    .where(inScope(ctx, table));
  const { numUpdatedRows } = await update.executeTakeFirst();
  if (numUpdatedRows > 0n) return;
  throw (await exists(ctx, table, id)) ? changedMeanwhile() : notFound();
}

export const changedMeanwhile = () =>
  new Refusal('VERSION_MISMATCH', 'Somebody changed this in the meantime. Load it again to see how.');

export async function exists(ctx: TenantContext, table: VersionedTable, id: string): Promise<boolean> {
  return (await oneRow(ctx, table, id).select('id').executeTakeFirst()) !== undefined;
}

/** Holds a row for this transaction, so that what was read of it stays true until the change. */
export async function lockRow(ctx: TenantContext, table: VersionedTable, id: string): Promise<void> {
  const row = await oneRow(ctx, table, id).select('id').forUpdate().executeTakeFirst();
  if (!row) throw notFound();
}

/**
 * Whether a row that is to be linked is there, and in use: active, not put away. It stays so to the end of the transaction:
 * whoever puts it away, or merges it into another, waits for the link and sees it.
 */
export async function linkState(
  ctx: TenantContext,
  table: LinkTable,
  id: string,
): Promise<'usable' | 'inactive' | 'missing'> {
  const retired = table === 'locations' ? sql<boolean>`NOT is_active` : sql<boolean>`archived_at IS NOT NULL`;
  const row = await oneRow(ctx, table, id).select(retired.as('retired')).forKeyShare().executeTakeFirst();
  if (!row) return 'missing';
  return row.retired ? 'inactive' : 'usable';
}

/** The row of an id, unless it is at a place that whoever asks does not see. */
function oneRow(ctx: TenantContext, table: VersionedTable, id: string) {
  return ctx.db
    .selectFrom(table as 'suppliers')
    .where('id', '=', id)
    .where(inScope(ctx, table));
}

/** Whether a code is taken in a column that must be unique. */
export async function codeTaken(
  ctx: TenantContext,
  table: 'suppliers' | 'customers' | 'inventoryItems',
  code: string,
): Promise<boolean> {
  const column = table === 'inventoryItems' ? 'sku' : 'code';
  const row = await ctx.db
    .selectFrom(table as 'suppliers')
    .select('id')
    .where(column as 'code', '=', code)
    .executeTakeFirst();
  return row !== undefined;
}
