import { z } from 'zod';
import { PACKAGES, STOCK_REASONS, STOCK_STATUSES, UNITS } from './enums';
import { archivedOut, date, decimalOut, id, optional, positiveQuantity, quantity, recordOut, text } from './fields';
import { listOf, listQuery, yesOrNo } from './list';
import { lotFields } from './stockDocuments';

const packagePair = (lot: { package?: unknown; packageContent?: unknown }) =>
  (lot.package == null) === (lot.packageContent == null);
const PAIR = { path: ['packageContent'], message: 'Say the package and how much is in one together' };

const fields = {
  ...lotFields,
  supplierId: optional(id),
  receivedOn: optional(date),
  /** What is left of a roll, too short to be cut as others are. */
  isEndBit: z.boolean().optional(),
};
export const createLotBody = z
  // Of an item that is kept by lots.
  .strictObject({ itemId: id.meta({ title: 'trackedItemId' }), number: text(60).optional(), ...fields })
  .refine(packagePair, PAIR);
export const updateLotBody = z.strictObject({ number: text(60), ...fields }).partial();

const lotStockOut = z.object({
  locationId: id,
  locationName: z.string(),
  status: z.enum(STOCK_STATUSES),
  onHand: decimalOut,
  reserved: decimalOut,
  onHand2: decimalOut,
});
export const lotRow = z.object({
  ...recordOut,
  ...archivedOut,
  itemId: id,
  sku: z.string(),
  itemName: z.string(),
  unit: z.enum(UNITS),
  secondUnit: z.enum(UNITS).nullable(),
  number: z.string(),
  supplierId: id.nullable(),
  supplierLot: z.string().nullable(),
  dyeLot: z.string().nullable(),
  shadeGroup: z.string().nullable(),
  ticketLengthM: decimalOut.nullable(),
  actualLengthM: decimalOut.nullable(),
  widthMm: decimalOut.nullable(),
  gsm: decimalOut.nullable(),
  weightKg: decimalOut.nullable(),
  package: z.enum(PACKAGES).nullable(),
  packageContent: decimalOut.nullable(),
  receivedOn: date.nullable(),
  expiresOn: date.nullable(),
  /** The lot it was split off from. */
  parentLotId: id.nullable(),
  isEndBit: z.boolean(),
  notes: z.string().nullable(),
});
export const lotOut = lotRow.extend({ stock: z.array(lotStockOut) });
export const lotListQuery = listQuery(
  ['number', 'createdAt'],
  { itemId: id.optional(), supplierId: id.optional(), parentLotId: id.optional(), archived: yesOrNo.optional() },
  'number',
);
export const lotListOut = listOf(lotRow);

const place = { locationId: id, status: z.enum(STOCK_STATUSES).exclude(['IN_TRANSIT']).optional() };
/** New lots cut off from one, at one place. */
export const splitBody = z.strictObject({
  ...place,
  parts: z
    .array(
      z.strictObject({
        number: text(60).optional(),
        quantity: positiveQuantity,
        quantity2: optional(quantity),
        isEndBit: z.boolean().optional(),
      }),
    )
    .min(1)
    .max(200),
});
/** Other lots of the same item, put to one with all they have at one place. */
export const joinBody = z.strictObject({ ...place, lotIds: z.array(id).min(1).max(200) });
/** What a lot at one place really is. */
export const remeasureBody = z.strictObject({
  ...place,
  quantity,
  quantity2: optional(quantity),
  actualLengthM: optional(quantity),
  reason: z.enum(STOCK_REASONS).optional(),
});

export type Lot = z.infer<typeof lotOut>;
export type LotRow = z.infer<typeof lotRow>;
export type LotBody = z.output<typeof createLotBody>;
export type LotChange = z.output<typeof updateLotBody>;
