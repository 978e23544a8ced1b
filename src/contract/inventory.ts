import { z } from 'zod';
import { customIn, customOut } from './customValues';
import { ITEM_KINDS, UNITS, YARN_COUNT_SYSTEMS } from './enums';
import {
  archivedOut,
  currency,
  decimalOut,
  id,
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

const fields = {
  /** Unique in the company; the next free one is taken when it is left out. */
  sku: text(60).optional(),
  name: text(200),
  description: optional(longText(4000)),
  category: optional(text(80)),
  kind: z.enum(ITEM_KINDS),
  unit: z.enum(UNITS),
  currency: currency.optional(),
  unitCost: optional(unitPrice),
  reorderPoint: optional(quantity),
  composition: optional(text(200)),
  yarnCount: optional(measure),
  yarnCountSystem: optional(z.enum(YARN_COUNT_SYSTEMS)),
  gsm: optional(measure),
  widthMm: optional(measure),
  colour: optional(text(80)),
  size: optional(text(40)),
  barcode: optional(text(80)),
  custom: customIn,
};

const openingStock = z
  .array(z.strictObject({ locationId: id, onHand: positiveQuantity }))
  .max(200)
  .refine((lines) => new Set(lines.map((line) => line.locationId)).size === lines.length, 'Names a location twice');

export const createItemBody = z.strictObject({ ...fields, openingStock: openingStock.optional() });
export const updateItemBody = z.strictObject(fields).omit({ unit: true }).partial();

const stockLineOut = z.object({ locationId: id, locationName: z.string(), onHand: decimalOut, reserved: decimalOut });

export const itemListRow = z.object({
  ...recordOut,
  ...archivedOut,
  sku: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  category: z.string().nullable(),
  kind: z.enum(ITEM_KINDS),
  unit: z.enum(UNITS),
  currency: z.string(),
  /** Left out for those who may not see it. */
  unitCost: decimalOut.nullable().optional(),
  reorderPoint: decimalOut.nullable(),
  composition: z.string().nullable(),
  yarnCount: decimalOut.nullable(),
  yarnCountSystem: z.enum(YARN_COUNT_SYSTEMS).nullable(),
  gsm: decimalOut.nullable(),
  widthMm: decimalOut.nullable(),
  colour: z.string().nullable(),
  size: z.string().nullable(),
  barcode: z.string().nullable(),
  /** Over all locations, in the item's unit. */
  onHand: decimalOut,
  reserved: decimalOut,
  custom: customOut,
});
export const itemOut = itemListRow.extend({ stock: z.array(stockLineOut) });

export const itemListQuery = listQuery(
  ['name', 'sku', 'kind', 'createdAt', 'updatedAt'],
  { kind: anyOf(ITEM_KINDS).optional(), category: text(80).optional(), archived: yesOrNo.optional() },
  'name',
);
export const itemListOut = listOf(itemListRow);

export type Item = z.infer<typeof itemOut>;
export type ItemListRow = z.infer<typeof itemListRow>;
