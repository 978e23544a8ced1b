import { z } from 'zod';
import { customIn, customOut } from './customValues';
import { ITEM_KINDS, TRACKINGS, UNITS, VALUATIONS, YARN_COUNT_SYSTEMS } from './enums';
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
  yarnCount,
} from './fields';
import { anyOf, listOf, listQuery, yesOrNo } from './list';

const fields = {
  /** Unique in the company; the next free one is taken when it is left out. */
  sku: text(60).optional(),
  name: text(200),
  description: optional(longText(4000)),
  /** By its name: see docs/items.md. Or, exactly, by categoryId. */
  category: optional(text(80)),
  categoryId: optional(id),
  kind: z.enum(ITEM_KINDS),
  unit: z.enum(UNITS),
  currency: currency.optional(),
  unitCost: optional(unitPrice),
  reorderPoint: optional(quantity),
  minimumStock: optional(quantity),
  maximumStock: optional(quantity),
  /** What it is measured in besides, like metres beside kilograms. */
  secondUnit: optional(z.enum(UNITS)),
  tracking: z.enum(TRACKINGS).optional(),
  valuation: z.enum(VALUATIONS).optional(),
  /** Fibres and their parts, `95% cotton, 5% elastane`; or a material without parts. */
  composition: optional(text(200)),
  yarnCount: optional(yarnCount),
  yarnCountSystem: optional(z.enum(YARN_COUNT_SYSTEMS)),
  /** How many yarns of this count are twisted into one. */
  yarnPly: optional(z.int().min(1).max(24)),
  gsm: optional(measure),
  widthMm: optional(measure),
  colour: optional(text(80)),
  shade: optional(text(80)),
  size: optional(text(40)),
  /** Unique in the company. Twelve to fourteen digits are a GTIN, whose check digit must be right. */
  barcode: optional(text(80)),
  custom: customIn,
};

const openingStock = z
  .array(z.strictObject({ locationId: id, onHand: positiveQuantity }))
  .max(200)
  .refine((lines) => new Set(lines.map((line) => line.locationId)).size === lines.length, 'Names a location twice');

export const createItemBody = z.strictObject({ ...fields, openingStock: openingStock.optional() });
export const updateItemBody = z.strictObject(fields).partial();

const stockLineOut = z.object({ locationId: id, locationName: z.string(), onHand: decimalOut, reserved: decimalOut });

export const itemListRow = z.object({
  ...recordOut,
  ...archivedOut,
  sku: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  /** What its category is called. */
  category: z.string().nullable(),
  categoryId: id.nullable(),
  /** The style it is a variant of. */
  styleId: id.nullable(),
  kind: z.enum(ITEM_KINDS),
  unit: z.enum(UNITS),
  currency: z.string(),
  /** Left out for those who may not see it. */
  unitCost: decimalOut.nullable().optional(),
  reorderPoint: decimalOut.nullable(),
  minimumStock: decimalOut.nullable(),
  maximumStock: decimalOut.nullable(),
  secondUnit: z.enum(UNITS).nullable(),
  tracking: z.enum(TRACKINGS),
  valuation: z.enum(VALUATIONS),
  composition: z.string().nullable(),
  yarnCount: decimalOut.nullable(),
  yarnCountSystem: z.enum(YARN_COUNT_SYSTEMS).nullable(),
  yarnPly: z.number().int().nullable(),
  gsm: decimalOut.nullable(),
  widthMm: decimalOut.nullable(),
  colour: z.string().nullable(),
  shade: z.string().nullable(),
  size: z.string().nullable(),
  barcode: z.string().nullable(),
  /** Over all locations, in the item's unit. */
  onHand: decimalOut,
  reserved: decimalOut,
  custom: customOut,
});
const fibreOut = z.object({ fibre: z.string(), name: z.string(), percent: z.string() });
export const itemOut = itemListRow.extend({
  /** The parts of its composition, largest first; null where it says none. */
  fibres: z.array(fibreOut).nullable(),
  /** What follows from its count and plies, its weight and its width. */
  figures: z.object({
    yarnTex: decimalOut.nullable(),
    gramsPerMetre: decimalOut.nullable(),
    ouncesPerYd2: decimalOut.nullable(),
  }),
  stock: z.array(stockLineOut),
});

export const itemListQuery = listQuery(
  ['name', 'sku', 'kind', 'createdAt', 'updatedAt'],
  {
    kind: anyOf(ITEM_KINDS).optional(),
    /** With all that is below it, both of them. */
    category: text(80).optional(),
    categoryId: id.optional(),
    styleId: id.optional(),
    archived: yesOrNo.optional(),
  },
  'name',
);
export const itemListOut = listOf(itemListRow);

export type Item = z.infer<typeof itemOut>;
export type ItemListRow = z.infer<typeof itemListRow>;
