import { type Kysely, sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import type { TenantContext } from '@/context';
import type { ListAnswer } from '@/contract/list';
import type { createStyleBody, Style, StyleListRow, styleListQuery } from '@/contract/styles';
import { defineList, listOfTable, listRows } from '@/database/listRows';
import type { TenantTables } from '@/database/tables';
import { idsBelow } from '../categories/categories.repo';

const COLUMNS = [
  'id',
  'version',
  'createdAt',
  'updatedAt',
  'archivedAt',
  'code',
  'name',
  'season',
  'description',
  'categoryId',
  'kind',
  'unit',
  'composition',
  'gsm',
] as const;

const SOURCE = listOfTable('styles', {
  name: 'styles',
  sort: { name: 'text', code: 'text', createdAt: 'timestamptz', updatedAt: 'timestamptz' },
  search: ['styles.name', 'styles.code', 'styles.season'],
  filters: ['kind', 'season', 'categoryId'],
  archives: true,
});

const VARIANTS = sql<number>`(SELECT count(*)::int FROM inventory_items i WHERE i.style_id = styles.id)`;

const selectStyles = (db: Kysely<TenantTables>) =>
  db.selectFrom('styles').select([...COLUMNS, VARIANTS.as('variantCount')]);

const LIST = defineList(SOURCE, selectStyles);

export async function listStyles(
  ctx: TenantContext,
  query: z.output<typeof styleListQuery>,
): Promise<ListAnswer<StyleListRow>> {
  const { categoryId } = query;
  if (categoryId === undefined) return listRows(ctx, LIST, query);
  return listRows(ctx, LIST, { ...query, categoryId: await idsBelow(ctx, { id: categoryId }) });
}

export async function findStyle(ctx: TenantContext, id: string): Promise<Style | undefined> {
  const style = await selectStyles(ctx.db).where('id', '=', id).executeTakeFirst();
  if (!style) return undefined;
  const colourways = await colourwaysOf(ctx, id);
  const sizes = await sizesOf(ctx, id);
  return {
    ...(style as StyleListRow),
    colourways: colourways.map(({ code, name }) => ({ code, name })),
    sizes: sizes.map(({ code }) => code),
  };
}

export const colourwaysOf = (ctx: TenantContext, styleId: string) =>
  ctx.db
    .selectFrom('styleColourways')
    .select(['id', 'code', 'name'])
    .where('styleId', '=', styleId)
    .orderBy('position')
    .execute();

export const sizesOf = (ctx: TenantContext, styleId: string) =>
  ctx.db.selectFrom('styleSizes').select(['id', 'code']).where('styleId', '=', styleId).orderBy('position').execute();

type NewStyle = Omit<z.output<typeof createStyleBody>, 'colourways' | 'sizes'>;

export async function insertStyle(ctx: TenantContext, row: NewStyle): Promise<string> {
  const id = uuidv7();
  await ctx.db
    .insertInto('styles')
    .values({ id, ...row })
    .execute();
  return id;
}
