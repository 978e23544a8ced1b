import { sql } from 'kysely';
import type { TenantContext } from '@/context';
import type { IMAGE_RENDITIONS } from '@/contract/enums';

export type Rendition = (typeof IMAGE_RENDITIONS)[number];

/** Where the bytes of pictures are. */
export type ImageStore = {
  put(ctx: TenantContext, imageId: string, rendition: Rendition, bytes: Buffer): Promise<void>;
  get(ctx: TenantContext, imageId: string, rendition: Rendition): Promise<Buffer | undefined>;
  /** All renditions of a picture. */
  remove(ctx: TenantContext, imageId: string): Promise<void>;
};

/** In the company's own schema: docs/decisions/pictures-in-the-schema.md says why. */
export const imageStore: ImageStore = {
  async put(ctx, imageId, rendition, bytes) {
    await ctx.db
      .insertInto('itemImageFiles')
      .values({ imageId, rendition, bytes: Buffer.from(bytes) })
      .execute();
  },
  async get(ctx, imageId, rendition) {
    const row = await ctx.db
      .selectFrom('itemImageFiles')
      .select(sql<Buffer>`bytes`.as('bytes'))
      .where('imageId', '=', imageId)
      .where('rendition', '=', rendition)
      .executeTakeFirst();
    return row?.bytes;
  },
  async remove(ctx, imageId) {
    await ctx.db.deleteFrom('itemImageFiles').where('imageId', '=', imageId).execute();
  },
};
