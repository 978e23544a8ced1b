import type { TenantContext } from '@/context';
import type { Image } from '@/contract/images';

const select = (ctx: TenantContext) =>
  ctx.db.selectFrom('itemImages').select(['id', 'version', 'itemId', 'width', 'height', 'sizeBytes', 'createdAt']);

/** The pictures of an item, oldest first: that is the one it is shown with. */
export async function imagesOf(ctx: TenantContext, itemId: string): Promise<Image[]> {
  return select(ctx).where('itemId', '=', itemId).orderBy('createdAt').orderBy('id').execute();
}

export async function findImage(ctx: TenantContext, id: string): Promise<Image | undefined> {
  return select(ctx).where('id', '=', id).executeTakeFirst();
}

type NewImage = Pick<Image, 'id' | 'itemId' | 'width' | 'height' | 'sizeBytes'>;

export async function insertImage(ctx: TenantContext, row: NewImage): Promise<void> {
  await ctx.db.insertInto('itemImages').values(row).execute();
}

/** Whether a row of this version was there to delete. */
export async function deleteImage(ctx: TenantContext, id: string, version: number): Promise<boolean> {
  const { numDeletedRows } = await ctx.db
    .deleteFrom('itemImages')
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}
