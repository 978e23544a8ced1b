import { sql } from 'kysely';
import type { TenantContext } from '@/context';

/** The item with a barcode, as it is written or else as another scanner would spell the same number. */
export async function itemByBarcode(
  ctx: TenantContext,
  code: string,
  spellings: readonly string[],
): Promise<string | undefined> {
  const row = await ctx.db
    .selectFrom('inventoryItems')
    .select('id')
    .where('barcode', 'in', spellings)
    .orderBy(sql`barcode = ${code}`, 'desc')
    .orderBy('barcode')
    .limit(1)
    .executeTakeFirst();
  return row?.id;
}

/** The item with a SKU, as it is written. */
export async function itemBySku(ctx: TenantContext, code: string): Promise<string | undefined> {
  const row = await ctx.db.selectFrom('inventoryItems').select('id').where('sku', '=', code).executeTakeFirst();
  return row?.id;
}

export async function itemById(ctx: TenantContext, id: string): Promise<string | undefined> {
  const row = await ctx.db.selectFrom('inventoryItems').select('id').where('id', '=', id).executeTakeFirst();
  return row?.id;
}

export type ScannedLot = { readonly id: string; readonly itemId: string; readonly number: string };

export async function lotById(ctx: TenantContext, id: string): Promise<ScannedLot | undefined> {
  return ctx.db.selectFrom('lots').select(['id', 'itemId', 'number']).where('id', '=', id).executeTakeFirst();
}

/** Lots of a number, as it is written: no more than are needed to know that there are several. */
export async function lotsByNumber(ctx: TenantContext, number: string): Promise<ScannedLot[]> {
  return ctx.db.selectFrom('lots').select(['id', 'itemId', 'number']).where('number', '=', number).limit(2).execute();
}
