import { IMAGE_TYPES, imageListOut, imageOut, MOST_IMAGE_BYTES } from '@/contract/images';
import { defineRoute } from '@/http/route';
import { idParams } from '@/records/recordRoutes';
import { items } from '../items/items.service';
import { imagesOf } from './images.repo';
import { addImage, imageFile, removeImage } from './images.service';

const shared = { tag: 'Inventory', access: 'tenant', params: idParams } as const;
const OF_ITEM = '/inventory/items/:id/images';
const ONE = '/inventory/images/:id';

export const imageRoutes = [
  defineRoute({
    ...shared,
    method: 'GET',
    path: OF_ITEM,
    summary: 'The pictures of an item',
    permission: 'inventory:read',
    response: imageListOut,
    handler: async (ctx, { params }) => {
      const { id } = await items.get(ctx, params.id);
      return { data: await imagesOf(ctx, id), nextCursor: null };
    },
  }),
  defineRoute({
    ...shared,
    method: 'POST',
    path: OF_ITEM,
    summary: 'Add a picture to an item',
    permission: 'inventory:write',
    upload: { types: IMAGE_TYPES, mostBytes: MOST_IMAGE_BYTES },
    response: imageOut,
    status: 201,
    errors: ['RULE_VIOLATED'],
    handler: (ctx, { params, upload }) => addImage(ctx, params.id, upload),
  }),
  defineRoute({
    ...shared,
    method: 'GET',
    path: ONE,
    summary: 'A picture, at most 1600 pixels wide and high',
    permission: 'inventory:read',
    downloads: ['image/webp'],
    handler: (ctx, { params }) => imageFile(ctx, params.id, 'FULL'),
  }),
  defineRoute({
    ...shared,
    method: 'GET',
    path: `${ONE}/thumbnail`,
    summary: 'A small picture, at most 320 pixels wide and high',
    permission: 'inventory:read',
    downloads: ['image/webp'],
    handler: (ctx, { params }) => imageFile(ctx, params.id, 'THUMBNAIL'),
  }),
  defineRoute({
    ...shared,
    method: 'DELETE',
    path: ONE,
    summary: 'Remove a picture',
    permission: 'inventory:write',
    ifMatch: true,
    handler: (ctx, { params, version }) => removeImage(ctx, params.id, version),
  }),
];
