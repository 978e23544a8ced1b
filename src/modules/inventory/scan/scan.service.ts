import type { TenantContext } from '@/context';
import { id as idSchema } from '@/contract/fields';
import type { Scanned } from '@/contract/scan';
import { spellings } from '@/lib/barcode';
import { notFound, Refusal } from '@/lib/refusal';
import { items } from '../items/items.service';
import { itemByBarcode, itemById, itemBySku, lotById, lotsByNumber, type ScannedLot } from './scan.repo';

type Found = { readonly itemId: string; readonly lot: ScannedLot | null; readonly matched: Scanned['matched'] };
/** In the order in which they are asked; the first that knows the code answers. */
type Finder = (ctx: TenantContext, code: string) => Promise<Found | undefined>;

const FINDERS: readonly Finder[] = [
  async (ctx, code) => ofItem('BARCODE', await itemByBarcode(ctx, code, spellings(code))),
  async (ctx, code) => ofItem('SKU', await itemBySku(ctx, code)),
  // What the QR code of a label says.
  async (ctx, code) => {
    const id = idSchema.safeParse(code).data;
    if (id === undefined) return undefined;
    return ofItem('ID', await itemById(ctx, id)) ?? ofLot('ID', await lotById(ctx, id));
  },
  async (ctx, code) => ofLot('NUMBER', onlyOne(code, await lotsByNumber(ctx, code))),
];

const ofItem = (matched: Scanned['matched'], itemId: string | undefined): Found | undefined =>
  itemId === undefined ? undefined : { itemId, lot: null, matched };
const ofLot = (matched: Scanned['matched'], lot: ScannedLot | undefined): Found | undefined =>
  lot && { itemId: lot.itemId, lot, matched };

function onlyOne(number: string, lots: readonly ScannedLot[]): ScannedLot | undefined {
  if (lots.length > 1)
    throw new Refusal('RULE_VIOLATED', `Lots of several items have the number ${number}: name the item first.`);
  return lots[0];
}

/**
 * The item or lot of a code that was scanned or typed, archived or not. Throws NOT_FOUND, and RULE_VIOLATED for a number that
 * lots of several items have.
 */
export async function scan(ctx: TenantContext, code: string): Promise<Scanned> {
  for (const find of FINDERS) {
    const found = await find(ctx, code);
    if (!found) continue;
    const item = await items.get(ctx, found.itemId);
    const { lot, matched } = found;
    if (!lot) return { kind: 'ITEM', id: item.id, matched, item, lot: null };
    return { kind: 'LOT', id: lot.id, matched, item, lot: { id: lot.id, number: lot.number } };
  }
  throw notFound();
}
