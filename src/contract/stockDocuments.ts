import { z } from 'zod';
import {
  MOVEMENT_TYPES,
  PACKAGES,
  STOCK_DOCUMENT_STATUSES,
  STOCK_DOCUMENT_TYPES,
  STOCK_REASONS,
  STOCK_STATUSES,
  TRACKINGS,
  UNITS,
  VIRTUAL_ENDS,
} from './enums';
import {
  archivedOut,
  date,
  decimalOut,
  id,
  instant,
  longText,
  measure,
  optional,
  positiveQuantity,
  quantity,
  recordOut,
  text,
  unitPrice,
} from './fields';
import { anyOf, listOf, listQuery, yesOrNo } from './list';

export const MOST_LINES = 5000;

/** What is known of a lot or roll when it comes. */
export const lotFields = {
  supplierLot: optional(text(80)),
  dyeLot: optional(text(80)),
  shadeGroup: optional(text(40)),
  ticketLengthM: optional(quantity),
  actualLengthM: optional(quantity),
  widthMm: optional(measure),
  gsm: optional(measure),
  weightKg: optional(quantity),
  package: optional(z.enum(PACKAGES)),
  /** Of the item's unit in one package. */
  packageContent: optional(positiveQuantity),
  expiresOn: optional(date),
  notes: optional(longText(2000)),
};
/** A lot that is not there yet; it takes the next free number when none is given. */
const newLot = z
  .strictObject({ number: text(60).optional(), ...lotFields })
  .refine((lot) => (lot.package == null) === (lot.packageContent == null), {
    path: ['packageContent'],
    message: 'Say the package and how much is in one together',
  });

const line = z.strictObject({
  itemId: id,
  /** A lot that is there … */
  lotId: optional(id),
  /** … or a new one, of what comes in. */
  lot: newLot.optional(),
  /** What the goods are; AVAILABLE when it is left out. */
  status: z.enum(STOCK_STATUSES).exclude(['IN_TRANSIT']).optional(),
  /** Of a change of status: what they become. */
  toStatus: z.enum(STOCK_STATUSES).exclude(['IN_TRANSIT']).optional(),
  quantity: positiveQuantity,
  /** What the quantity is said in: the item's unit when it is left out, one like it, or the lot's package. */
  unit: z.enum([...UNITS, ...PACKAGES]).optional(),
  /** In the item's second unit. */
  quantity2: optional(quantity),
  /** Of one of the item's unit, in the company's currency; what the item says when it is left out. */
  unitCost: optional(unitPrice),
  reservationId: optional(id),
});

const header = {
  locationId: id,
  toLocationId: optional(id),
  viaTransit: z.boolean().optional(),
  supplierId: optional(id),
  customerId: optional(id),
  reason: optional(z.enum(STOCK_REASONS)),
  /** Today when it is left out. */
  effectiveDate: date.optional(),
  /** Of a receipt: when the goods were ordered, by which deliveries are measured. */
  orderedOn: optional(date),
  reference: optional(text(120)),
  notes: optional(longText(4000)),
  lines: z.array(line).min(1, 'Give at least one line').max(MOST_LINES, `At most ${MOST_LINES} lines`),
};

export const createStockDocumentBody = z.strictObject({
  type: z.enum(STOCK_DOCUMENT_TYPES),
  ...header,
  /** Whether it is posted at once, and not kept as a draft. */
  post: z.boolean().optional(),
});
export const updateStockDocumentBody = z.strictObject(header).partial();

/** What has come of a transfer that was on the way; a line that is left out has come whole. */
export const receiveBody = z.strictObject({
  lines: z
    .array(z.strictObject({ lineId: id, quantity }))
    .max(MOST_LINES)
    .optional(),
});

export const stockDocumentLineOut = z.object({
  id,
  lineNumber: z.number().int(),
  itemId: id,
  sku: z.string(),
  itemName: z.string(),
  unit: z.enum(UNITS),
  secondUnit: z.enum(UNITS).nullable(),
  tracking: z.enum(TRACKINGS),
  lotId: id.nullable(),
  lotNumber: z.string().nullable(),
  status: z.enum(STOCK_STATUSES),
  toStatus: z.enum(STOCK_STATUSES).nullable(),
  /** In the item's unit. */
  quantity: decimalOut,
  quantity2: decimalOut.nullable(),
  enteredUnit: z.string(),
  enteredQuantity: decimalOut,
  unitCost: decimalOut.nullable().optional(),
  reservationId: id.nullable(),
});

