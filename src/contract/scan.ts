import { z } from 'zod';
import { id, text } from './fields';
import { itemOut } from './inventory';

/** What a scanner reads or somebody types. */
export const scanParams = z.object({ code: text(200) });

export const scanOut = z.object({
  kind: z.enum(['ITEM', 'LOT']),
  /** Of the item, or of the lot. */
  id,
  /** What in the record it was. */
  matched: z.enum(['BARCODE', 'SKU', 'ID', 'NUMBER']),
  /** The item, of a lot the one it is of. */
  item: itemOut,
  lot: z.object({ id, number: z.string() }).nullable(),
});

export type Scanned = z.infer<typeof scanOut>;
