import { z } from 'zod';
import { ITEM_KINDS } from './enums';
import { recordOut } from './fields';
import { listOf } from './list';

/** `{category:3}-{style}-{colour}-{size}-{seq:4}`: see docs/items.md. */
const pattern = z
  .string()
  .regex(
    /^(?=.*\{(seq|style)\b)[A-Za-z0-9 ._/{}:-]{1,80}$/,
    'Must be letters, digits, signs like - and places like {seq:4}, at most 80 characters, with {seq} or {style} in it',
  );

export const skuPatternBody = z.strictObject({ kind: z.enum(ITEM_KINDS), pattern });
export const skuPatternOut = z.object({ ...recordOut, kind: z.enum(ITEM_KINDS), pattern: z.string() });
export const skuPatternListOut = listOf(skuPatternOut);

export const skuPreviewQuery = z.strictObject({ kind: z.enum(ITEM_KINDS), pattern });
/** What the next items would be called, for an example of each. */
export const skuPreviewOut = z.object({ variant: z.string(), item: z.string() });

export type SkuPatternRow = z.infer<typeof skuPatternOut>;
