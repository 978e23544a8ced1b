import { v7 as uuidv7 } from 'uuid';
import type { TenantContext } from '@/context';
import { postedItem } from '../documents/lines';
import { readHead, readLines } from '../documents/readings.repo';
import { postMoves } from '../ledger/post';

/** What lies where when an item is entered, in its unit. */
export type OpeningStock = readonly { readonly locationId: string; readonly onHand: string }[];

/** The first entries of an item in the ledger, at what the item says one costs. */
export async function postOpeningStock(ctx: TenantContext, itemId: string, stock: OpeningStock): Promise<void> {
  const [first] = stock;
  if (!first) return;
  const [reading] = await readLines(ctx, [{ itemId }]);
  if (!reading) throw new Error('an item that was just made is not there');
  const { today } = await readHead(ctx, first);
  const item = postedItem(itemId, reading, ctx.tenant.currency);
  const lines = stock.map(({ locationId, onHand }, index) => ({
    sourceLineId: uuidv7(),
    path: `openingStock.${index}.onHand`,
    item,
    lotId: null,
    from: { end: 'OPENING' as const },
    to: { locationId, status: 'AVAILABLE' as const },
    quantity: onHand,
    entered: { unit: reading.unit, quantity: onHand, factor: '1' },
    movementType: 'OPENING' as const,
  }));
  await postMoves(ctx, {
    sourceType: 'ITEM',
    sourceId: itemId,
    event: 'OPENING',
    effectiveDate: today,
    reason: null,
    lines,
  });
}
