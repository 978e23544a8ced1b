import { z } from 'zod';
import { id, text } from './fields';
import { itemOut } from './inventory';

/** What a scanner reads or somebody types. */
export const scanParams = z.object({ code: text(200) });

export const scanOut = z.object({
  kind: z.enum(['ITEM']),
  id,
  /** What in the record it was. */
  matched: z.enum(['BARCODE', 'SKU', 'ID']),
  item: itemOut,
});

export type Scanned = z.infer<typeof scanOut>;
