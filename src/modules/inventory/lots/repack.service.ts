import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import type { TenantContext } from '@/context';
import type { StockStatus } from '@/contract/enums';
import type { joinBody, Lot, remeasureBody, splitBody } from '@/contract/lots';
import { compareDecimals, isZero, negateDecimal, subtractDecimals } from '@/lib/decimal';
import { fieldRefusal, Refusal } from '@/lib/refusal';
import { lockRow, updateVersioned } from '@/records/records.repo';
import { namesOf, postedItem } from '../documents/lines';
import { withNewLots } from '../documents/newLots';
import { todayAt } from '../documents/place';
import { readLines } from '../documents/readings.repo';
import { lockBalances } from '../ledger/balances.repo';
import { postMoves } from '../ledger/post';
import type { End, PostedItem, PostingLine } from '../ledger/posting';
import { lots } from './lots.service';
import { linkParents } from './repack.repo';

type Place = { readonly locationId: string; readonly status: StockStatus };
/** A place as it is said: what is there is available unless it says otherwise. */
type Said = { readonly locationId: string; readonly status?: StockStatus | undefined };
const REPACK = { end: 'REPACK' } as const;

/** Cuts new lots off one. What they weigh and measure goes from it to them. Throws INSUFFICIENT_STOCK. */
export async function splitLot(ctx: TenantContext, id: string, body: z.output<typeof splitBody>): Promise<Lot> {
  const { lot, item, names, at, today } = await begin(ctx, id, body);
  const { unit } = lot;
  const parts = body.parts.map((part) => ({
    item,
    names,
    lotId: null,
    lotNumber: null,
    newLot: { ...inherited(lot), ...(part.number !== undefined && { number: part.number }) },
    status: at.status,
    toStatus: null,
    quantity: part.quantity,
    quantity2: part.quantity2 ?? null,
    entered: { unit, quantity: part.quantity, factor: '1' },
    unitCost: null,
    reservationId: null,
  }));
  const made = await withNewLots(ctx, parts, { supplierId: lot.supplierId, receivedOn: lot.receivedOn ?? today });
  await linkParents(
    ctx,
    id,
    made.map(({ lotId }, index) => ({ lotId: lotId ?? '', isEndBit: body.parts[index]?.isEndBit ?? false })),
  );
  const moved = made.flatMap(({ lotId, quantity, quantity2 }, index) => {
    const path = `parts.${index}.quantity`;
    return repacked(lot, item, at, { from: id, to: lotId ?? '', quantity, quantity2: quantity2 ?? undefined, path });
  });
  return finish(ctx, lot, 'split', today, moved);
}

/** Puts all that other lots of the item have at a place to this one. */
export async function joinLots(ctx: TenantContext, id: string, body: z.output<typeof joinBody>): Promise<Lot> {
  const { lot, item, at, today } = await begin(ctx, id, body);
  const ids = [...new Set(body.lotIds)];
  const others = await readLines(
    ctx,
    ids.map((lotId) => ({ itemId: lot.itemId, lotId })),
  );
  const faults = others.flatMap(({ lotItemId, place }) =>
    lotItemId === lot.itemId && ids[place] !== id
      ? []
      : [{ path: `lotIds.${place}`, code: 'RULE_VIOLATED', message: 'There is no such other lot of this item' }],
  );
  if (faults.length > 0) throw new Refusal('RULE_VIOLATED', 'Some of these cannot be joined.', faults);
  const keys = ids.map((lotId) => ({ itemId: lot.itemId, lotId, ...at }));
  const held = await lockBalances(
    ctx.db,
    keys.sort((left, right) => (left.lotId < right.lotId ? -1 : 1)),
  );
  const there = held.filter(({ onHand }) => !isZero(onHand));
  if (there.length === 0) throw fieldRefusal('RULE_VIOLATED', 'lotIds', 'None of them has anything here');
  const moved = there.flatMap(({ lotId, onHand, onHand2 }, index) => {
    const path = `lotIds.${index}`;
    return repacked(lot, item, at, { from: lotId ?? '', to: id, quantity: onHand, quantity2: onHand2, path });
  });
  return finish(ctx, lot, 'join', today, moved);
}

/**
 * Says what a lot really is at a place: what is more or less is adjusted, with its reason. A second quantity of its own is
 * set by taking the lot out and putting it back as it was measured.
 */