export const stockDocumentRow = z.object({
  ...recordOut,
  ...archivedOut,
  number: z.string(),
  type: z.enum(STOCK_DOCUMENT_TYPES),
  status: z.enum(STOCK_DOCUMENT_STATUSES),
  locationId: id,
  toLocationId: id.nullable(),
  viaTransit: z.boolean(),
  supplierId: id.nullable(),
  customerId: id.nullable(),
  reason: z.enum(STOCK_REASONS).nullable(),
  effectiveDate: date,
  orderedOn: date.nullable(),
  reference: z.string().nullable(),
  notes: z.string().nullable(),
  /** The document this one takes back. */
  reversalOfId: id.nullable(),
  postedAt: instant.nullable(),
});
/** Why nothing is sent to a customer, since when, and who has said so, as far as that is known. */
const customerHold = z.object({
  reason: z.string().nullable(),
  since: instant.nullable(),
  by: z.string().nullable(),
});
export const stockDocumentOut = stockDocumentRow.extend({
  lines: z.array(stockDocumentLineOut),
  /** Of a dispatch to a customer who is on hold now: it can be a draft, and is not posted. */
  customerHold: customerHold.nullable(),
});
export const stockDocumentListQuery = listQuery(
  ['createdAt', 'number', 'effectiveDate'],
  {
    type: anyOf(STOCK_DOCUMENT_TYPES).optional(),
    status: anyOf(STOCK_DOCUMENT_STATUSES).optional(),
    locationId: id.optional(),
    toLocationId: id.optional(),
    supplierId: id.optional(),
    customerId: id.optional(),
    /** What takes this one back. */
    reversalOfId: id.optional(),
    archived: yesOrNo.optional(),
  },
  '-createdAt',
);
export const stockDocumentListOut = listOf(stockDocumentRow);

export const stockMoveRow = z.object({
  id,
  /** The order in which moves were posted and costed. */
  seq: z.string(),
  postedAt: instant,
  effectiveDate: date,
  movementType: z.enum(MOVEMENT_TYPES),
  itemId: id,
  sku: z.string(),
  itemName: z.string(),
  unit: z.enum(UNITS),
  lotId: id.nullable(),
  lotNumber: z.string().nullable(),
  fromLocationId: id.nullable(),
  fromStatus: z.enum(STOCK_STATUSES).nullable(),
  fromEnd: z.enum(VIRTUAL_ENDS).nullable(),
  toLocationId: id.nullable(),
  toStatus: z.enum(STOCK_STATUSES).nullable(),
  toEnd: z.enum(VIRTUAL_ENDS).nullable(),
  quantity: decimalOut,
  quantity2: decimalOut,
  enteredUnit: z.string(),
  enteredQuantity: decimalOut,
  /** What went with it, in the company's currency. */
  stockValue: decimalOut.optional(),
  sourceType: z.string(),
  sourceId: id,
  reason: z.string().nullable(),
  reversalOfId: id.nullable(),
  createdBy: z.string(),
});
export const stockMoveListQuery = listQuery(
  ['seq'],
  {
    itemId: id.optional(),
    lotId: id.optional(),
    locationId: id.optional(),
    sourceId: id.optional(),
    movementType: anyOf(MOVEMENT_TYPES).optional(),
    from: date.optional(),
    before: date.optional(),
  },
  '-seq',
);
export const stockMoveListOut = listOf(stockMoveRow);

export type StockDocumentBody = z.output<typeof createStockDocumentBody>;
export type StockDocumentChange = z.output<typeof updateStockDocumentBody>;
export type StockLineBody = z.output<typeof line>;
export type NewLot = z.output<typeof newLot>;
export type CustomerHold = z.infer<typeof customerHold>;
export type StockDocument = z.infer<typeof stockDocumentOut>;
export type StockDocumentRow = z.infer<typeof stockDocumentRow>;
export type StockDocumentLine = z.infer<typeof stockDocumentLineOut>;
export type StockMoveRow = z.infer<typeof stockMoveRow>;
