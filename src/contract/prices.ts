import { z } from 'zod';
import { CUSTOMER_KINDS } from './enums';
import {
  archivedOut,
  currency,
  date,
  decimalOut,
  id,
  optional,
  positiveQuantity,
  quantity,
  recordOut,
  unitPrice,
} from './fields';
import { anyOf, listOf, listQuery, yesOrNo } from './list';

const fields = {
  /** Whose price it is: one customer's, that of a kind of customers, or without both everybody's. */
  customerId: optional(id),
  customerKind: optional(z.enum(CUSTOMER_KINDS)),
  /** From how much of the item's unit on; 0 where nothing is said. */
  minimumQuantity: quantity.optional(),
  /** Of one of the item's unit. */
  price: unitPrice,
  /** The company's own when it is left out. */
  currency: currency.optional(),
  /** The first and the last day on which it holds; without one there is no such end. */
  validFrom: optional(date),
  validUntil: optional(date),
};

export const createPriceBody = z.strictObject({ itemId: id, ...fields });
export const updatePriceBody = z.strictObject(fields).partial();

export const priceOut = z.object({
  ...recordOut,
  ...archivedOut,
  itemId: id,
  itemName: z.string(),
  sku: z.string(),
  unit: z.string(),
  customerId: id.nullable(),
  customerName: z.string().nullable(),
  customerKind: z.enum(CUSTOMER_KINDS).nullable(),
  minimumQuantity: decimalOut,
  price: decimalOut,
  currency: z.string(),
  validFrom: z.string().nullable(),
  validUntil: z.string().nullable(),
});
export const priceListQuery = listQuery(
  ['itemName', 'sku', 'minimumQuantity', 'createdAt', 'updatedAt'],
  {
    itemId: id.optional(),
    customerId: id.optional(),
    customerKind: anyOf(CUSTOMER_KINDS).optional(),
    archived: yesOrNo.optional(),
  },
  'itemName,minimumQuantity',
);
export const priceListOut = listOf(priceOut);

export const priceQuery = z.strictObject({
  customerId: id.optional(),
  /** 1 when it is left out. */
  quantity: positiveQuantity.default('1'),
  /** Today when it is left out. */
  on: date.optional(),
  /** The customer's when it is left out; without a customer the company's. */
  currency: currency.optional(),
});

/** Whose price applies, from the nearest to the most general; NONE where there is none. */
export const PRICE_REASONS = ['CUSTOMER', 'CUSTOMER_KIND', 'EVERYBODY', 'NONE'] as const;
export const appliedPriceOut = z.object({
  reason: z.enum(PRICE_REASONS),
  price: decimalOut.nullable(),
  currency: z.string(),
  quantity: decimalOut,
  on: z.string(),
  /** The price that applies, as it is in the list. */
  applied: priceOut.nullable(),
});

export type Price = z.infer<typeof priceOut>;
export type AppliedPrice = z.infer<typeof appliedPriceOut>;
