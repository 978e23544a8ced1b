import { z } from 'zod';
import { ITEM_KINDS, UNITS } from './enums';
import { archivedOut, decimalOut, id, longText, measure, optional, recordOut, text } from './fields';
import { anyOf, listOf, listQuery, yesOrNo } from './list';

export const MOST_COLOURWAYS = 100;
export const MOST_SIZES = 60;
/** Variants made by one request. */
export const MOST_CELLS = 2000;

const code = text(20);
const colourway = z.strictObject({ code, name: text(80) });
const once = <T>(of: (each: T) => string) =>
  [(all: readonly T[]) => new Set(all.map(of)).size === all.length, 'Names one twice'] as const;

const fields = {
  /** Unique in the company. */
  code: text(40),
  name: text(200),
  season: optional(text(40)),
  description: optional(longText(4000)),
  categoryId: optional(id),
  /** What its variants are: finished goods in pieces, where nothing else is said. */
  kind: z.enum(ITEM_KINDS).optional(),
  unit: z.enum(UNITS).optional(),
  composition: optional(text(200)),
  gsm: optional(measure),
  /** In their order. A list that is sent is the whole list; what has variants stays in it. */
  colourways: z
    .array(colourway)
    .max(MOST_COLOURWAYS)
    .refine(...once<z.output<typeof colourway>>((each) => each.code)),
  sizes: z
    .array(code)
    .max(MOST_SIZES)
    .refine(...once<string>((size) => size)),
};

export const createStyleBody = z.strictObject({
  ...fields,
  colourways: fields.colourways.optional(),
  sizes: fields.sizes.optional(),
});
export const updateStyleBody = z.strictObject(fields).partial();

export const styleListRow = z.object({
  ...recordOut,
  ...archivedOut,
  code: z.string(),
  name: z.string(),
  season: z.string().nullable(),
  description: z.string().nullable(),
  categoryId: id.nullable(),
  kind: z.enum(ITEM_KINDS),
  unit: z.enum(UNITS),
  composition: z.string().nullable(),
  gsm: decimalOut.nullable(),
  /** Items made of it. */
  variantCount: z.number().int(),
});
export const styleOut = styleListRow.extend({
  colourways: z.array(z.object({ code: z.string(), name: z.string() })),
  sizes: z.array(z.string()),
});
export const styleListQuery = listQuery(
  ['name', 'code', 'createdAt', 'updatedAt'],
  {
    kind: anyOf(ITEM_KINDS).optional(),
    season: text(40).optional(),
    categoryId: id.optional(),
    archived: yesOrNo.optional(),
  },
  'name',
);
export const styleListOut = listOf(styleListRow);

/** A cell of the grid, by the codes of its colourway and its size. */
const cell = z.strictObject({ colourway: code, size: code });
/** Without cells: all of them. */
export const makeVariantsBody = z.strictObject({ cells: z.array(cell).min(1).max(MOST_CELLS).optional() });
export const madeVariantsOut = z.object({
  /** Those that were missing. */
  made: z.array(z.object({ id, sku: z.string(), colourway: z.string(), size: z.string() })),
  /** How many of the cells had their item already. */
  already: z.number().int(),
});

export const gridOut = z.object({
  styleId: id,
  colourways: styleOut.shape.colourways,
  sizes: styleOut.shape.sizes,
  unit: z.enum(UNITS),
  /** Row by row, a row a colourway; `itemId` is null where there is no variant yet. */
  cells: z.array(
    z.object({
      colourway: z.string(),
      size: z.string(),
      itemId: id.nullable(),
      sku: z.string().nullable(),
      archived: z.boolean(),
      onHand: decimalOut,
      reserved: decimalOut,
    }),
  ),
  onHand: decimalOut,
});

export type Style = z.infer<typeof styleOut>;
export type StyleListRow = z.infer<typeof styleListRow>;
export type Grid = z.infer<typeof gridOut>;
export type MadeVariants = z.infer<typeof madeVariantsOut>;
