import { z } from 'zod';
import { customIn, customOut } from './customValues';
import { ORDER_STATUSES, PRIORITIES, UNITS } from './enums';
import {
  archivedOut,
  date,
  decimalOut,
  id,
  instant,
  longText,
  optional,
  positiveQuantity,
  quantity,
  recordOut,
} from './fields';
import { anyOf, listOf, listQuery, yesOrNo } from './list';

const fields = {
  itemId: id,
  locationId: id,
  customerId: optional(id),
  /** In the item's unit. */
  quantity: positiveQuantity,
  priority: z.enum(PRIORITIES).optional(),
  dueDate: optional(date),
  notes: optional(longText(4000)),
  custom: customIn,
};

export const createOrderBody = z.strictObject(fields);
export const updateOrderBody = createOrderBody.partial();
/** `complete` and `short-close` say how much came out; the other actions take nothing. */
export const orderOutputBody = z.strictObject({ quantityCompleted: quantity });

export const orderOut = z.object({
  ...recordOut,
  ...archivedOut,
  number: z.string(),
  status: z.enum(ORDER_STATUSES),
  itemId: id,
  itemSku: z.string(),
  itemName: z.string(),
  locationId: id,
  locationName: z.string(),
  customerId: id.nullable(),
  customerName: z.string().nullable(),
  quantity: decimalOut,
  quantityCompleted: decimalOut,
  unit: z.enum(UNITS),
  priority: z.enum(PRIORITIES),
  dueDate: date.nullable(),
  startedAt: instant.nullable(),
  completedAt: instant.nullable(),
  notes: z.string().nullable(),
  custom: customOut,
});

export const orderListQuery = listQuery(
  ['number', 'status', 'quantity', 'createdAt', 'updatedAt'],
  {
    status: anyOf(ORDER_STATUSES).optional(),
    priority: anyOf(PRIORITIES).optional(),
    itemId: id.optional(),
    locationId: id.optional(),
    customerId: id.optional(),
    archived: yesOrNo.optional(),
  },
  '-createdAt',
);
export const orderListOut = listOf(orderOut);

export type ProductionOrder = z.infer<typeof orderOut>;
