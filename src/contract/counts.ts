import { z } from 'zod';
import { COUNT_STATUSES, STOCK_STATUSES, UNITS } from './enums';
import { archivedOut, decimalOut, id, instant, longText, optional, quantity, recordOut } from './fields';
import { anyOf, listOf, listQuery, yesOrNo } from './list';

/** A count of what lies at a location: of everything, or of some items. The picture is taken at once. */
export const createCountBody = z.strictObject({
  locationId: id,
  itemIds: z.array(id).min(1).max(1000).optional(),
  /** Whoever counts does not see what should be there; true when it is left out. */
  isBlind: z.boolean().optional(),
  notes: optional(longText(4000)),
});
export const updateCountBody = z.strictObject({ notes: optional(longText(4000)) }).partial();

const countable = z.enum(STOCK_STATUSES).exclude(['IN_TRANSIT']);
/** What was counted, in the item's unit; an item or lot that should not be there can be, too. */
export const enterCountBody = z.strictObject({
  lines: z
    .array(z.strictObject({ itemId: id, lotId: optional(id), status: countable.optional(), counted: quantity }))
    .min(1)
    .max(1000),
});

export const countLineOut = z.object({
  id,
  itemId: id,
  sku: z.string(),
  itemName: z.string(),
  unit: z.enum(UNITS),
  lotId: id.nullable(),
  lotNumber: z.string().nullable(),
  status: z.enum(STOCK_STATUSES),
  /** What should have been there when the picture was taken; null for those who count blind. */
  expected: decimalOut.nullable(),
  counted: decimalOut.nullable(),
  countedBy: z.string().nullable(),
  countedAt: instant.nullable(),
});
export const countRow = z.object({
  ...recordOut,
  ...archivedOut,
  number: z.string(),
  status: z.enum(COUNT_STATUSES),
  locationId: id,
  isBlind: z.boolean(),
  notes: z.string().nullable(),
  frozenAt: instant,
  postedAt: instant.nullable(),
});
export const countOut = countRow.extend({ lines: z.array(countLineOut) });
export const countListQuery = listQuery(
  ['createdAt', 'number'],
  { locationId: id.optional(), status: anyOf(COUNT_STATUSES).optional(), archived: yesOrNo.optional() },
  '-createdAt',
);
export const countListOut = listOf(countRow);

export type Count = z.infer<typeof countOut>;
export type CountRow = z.infer<typeof countRow>;
export type CountBody = z.output<typeof createCountBody>;
export type CountChange = z.output<typeof updateCountBody>;
export type CountEntry = z.output<typeof enterCountBody>['lines'][number];
