import { z } from 'zod';
import { ITEM_KINDS, UNITS } from './enums';
import { date, decimalOut, id } from './fields';

/** What the stock was worth at the end of a day: now, when no day is said. */
export const valuationQuery = z.strictObject({ on: date.optional(), locationId: id.optional() });
export const valuationOut = z.object({
  on: date,
  currency: z.string(),
  stockValue: decimalOut.optional(),
  items: z.array(
    z.object({
      itemId: id,
      sku: z.string(),
      itemName: z.string(),
      kind: z.enum(ITEM_KINDS),
      unit: z.enum(UNITS),
      quantity: decimalOut,
      stockValue: decimalOut.optional(),
    }),
  ),
});

/** How long what lies there has been lying, by when it came. */
export const ageingQuery = z.strictObject({ locationId: id.optional() });
export const AGES = ['0-30', '31-60', '61-90', '91-180', '181-365', 'over 365'] as const;
export const ageingOut = z.object({
  on: date,
  items: z.array(
    z.object({
      itemId: id,
      sku: z.string(),
      itemName: z.string(),
      unit: z.enum(UNITS),
      quantity: decimalOut,
      ages: z.array(z.object({ days: z.enum(AGES), quantity: decimalOut })),
    }),
  ),
});

/** What lies there and has not left for so many days. */
export const slowMoversQuery = z.strictObject({
  days: z
    .string()
    .regex(/^[1-9]\d{0,3}$/, 'Must be a number of days from 1 to 9999')
    .default('90'),
  locationId: id.optional(),
});
export const slowMoversOut = z.object({
  items: z.array(
    z.object({
      itemId: id,
      sku: z.string(),
      itemName: z.string(),
      unit: z.enum(UNITS),
      quantity: decimalOut,
      stockValue: decimalOut.optional(),
      /** The last day some of it left; null when none ever did. */
      lastOutOn: date.nullable(),
    }),
  ),
});

/** The newest movements of an item, with what there was after each: at one location, or everywhere. */
export const historyQuery = z.strictObject({
  locationId: id.optional(),
  lotId: id.optional(),
  /** Those before this one, in the order they were posted. */
  beforeSeq: z
    .string()
    .regex(/^[1-9]\d{0,17}$/, 'Must be the seq of a movement')
    .optional(),
});
export const historyOut = z.object({
  data: z.array(
    z.object({
      id,
      seq: z.string(),
      postedAt: z.string(),
      effectiveDate: date,
      movementType: z.string(),
      sourceType: z.string(),
      sourceId: id,
      lotNumber: z.string().nullable(),
      /** What came, or below zero went. */
      change: decimalOut,
      /** What there was after it. */
      balance: decimalOut,
    }),
  ),
  nextBeforeSeq: z.string().nullable(),
});
