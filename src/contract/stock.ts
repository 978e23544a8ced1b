import { z } from 'zod';
import { STOCK_STATUSES, UNITS } from './enums';
import { date, decimalOut, id, instant } from './fields';
import { anyOf, listOf, listQuery } from './list';

/** What lies where: one row for each item, location, lot and status. */
export const stockRow = z.object({
  id,
  itemId: id,
  sku: z.string(),
  itemName: z.string(),
  unit: z.enum(UNITS),
  secondUnit: z.enum(UNITS).nullable(),
  locationId: id,
  locationName: z.string(),
  lotId: id.nullable(),
  lotNumber: z.string().nullable(),
  status: z.enum(STOCK_STATUSES),
  onHand: decimalOut,
  reserved: decimalOut,
  /** Of what can leave: on hand and not reserved; none of what is held, rejected, blocked or on the way. */
  available: decimalOut,
  /** In the item's second unit. */
  onHand2: decimalOut,
  updatedAt: instant,
});
export const stockListQuery = listQuery(
  ['itemName', 'sku', 'locationName', 'onHand', 'updatedAt'],
  {
    itemId: id.optional(),
    locationId: id.optional(),
    lotId: id.optional(),
    status: anyOf(STOCK_STATUSES).optional(),
  },
  'itemName',
);
export const stockListOut = listOf(stockRow);
/** Orders of a million balances that would have to be sorted for each page: of one item or lot they are offered. */
export const STOCK_SORTS_OF_FEW = {
  sorts: ['locationName', 'onHand', 'updatedAt'],
  filters: ['itemId', 'lotId'],
} as const;

/** The books of stock compared with themselves: empty when they are right. */
export const verifyOut = z.object({
  verifiedAt: instant,
  moves: z.number().int(),
  /** Of contradictions, of which the first are told. */
  count: z.number().int(),
  findings: z.array(
    z.object({
      rule: z.string(),
      itemId: id.nullable(),
      locationId: id.nullable(),
      lotId: id.nullable(),
      /** What the moves say, and what is written. */
      expected: decimalOut,
      found: decimalOut,
    }),
  ),
});

export const stockSettingsOut = z.object({
  closedThrough: z.string().nullable(),
  verifiedAt: instant.nullable(),
  /** How many contradictions the last check found; null before the first one. */
  findings: z.number().int().nullable(),
  version: z.number().int(),
});

/** Nothing is posted on or before that day; null opens it. */
export const updateStockSettingsBody = z.strictObject({ closedThrough: date.nullable() });

export type StockSettings = z.infer<typeof stockSettingsOut>;
export type StockRow = z.infer<typeof stockRow>;
export type StockFinding = z.infer<typeof verifyOut>['findings'][number];
