import { z } from 'zod';
import { ALERT_KINDS, ALERT_STATUSES, UNITS } from './enums';
import { date, decimalOut, id, instant, optional, quantity, recordOut } from './fields';
import { anyOf, listOf, listQuery } from './list';

/** When to order an item at one location, and how much there should be; all null takes the levels away. */
export const levelBody = z.strictObject({
  itemId: id,
  locationId: id,
  reorderPoint: optional(quantity),
  minimumStock: optional(quantity),
  maximumStock: optional(quantity),
});
export const levelOut = z.object({
  itemId: id,
  sku: z.string(),
  itemName: z.string(),
  unit: z.enum(UNITS),
  locationId: id,
  locationName: z.string(),
  reorderPoint: decimalOut.nullable(),
  minimumStock: decimalOut.nullable(),
  maximumStock: decimalOut.nullable(),
});
export const levelListQuery = listQuery(
  ['sku', 'locationName'],
  { itemId: id.optional(), locationId: id.optional() },
  'sku',
);
export const levelListOut = listOf(levelOut);

export const alertOut = z.object({
  ...recordOut,
  kind: z.enum(ALERT_KINDS),
  status: z.enum(ALERT_STATUSES),
  itemId: id,
  sku: z.string(),
  itemName: z.string(),
  unit: z.enum(UNITS),
  locationId: id.nullable(),
  locationName: z.string().nullable(),
  lotId: id.nullable(),
  lotNumber: z.string().nullable(),
  /** What there was, and the level it passed. */
  quantity: decimalOut,
  level: decimalOut.nullable(),
  /** Of goods that expire. */
  dueOn: date.nullable(),
  acknowledgedAt: instant.nullable(),
  acknowledgedBy: z.string().nullable(),
  resolvedAt: instant.nullable(),
});
export const alertListQuery = listQuery(
  ['createdAt'],
  {
    kind: anyOf(ALERT_KINDS).optional(),
    status: anyOf(ALERT_STATUSES).optional(),
    itemId: id.optional(),
    locationId: id.optional(),
  },
  '-createdAt',
);
export const alertListOut = listOf(alertOut);

export type Level = z.infer<typeof levelOut>;
export type LevelBody = z.output<typeof levelBody>;
export type Alert = z.infer<typeof alertOut>;
