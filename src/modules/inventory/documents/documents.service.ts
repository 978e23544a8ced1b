import { v7 as uuidv7 } from 'uuid';
import type { TenantContext } from '@/context';
import type { FieldFault } from '@/contract/errors';
import { STOCK_DOCUMENT_STATES } from '@/contract/states';
import type {
  StockDocument,
  StockDocumentBody,
  StockDocumentChange,
  StockDocumentLine,
} from '@/contract/stockDocuments';
import { merge } from '@/lib/merge';
import { refuseFaults } from '@/lib/refusal';
import { recordService } from '@/records/recordService';
import { writeMoves } from '../ledger/post';
import * as repo from './documents.repo';
import { FLOWS } from './flows';
import { type Head, headFaults } from './head';
import { holdFaults, holdOf } from './holds';
import { type CheckedLine, checkLines } from './lines';
import { withNewLots } from './newLots';
import { requireMayPost, settleLines } from './posting';
import { type HeadReading, readDocument, readHead, readLines } from './readings.repo';
import { reservationFaults } from './reserved';

export const documents = recordService<StockDocument, StockDocumentBody, StockDocumentChange>({
  entity: 'stock_document',
  table: 'stockDocuments',
  states: STOCK_DOCUMENT_STATES,
  load: repo.findDocument,
  insert: insertDocument,
  change: async (ctx, current, { lines, ...changes }) => {
    const head = headOf(merge(current, changes));
    const { reading, checked } = await check(ctx, head, lines ?? []);
    if (lines) {
      await repo.deleteLines(ctx, current.id);
      const origin = { supplierId: head.supplierId, receivedOn: head.effectiveDate ?? reading.today };
      const costed = FLOWS[head.type].costed ? withHiddenCosts(ctx, current, checked) : checked;
      await repo.insertLines(ctx, current.id, repo.withIds(await withNewLots(ctx, costed, origin)));
    }
    return changes;
  },
});

/** Whoever may not see costs cannot send them again: what they do not see stays, by item and lot, or by item. */
function withHiddenCosts(
  ctx: TenantContext,
  before: StockDocument,
  lines: readonly CheckedLine[],
): readonly CheckedLine[] {
  if (ctx.can('costs:read')) return lines;
  return lines.map((line) => {
    const same = before.lines.filter(({ itemId }) => itemId === line.item.id);
    const known = same.find(({ lotId }) => lotId === line.lotId) ?? same[0];
    return { ...line, unitCost: line.unitCost ?? known?.unitCost ?? null };
  });
}

/** Makes a document and, when it says so, posts it at once; answers it without reading it again. */
async function insertDocument(ctx: TenantContext, body: StockDocumentBody): Promise<StockDocument> {
  const { lines: bodies, post = false, ...rest } = body;
  const head = headOf(rest);
  if (post) requireMayPost(ctx, head.type);
  const customerHold = await holdOf(ctx, head);
  const { reading, checked, serial } = await check(ctx, head, bodies, {
    takesSerial: !FLOWS[head.type].gapless,
    more: post ? holdFaults(customerHold) : [],
  });
  const effectiveDate = head.effectiveDate ?? reading.today;
  const origin = { supplierId: head.supplierId, receivedOn: effectiveDate };
  const lines = repo.withIds(await withNewLots(ctx, checked, origin));
  const id = uuidv7();
  const settled = post ? await settleLines(ctx, { ...head, id, effectiveDate }, lines) : undefined;
  // Last of all that others wait for: a series without gaps is everybody's.
  const numbered = await repo.documentNumber(ctx, FLOWS[head.type], serial);
  const row = {
    ...head,
    id,
    effectiveDate,
    number: numbered.number,
    status: postedStatus(head, post),
    reference: rest.reference ?? null,
    notes: rest.notes ?? null,
    reversalOfId: null,
    postedAt: post ? reading.now : null,
  } as const;
  await repo.insertDocument(ctx, { ...row, serial: numbered.serial });
  await repo.insertLines(ctx, id, lines);
  // What is locked by what it takes is so for the shorter.
  if (settled) await writeMoves(ctx, settled);
  const { now } = reading;
  const made = { version: 1, createdAt: now, updatedAt: now, archivedAt: null };
  return { ...row, ...made, lines: lines.map(answered), customerHold };
}

