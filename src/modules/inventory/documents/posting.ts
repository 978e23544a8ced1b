import type { TenantContext } from '@/context';
import type { StockDocumentType, StockStatus } from '@/contract/enums';
import { multiplyDecimals } from '@/lib/decimal';
import { Refusal } from '@/lib/refusal';
import { VALUE_PLACES } from '../ledger/costing';
import { type Poster, type Settled, settleMoves, writeMoves } from '../ledger/post';
import type { End, PostingLine } from '../ledger/posting';
import { useReservations } from '../reservations/use';
import type { StoredLine } from './documents.repo';
import { FLOWS } from './flows';
import type { Head } from './head';

/** A document that is posted. */
export type Posted = Head & { readonly id: string; readonly effectiveDate: string };

/** Throws FORBIDDEN where a kind of document takes more than moving stock. */
export function requireMayPost(ctx: TenantContext, type: StockDocumentType): void {
  const { permission } = FLOWS[type];
  if (permission === undefined || ctx.can(permission)) return;
  throw new Refusal('FORBIDDEN', `Posting this takes the permission ${permission}, which you do not have.`);
}

/** Moves what the lines of a document say. Throws INSUFFICIENT_STOCK and RULE_VIOLATED as postMoves does. */
export async function moveLines(ctx: Poster, document: Posted, lines: readonly StoredLine[]): Promise<void> {
  await writeMoves(ctx, await settleLines(ctx, document, lines));
}

/** As settleMoves, what the lines of a document say. */
export async function settleLines(ctx: Poster, document: Posted, lines: readonly StoredLine[]): Promise<Settled> {
  const { id, effectiveDate, reason } = document;
  const reserved = await useReservations(
    ctx,
    lines.map(({ reservationId, item, lotId, quantity }, index) => ({
      reservationId,
      itemId: item.id,
      locationId: document.locationId,
      lotId,
      quantity,
      path: `lines.${index}.reservationId`,
    })),
  );
  const moves = lines.map((line, index) => ({
    ...toMove(document, line, `lines.${index}.quantity`),
    reserved: reserved[index] ?? '0',
  }));
  return settleMoves(ctx, { sourceType: 'DOCUMENT', sourceId: id, event: 'POST', effectiveDate, reason, lines: moves });
}

function toMove(document: Posted, line: StoredLine, path: string): PostingLine {
  const { movementType, costed } = FLOWS[document.type];
  const { item, lotId, quantity, quantity2, entered, unitCost } = line;
  return {
    sourceLineId: line.id,
    path,
    item,
    lotId,
    ...endsOf(document, line),
    quantity,
    quantity2: quantity2 ?? undefined,
    entered,
    movementType,
    value: costed && unitCost !== null ? multiplyDecimals(quantity, unitCost, VALUE_PLACES) : undefined,
  };
}

function endsOf(document: Posted, { status, toStatus }: StoredLine): { from: End; to: End } {
  const { from, to } = FLOWS[document.type];
  const at = (locationId: string, is: StockStatus): End => ({ locationId, status: is });
  const arrived = (is: StockStatus) => (document.viaTransit ? 'IN_TRANSIT' : is);
  const ends = {
    here: at(document.locationId, toStatus ?? status),
    there: at(document.toLocationId ?? document.locationId, arrived(status)),
  };
  return {
    from: from === 'here' ? at(document.locationId, status) : { end: from },
    to: to === 'here' || to === 'there' ? ends[to] : { end: to },
  };
}
