import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import type { TenantContext } from '@/context';
import type { receiveBody, StockDocument } from '@/contract/stockDocuments';
import { compareDecimals, isZero, subtractDecimals } from '@/lib/decimal';
import { notFound, Refusal } from '@/lib/refusal';
import { NOW } from '@/records/records.repo';
import { type MovedLine, movesOf } from '../ledger/moves.repo';
import { postMoves } from '../ledger/post';
import type { Posting, PostingLine } from '../ledger/posting';
import * as repo from './documents.repo';
import { documents, requireStillTrue } from './documents.service';
import { FLOWS } from './flows';
import { holdFaults } from './holds';
import { todayAt } from './place';
import { moveLines, requireMayPost } from './posting';

/** Posts a draft: what it says moves. Throws INSUFFICIENT_STOCK, RULE_VIOLATED, INVALID_STATE. */
export function postDocument(ctx: TenantContext, id: string): Promise<StockDocument> {
  return documents.act(ctx, id, 'post', async (draft) => {
    requireMayPost(ctx, draft.type);
    const lines = await repo.storedLines(ctx, id);
    await requireStillTrue(ctx, draft, lines, holdFaults(draft.customerHold));
    await moveLines(ctx, draft, lines);
    return { postedAt: NOW, ...(draft.viaTransit && { status: 'IN_TRANSIT' }) };
  });
}

/** Says what has come of a transfer that was on the way; what has not is lost. */
export function receiveDocument(
  ctx: TenantContext,
  id: string,
  { lines: said = [] }: z.output<typeof receiveBody>,
): Promise<StockDocument> {
  return documents.act(ctx, id, 'receive', async (document) => {
    const { toLocationId } = document;
    if (toLocationId === null || (ctx.scope !== null && !ctx.scope.includes(toLocationId))) throw notFound();
    const effectiveDate = await todayAt(ctx, toLocationId);
    const lines = await repo.storedLines(ctx, id);
    const come = comeOf(lines, said);
    const onTheWay = { locationId: toLocationId, status: 'IN_TRANSIT' } as const;
    const event = (name: string, reason: Posting['reason'], moves: PostingLine[]): Posting => ({
      sourceType: 'DOCUMENT',
      sourceId: id,
      event: name,
      effectiveDate,
      reason,
      lines: moves,
    });
    const moved = lines.map((line, index) => {
      const quantity = come.get(line.id) ?? line.quantity;
      const { item, lotId, entered, status } = line;
      const base = { sourceLineId: line.id, path: `lines.${index}.quantity`, item, lotId, from: onTheWay, entered };
      const to = { locationId: toLocationId, status };
      const arrived: PostingLine = { ...base, to, quantity, movementType: 'TRANSFER' };
      const short = subtractDecimals(line.quantity, quantity);
      const lost: PostingLine = { ...base, to: { end: 'LOSS' }, quantity: short, movementType: 'ADJUSTMENT_OUT' };
      return { arrived, lost };
    });
    const some = (moves: PostingLine[]) => moves.filter(({ quantity }) => !isZero(quantity));
    const arrivals = some(moved.map(({ arrived }) => arrived));
    const losses = some(moved.map(({ lost }) => lost));
    if (arrivals.length > 0) await postMoves(ctx, event('RECEIVE', document.reason, arrivals));
    if (losses.length > 0) await postMoves(ctx, event('SHORT', 'LOST', losses));
    return {};
  });
}

/** How much came of each line that somebody says it of. Throws RULE_VIOLATED for other lines, and for more than was sent. */
function comeOf(lines: readonly repo.StoredLine[], said: NonNullable<z.output<typeof receiveBody>['lines']>) {
  const sent = new Map(lines.map((line) => [line.id, line.quantity]));
  const faults = said.flatMap(({ lineId, quantity }, index) => {
    const most = sent.get(lineId);
    const fault = (field: string, message: string) => [
      { path: `lines.${index}.${field}`, code: 'RULE_VIOLATED', message },
    ];
    if (most === undefined) return fault('lineId', 'There is no such line');
    if (said.findIndex((other) => other.lineId === lineId) < index) return fault('lineId', 'This line was said before');
    return compareDecimals(quantity, most) > 0 ? fault('quantity', `Only ${most} were sent`) : [];
  });
  if (faults.length > 0) throw new Refusal('RULE_VIOLATED', 'Some lines need attention.', faults);
  return new Map(said.map(({ lineId, quantity }) => [lineId, quantity]));
}

/**
 * Takes a posted document back, whole, by a linked one that moves everything the other way. Answers that one.
 * Throws INSUFFICIENT_STOCK where what came with it has gone.
 */
export async function reverseDocument(ctx: TenantContext, id: string): Promise<StockDocument> {
  let reversal: StockDocument | undefined;
  await documents.act(ctx, id, 'reverse', async (original) => {
    requireMayPost(ctx, original.type);
    if (original.reversalOfId !== null)
      throw new Refusal('INVALID_STATE', 'This takes another document back: make a new one instead.');
    reversal = await makeReversal(ctx, original);
    return {};
  });
  if (!reversal) throw new Error('a reversal was not made');
  await ctx.audit({ action: 'create', entity: 'stock_document', entityId: reversal.id, after: reversal });
  return reversal;
}

async function makeReversal(ctx: TenantContext, original: StockDocument): Promise<StockDocument> {
  const id = uuidv7();
  const lines = await repo.storedLines(ctx, original.id);
  const copies = new Map(lines.map((line) => [line.id, { ...line, id: uuidv7(), reservationId: null }]));
  const effectiveDate = await requireStillTrue(ctx, { ...original, effectiveDate: undefined, orderedOn: null }, lines);
  const moves = await movesOf(ctx, original.id);
  // The last event first: goods go back the way they came.
  for (const event of [...new Set(moves.map((move) => move.event))].reverse()) {
    const back = moves.filter((move) => move.event === event).map((move) => opposite(move, copies));
    const { reason } = original;
    await postMoves(ctx, {
      sourceType: 'DOCUMENT',
      sourceId: id,
      event: `UNDO_${event}`,
      effectiveDate,
      reason,
      lines: back,
    });
  }
  const { type, locationId, toLocationId, supplierId, customerId, reason, reference, notes } = original;
  await repo.insertDocument(ctx, {
    id,
    ...(await repo.documentNumber(ctx, FLOWS[type])),
    status: 'POSTED',
    viaTransit: false,
    reversalOfId: original.id,
    orderedOn: null,
    postedAt: await repo.now(ctx),
    ...{ type, locationId, toLocationId, supplierId, customerId, reason, reference, notes, effectiveDate },
  });
  await repo.insertLines(ctx, id, [...copies.values()]);
  return documents.get(ctx, id);
}

/** A move from where it went to where it came from, with the value it had when it comes in. */
function opposite(move: MovedLine, copies: ReadonlyMap<string, repo.StoredLine>): PostingLine {
  const { from, to, value, event: _, ...rest } = move;
  return {
    ...rest,
    sourceLineId: copies.get(move.sourceLineId)?.id ?? move.sourceLineId,
    from: to,
    to: from,
    reversalOfId: move.id,
    ...(to.end !== undefined && { value }),
  };
}