/** What a document is once it is posted, or not. */
function postedStatus({ viaTransit }: Pick<Head, 'viaTransit'>, posted: boolean): StockDocument['status'] {
  if (!posted) return 'DRAFT';
  return viaTransit ? 'IN_TRANSIT' : 'POSTED';
}

type HeadFields = Omit<StockDocumentBody, 'lines' | 'post'>;

const headOf = (body: HeadFields): Head => ({
  type: body.type,
  locationId: body.locationId,
  toLocationId: body.toLocationId ?? null,
  viaTransit: body.viaTransit ?? false,
  supplierId: body.supplierId ?? null,
  customerId: body.customerId ?? null,
  reason: body.reason ?? null,
  effectiveDate: body.effectiveDate,
  orderedOn: body.orderedOn ?? null,
});

type Checked = {
  readonly reading: HeadReading;
  readonly checked: readonly CheckedLine[];
  readonly serial: string | null;
};

type Checking = { readonly takesSerial: boolean; readonly more: readonly FieldFault[] };
const NO_SERIAL: Checking = { takesSerial: false, more: [] };

/** Checks head and lines against what they point at. Throws RULE_VIOLATED with all faults, and those that are known already. */
async function check(
  ctx: TenantContext,
  head: Head,
  bodies: StockDocumentBody['lines'],
  { takesSerial, more }: Checking = NO_SERIAL,
): Promise<Checked> {
  const { head: reading, lines: readings, serial } = await readDocument(ctx, head, bodies, takesSerial);
  const { lines, faults } = checkLines(FLOWS[head.type], bodies, readings, ctx.tenant.currency);
  const reserved = await reservationFaults(ctx, head.locationId, bodies);
  refuseFaults([...headFaults(head, reading), ...more, ...faults, ...reserved]);
  return { reading, checked: lines, serial };
}

/**
 * Checks once more what was true when a document was drafted: its places, its parties, its day, and that its items and lots
 * are in use. Answers the day it is of. Throws RULE_VIOLATED with all faults, and those that are known already.
 */
export async function requireStillTrue(
  ctx: TenantContext,
  document: Omit<Head, 'effectiveDate'> & { readonly effectiveDate: string | undefined },
  lines: readonly repo.StoredLine[],
  more: readonly FieldFault[] = [],
): Promise<string> {
  const reading = await readHead(ctx, document);
  const readings = await readLines(
    ctx,
    lines.map(({ item, lotId }) => ({ itemId: item.id, lotId })),
  );
  const gone = readings.flatMap(({ itemArchived, lotArchived, place }) => [
    ...(itemArchived ? [fault(`lines.${place}.itemId`, 'This item is archived: it moves no more')] : []),
    ...(lotArchived ? [fault(`lines.${place}.lotId`, 'This lot is archived: it moves no more')] : []),
  ]);
  refuseFaults([...headFaults(document, reading), ...more, ...gone]);
  return document.effectiveDate ?? reading.today;
}

const fault = (path: string, message: string): FieldFault => ({ path, code: 'RULE_VIOLATED', message });

/** A line as it is answered when it is read. */
function answered(line: repo.StoredLine, index: number): StockDocumentLine {
  return {
    id: line.id,
    lineNumber: index + 1,
    itemId: line.item.id,
    ...line.names,
    lotId: line.lotId,
    lotNumber: line.lotNumber,
    status: line.status,
    toStatus: line.toStatus,
    quantity: line.quantity,
    quantity2: line.quantity2,
    enteredUnit: line.entered.unit,
    enteredQuantity: line.entered.quantity,
    unitCost: line.unitCost,
    reservationId: line.reservationId,
  };
}
