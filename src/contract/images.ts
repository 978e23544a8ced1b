import { z } from 'zod';
import { id, instant } from './fields';
import { listOf } from './list';

/** What pictures may be sent as; they are kept as WebP. */
export const IMAGE_TYPES = ['image/jpeg', 'image/png', 'image/webp'] as const;
export const MOST_IMAGE_BYTES = 10 * 1024 * 1024;
/** Width times height. */
export const MOST_PIXELS = 50_000_000;
export const MOST_IMAGES = 12;

export const imageOut = z.object({
  id,
  version: z.number().int(),
  itemId: id,
  width: z.number().int(),
  height: z.number().int(),
  sizeBytes: z.number().int(),
  createdAt: instant,
});
export const imageListOut = listOf(imageOut);

export type Image = z.infer<typeof imageOut>;
