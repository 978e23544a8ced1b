import { type Kysely, sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import type { TenantContext } from '@/context';
import type { Item, ItemListRow, itemListQuery } from '@/contract/inventory';
import type { ListAnswer } from '@/contract/list';
import { defineList, listOfTable, listRows } from '@/database/listRows';
import { andWithin, type Within, within } from '@/database/scope';
import type { TenantTables } from '@/database/tables';
import { loadRecord, loadRecords } from '@/records/customValues.repo';
import { usedAmong } from '@/records/manyRecords.repo';
import { idsBelow } from '../categories/categories.repo';
import { figuresOf } from './itemFigures';

const COLUMNS = [
  'inventoryItems.id',
  'inventoryItems.version',
  'inventoryItems.createdAt',
  'inventoryItems.updatedAt',
  'inventoryItems.archivedAt',
  'inventoryItems.sku',
  'inventoryItems.name',
  'inventoryItems.description',
  'inventoryItems.categoryId',
  'inventoryItems.styleId',
  'inventoryItems.kind',
  'inventoryItems.unit',
  'inventoryItems.currency',
  'inventoryItems.unitCost',
  'inventoryItems.reorderPoint',
  'inventoryItems.minimumStock',
  'inventoryItems.maximumStock',
  'inventoryItems.secondUnit',
  'inventoryItems.tracking',
  'inventoryItems.valuation',
  'inventoryItems.composition',
  'inventoryItems.yarnCount',
  'inventoryItems.yarnCountSystem',
  'inventoryItems.yarnPly',
  'inventoryItems.gsm',
  'inventoryItems.widthMm',
  'inventoryItems.colour',
  'inventoryItems.shade',
  'inventoryItems.size',
  'inventoryItems.barcode',
] as const;

const SOURCE = listOfTable('inventory_items', {
  name: 'items',
  sort: { name: 'text', sku: 'text', kind: 'text', createdAt: 'timestamptz', updatedAt: 'timestamptz' },
  search: ['inventory_items.name', 'inventory_items.sku', 'inventory_items.barcode', 'inventory_items.colour'],
  filters: ['kind', 'categoryId', 'styleId'],
  archives: true,
  custom: 'inventory_items',
});

const CATEGORY = sql<string | null>`(SELECT c.name FROM item_categories c WHERE c.id = inventory_items.category_id)`;

/** Items with their stock over all locations that whoever asks may see. */
function selectItems(db: Kysely<TenantTables>, held: Within) {
  const here = andWithin(held, 'b.location_id');
  const total = (column: 'on_hand' | 'reserved') =>
    sql<string>`coalesce((SELECT sum(b.${sql.raw(column)}) FROM stock_balances b WHERE b.item_id = inventory_items.id${here}), 0)::numeric(18,4)`;
  return db
    .selectFrom('inventoryItems')
    .select([...COLUMNS, CATEGORY.as('category'), total('on_hand').as('onHand'), total('reserved').as('reserved')]);
}

const LIST = defineList(SOURCE, selectItems);

export async function listItems(
  ctx: TenantContext,
  query: z.output<typeof itemListQuery>,
): Promise<ListAnswer<ItemListRow>> {
  const { category, categoryId } = query;
  if (category === undefined && categoryId === undefined) return listRows(ctx, LIST, query);
  const named = category === undefined ? undefined : await idsBelow(ctx, { name: category });
  const chosen = categoryId === undefined ? named : await idsBelow(ctx, { id: categoryId });
  const within = chosen?.filter((id) => named?.includes(id) ?? true);
  return listRows(ctx, LIST, { ...query, categoryId: within });
}

/** The items whose `sku` or `id` is one of these, as the list shows them. */
export async function loadItems(ctx: TenantContext, field: string, values: readonly string[]): Promise<ItemListRow[]> {
  const column = field === 'id' ? 'inventoryItems.id' : 'inventoryItems.sku';
  const query = selectItems(ctx.db, within(ctx.scope)).where(column, '=', sql<string>`ANY(${values})`);
  return loadRecords<ItemListRow>(ctx, 'inventoryItems', 'inventory_items', query);
}

export async function findItem(ctx: TenantContext, id: string): Promise<Item | undefined> {
  const held = within(ctx.scope);
  const query = selectItems(ctx.db, held).where('inventoryItems.id', '=', id);
  const item = await loadRecord<ItemListRow>(ctx, 'inventoryItems', 'inventory_items', query);
  if (!item) return undefined;
  const stock = await ctx.db
    .selectFrom('stockBalances')
    .innerJoin('locations', 'locations.id', 'stockBalances.locationId')
    .select(({ fn }) => [
      'stockBalances.locationId',
      'locations.name as locationName',
      fn.sum<string>('stockBalances.onHand').as('onHand'),
      fn.sum<string>('stockBalances.reserved').as('reserved'),
    ])
    .where('stockBalances.itemId', '=', id)
    .$call((lines) => (held ? lines.where(held('stock_balances.location_id')) : lines))
    .groupBy(['stockBalances.locationId', 'locations.name'])
    .orderBy('locations.name')
    .execute();
  return { ...item, ...figuresOf(item), stock };
}

/** What is written in an item's unit, and in the others it has. */
const MOVED = ['stock_moves', 'stock_balances', 'lots', 'stock_document_lines'] as const;

/** Whether anything is written in the item's unit: a movement, a balance, a lot, a line of a document, be it a draft. */
export async function wasMoved(ctx: TenantContext, id: string): Promise<boolean> {
  const of = (table: string) => sql`EXISTS (SELECT FROM ${sql.table(table)} WHERE item_id = ${id})`;
  const tables = MOVED.map(of);
  const { rows } = await sql<{ moved: boolean }>`SELECT ${sql.join(tables, sql` OR `)} AS moved`.execute(ctx.db);
  return rows[0]?.moved === true;
}

/** Which of many items something is written in the units of, as `wasMoved`. */
export async function movedAmong(ctx: TenantContext, ids: readonly string[]): Promise<ReadonlySet<string>> {
  return usedAmong(
    ctx,
    MOVED.map((table) => [table, 'item_id']),
    ids,
  );
}

/** The items that have one of these barcodes. */
export async function itemsByBarcode(
  { db }: TenantContext,
  barcodes: readonly string[],
): Promise<ReadonlyMap<string, { readonly id: string; readonly sku: string }>> {
  const rows = await db
    .selectFrom('inventoryItems')
    .select(['id', 'sku', sql<string>`barcode`.as('code')])
    .where('barcode', '=', sql<string>`ANY(${barcodes})`)
    .execute();
  return new Map(rows.map(({ code, ...item }) => [code, item]));
}

type NewItem = {
  sku: string;
  name: string;
  kind: string;
  unit: string;
  currency: string;
  composition: string | null | undefined;
  category?: string | null;
  categoryId?: string | null;
};

export async function insertItem(ctx: TenantContext, row: NewItem): Promise<string> {
  const id = uuidv7();
  await ctx.db
    .insertInto('inventoryItems')
    .values({ id, ...row })
    .execute();
  return id;
}
