import type { TenantContext } from '@/context';
import { id as idSchema } from '@/contract/fields';
import type { Scanned } from '@/contract/scan';
import { spellings } from '@/lib/barcode';
import { notFound } from '@/lib/refusal';
import { items } from '../items/items.service';
import { itemByBarcode, itemBySku } from './scan.repo';

type Found = { readonly id: string; readonly matched: Scanned['matched'] } | undefined;
/** In the order in which they are asked; the first that knows the code answers. */
type Finder = (ctx: TenantContext, code: string) => Promise<Found>;

const FINDERS: readonly Finder[] = [
  async (ctx, code) => matching('BARCODE', await itemByBarcode(ctx, code, spellings(code))),
  async (ctx, code) => matching('SKU', await itemBySku(ctx, code)),
  // What the QR code of a label says.
  async (_ctx, code) => matching('ID', idSchema.safeParse(code).data),
];

const matching = (matched: Scanned['matched'], id: string | undefined): Found => (id ? { id, matched } : undefined);

/** The item of a code that was scanned or typed, archived or not. Throws NOT_FOUND. */
export async function scan(ctx: TenantContext, code: string): Promise<Scanned> {
  for (const find of FINDERS) {
    const found = await find(ctx, code);
    if (found) return { kind: 'ITEM', ...found, item: await items.get(ctx, found.id) };
  }
  throw notFound();
}