export async function remeasureLot(ctx: TenantContext, id: string, body: z.output<typeof remeasureBody>): Promise<Lot> {
  const { lot, item, at, today } = await begin(ctx, id, body);
  if (body.quantity2 != null && item.secondUnit === null)
    throw fieldRefusal('RULE_VIOLATED', 'quantity2', 'This item has no second unit');
  const [held] = await lockBalances(ctx.db, [{ itemId: lot.itemId, lotId: id, ...at }]);
  if (body.actualLengthM !== undefined)
    await updateVersioned(ctx, 'lots', id, lot.version, { actualLengthM: body.actualLengthM });
  const { quantity, quantity2 } = body;
  const lines = difference(lot, item, at, subtractDecimals(quantity, held?.onHand ?? '0'), quantity2 != null);
  const back = { from: id, to: id, quantity, quantity2: quantity2 ?? '0', path: 'quantity2' };
  const anew = quantity2 == null || isZero(quantity) ? [] : repacked(lot, item, at, back);
  return finish(ctx, lot, 'remeasure', today, [...lines, ...anew], body.reason ?? 'MEASURED');
}

/** What makes the quantity what it was measured to be; the second one goes with it unless it is set by itself. */
function difference(lot: Lot, item: PostedItem, at: Place, change: string, ofItsOwn: boolean): PostingLine[] {
  if (isZero(change)) return [];
  const more = compareDecimals(change, '0') > 0;
  const quantity = more ? change : negateDecimal(change);
  const line = {
    sourceLineId: uuidv7(),
    path: 'quantity',
    item,
    lotId: lot.id,
    quantity,
    quantity2: ofItsOwn ? '0' : undefined,
    entered: { unit: lot.unit, quantity, factor: '1' },
  };
  const lost = { end: 'LOSS' } as const;
  if (more) return [{ ...line, from: lost, to: at, movementType: 'ADJUSTMENT_IN' }];
  return [{ ...line, from: at, to: lost, movementType: 'ADJUSTMENT_OUT' }];
}

/** The lot, held, and the place, checked. */
async function begin(ctx: TenantContext, id: string, { locationId, status = 'AVAILABLE' }: Said) {
  await lockRow(ctx, 'lots', id);
  const lot = await lots.get(ctx, id);
  if (lot.archivedAt !== null) throw new Refusal('INVALID_STATE', 'This lot is archived: it moves no more.');
  const today = await todayAt(ctx, locationId);
  const [reading] = await readLines(ctx, [{ itemId: lot.itemId, lotId: id }]);
  if (!reading) throw new Error('the item of a lot is not there');
  const item = postedItem(lot.itemId, reading, ctx.tenant.currency);
  return { lot, item, names: namesOf(reading), at: { locationId, status }, today };
}

/** What a lot is that was cut off another. */
const inherited = (lot: Lot) => ({
  supplierLot: lot.supplierLot,
  dyeLot: lot.dyeLot,
  shadeGroup: lot.shadeGroup,
  widthMm: lot.widthMm,
  gsm: lot.gsm,
  expiresOn: lot.expiresOn,
});

type Repacked = {
  readonly from: string;
  readonly to: string;
  readonly quantity: string;
  readonly quantity2: string | undefined;
  readonly path: string;
};

/** Out of one lot and into another, at one place. */
function repacked(
  lot: Lot,
  item: PostedItem,
  at: Place,
  { from, to, quantity, quantity2, path }: Repacked,
): PostingLine[] {
  const base = { path, item, quantity, quantity2, entered: { unit: lot.unit, quantity, factor: '1' } };
  const half = (lotId: string, ends: { from: End; to: End }): PostingLine => ({
    ...base,
    sourceLineId: uuidv7(),
    lotId,
    ...ends,
    movementType: 'REPACK',
  });
  return [half(from, { from: at, to: REPACK }), half(to, { from: REPACK, to: at })];
}

async function finish(
  ctx: TenantContext,
  before: Lot,
  action: string,
  effectiveDate: string,
  lines: readonly PostingLine[],
  reason: string | null = null,
): Promise<Lot> {
  const event = action.toUpperCase();
  await postMoves(ctx, { sourceType: 'LOT', sourceId: before.id, event, effectiveDate, reason, lines });
  const after = await lots.get(ctx, before.id);
  await ctx.audit({ action, entity: 'lot', entityId: before.id, before, after });
  return after;
}
