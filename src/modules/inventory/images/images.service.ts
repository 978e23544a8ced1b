import { v7 as uuidv7 } from 'uuid';
import type { TenantContext } from '@/context';
import { type Image, MOST_IMAGES } from '@/contract/images';
import type { Download, Upload } from '@/http/route';
import { notFound, Refusal } from '@/lib/refusal';
import { changedMeanwhile, lockRow } from '@/records/records.repo';
import { imageStore, type Rendition } from './imageStore.repo';
import * as repo from './images.repo';
import { renditionsOf } from './pictures';

export async function addImage(ctx: TenantContext, itemId: string, upload: Upload | undefined): Promise<Image> {
  if (!upload) throw new Error('a route with pictures takes none');
  const { full, thumbnail, width, height } = await renditionsOf(await upload.read(0, upload.size), upload.contentType);
  await lockRow(ctx, 'inventoryItems', itemId);
  if ((await repo.imagesOf(ctx, itemId)).length >= MOST_IMAGES)
    throw new Refusal('RULE_VIOLATED', `An item has at most ${MOST_IMAGES} pictures: remove one first.`);
  const id = uuidv7();
  await repo.insertImage(ctx, { id, itemId, width, height, sizeBytes: full.length });
  await imageStore.put(ctx, id, 'FULL', full);
  await imageStore.put(ctx, id, 'THUMBNAIL', thumbnail);
  const after = await getImage(ctx, id);
  await ctx.audit({ action: 'create', entity: 'item_image', entityId: id, after });
  return after;
}

export async function removeImage(ctx: TenantContext, id: string, version: number): Promise<undefined> {
  const before = await getImage(ctx, id);
  await imageStore.remove(ctx, id);
  if (!(await repo.deleteImage(ctx, id, version))) throw changedMeanwhile();
  await ctx.audit({ action: 'delete', entity: 'item_image', entityId: id, before });
  return undefined;
}

export async function imageFile(ctx: TenantContext, id: string, rendition: Rendition): Promise<Download> {
  const bytes = await imageStore.get(ctx, id, rendition);
  if (!bytes) throw notFound();
  return { fileName: `${id}.webp`, contentType: 'image/webp', chunks: inOnePiece(bytes) };
}

async function* inOnePiece(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function getImage(ctx: TenantContext, id: string): Promise<Image> {
  const image = await repo.findImage(ctx, id);
  if (!image) throw notFound();
  return image;
}
