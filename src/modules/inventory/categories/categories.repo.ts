import { type Kysely, sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import type { TenantContext } from '@/context';
import type { Category, categoryListQuery } from '@/contract/categories';
import type { ListAnswer } from '@/contract/list';
import { defineList, listOfTable, listRows } from '@/database/listRows';
import type { TenantTables } from '@/database/tables';

const SOURCE = listOfTable('item_categories', {
  name: 'item categories',
  sort: { name: 'text', createdAt: 'timestamptz', updatedAt: 'timestamptz' },
  search: ['item_categories.name'],
  filters: ['parentId'],
  archives: true,
});

const PATH = sql<string[]>`(WITH RECURSIVE up AS (
    SELECT c.parent_id, c.name, 1 AS level FROM item_categories c WHERE c.id = item_categories.id
    UNION ALL SELECT p.parent_id, p.name, up.level + 1 FROM item_categories p JOIN up ON p.id = up.parent_id)
  SELECT array_agg(up.name ORDER BY up.level DESC) FROM up)`;
const ITEM_COUNT = sql<number>`(SELECT count(*)::int FROM inventory_items i
  WHERE i.category_id = item_categories.id AND i.archived_at IS NULL)`;

const selectCategories = (db: Kysely<TenantTables>) =>
  db
    .selectFrom('itemCategories')
    .select(['id', 'version', 'createdAt', 'updatedAt', 'archivedAt', 'name', 'parentId'])
    .select([PATH.as('path'), ITEM_COUNT.as('itemCount')]);

const LIST = defineList(SOURCE, selectCategories);

export async function listCategories(
  ctx: TenantContext,
  query: z.output<typeof categoryListQuery>,
): Promise<ListAnswer<Category>> {
  return listRows(ctx, LIST, query);
}

export async function findCategory(ctx: TenantContext, id: string): Promise<Category | undefined> {
  return selectCategories(ctx.db).where('id', '=', id).executeTakeFirst();
}

export async function insertCategory(ctx: TenantContext, row: { name: string; parentId?: string | null | undefined }) {
  const id = uuidv7();
  await ctx.db
    .insertInto('itemCategories')
    .values({ id, ...row })
    .execute();
  return id;
}

/** A new category of the top level; undefined where there is one called so. */
export async function insertTopLevel(ctx: TenantContext, name: string): Promise<string | undefined> {
  const row = await ctx.db
    .insertInto('itemCategories')
    .values({ id: uuidv7(), name })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return row?.id;
}

/** Holds the whole tree for this transaction, so that two who move branches at once do not tie them to each other. */
export async function lockTree(ctx: TenantContext): Promise<void> {
  await ctx.db.selectFrom('itemCategories').select('id').orderBy('id').forUpdate().execute();
}

export type Branch = { readonly ids: readonly string[]; readonly levels: number };

/** A category and all that is below it, and how many levels that makes. */
export async function branchOf(ctx: TenantContext, id: string): Promise<Branch> {
  const { rows } = await sql<{ id: string; level: number }>`WITH RECURSIVE below AS (
      SELECT id, 1 AS level FROM item_categories WHERE id = ${id}
      UNION ALL SELECT c.id, b.level + 1 FROM item_categories c JOIN below b ON c.parent_id = b.id)
    SELECT id, level FROM below`.execute(ctx.db);
  return { ids: rows.map((row) => row.id), levels: Math.max(0, ...rows.map(({ level }) => level)) };
}

/** The ids of categories by id or name, and of all that are below them. */
export async function idsBelow(ctx: TenantContext, of: { id: string } | { name: string }): Promise<string[]> {
  const first = 'id' in of ? sql`id = ${of.id}` : sql`name = ${of.name}`;
  const { rows } = await sql<{ id: string }>`WITH RECURSIVE below AS (
      SELECT id FROM item_categories WHERE ${first}
      UNION SELECT c.id FROM item_categories c JOIN below b ON c.parent_id = b.id)
    SELECT id FROM below`.execute(ctx.db);
  return rows.map(({ id }) => id);
}

/** Whether something in use is directly below a category. */
export async function hasActiveChildren(ctx: TenantContext, id: string): Promise<boolean> {
  const child = await ctx.db
    .selectFrom('itemCategories')
    .select('id')
    .where('parentId', '=', id)
    .where('archivedAt', 'is', null)
    .executeTakeFirst();
  return child !== undefined;
}

/** New categories of the top level, but for those that are called so already; answers the ids of the new ones. */
export async function insertTopLevels(ctx: TenantContext, names: readonly string[]): Promise<string[]> {
  if (names.length === 0) return [];
  const rows = await ctx.db
    .insertInto('itemCategories')
    .values(names.map((name) => ({ id: uuidv7(), name })))
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .execute();
  return rows.map(({ id }) => id);
}

/** Categories by their ids. */
export async function findCategories(ctx: TenantContext, ids: readonly string[]): Promise<Category[]> {
  return selectCategories(ctx.db).where('id', '=', sql<string>`ANY(${ids})`).orderBy('id').execute();
}

export type Named = {
  readonly id: string;
  readonly name: string;
  readonly parentId: string | null;
  readonly archivedAt: string | null;
};

/** The categories called by one of these names, those of the top level first. */
export async function categoriesNamed(ctx: TenantContext, names: readonly string[]): Promise<Named[]> {
  return ctx.db
    .selectFrom('itemCategories')
    .select(['id', 'name', 'parentId', 'archivedAt'])
    .where('name', '=', sql<string>`ANY(${names})`)
    .orderBy(sql`parent_id IS NOT NULL`)
    .orderBy('id')
    .execute();
}
