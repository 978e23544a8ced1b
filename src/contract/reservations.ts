import { z } from 'zod';
import { PACKAGES, RESERVATION_STATUSES, UNITS } from './enums';
import { decimalOut, id, instant, optional, positiveQuantity, recordOut, text } from './fields';
import { anyOf, listOf, listQuery } from './list';

/** Goods that are promised: any of an item at a location, or a certain lot there. */
export const createReservationBody = z.strictObject({
  itemId: id,
  locationId: id,
  /** With a lot it is that one; without, whichever there are. */
  lotId: optional(id),
  quantity: positiveQuantity,
  unit: z.enum([...UNITS, ...PACKAGES]).optional(),
  reference: optional(text(120)),
  /** In two weeks when it is left out. */
  expiresAt: instant.optional(),
});

export const reservationOut = z.object({
  ...recordOut,
  itemId: id,
  sku: z.string(),
  itemName: z.string(),
  unit: z.enum(UNITS),
  locationId: id,
  locationName: z.string(),
  lotId: id.nullable(),
  lotNumber: z.string().nullable(),
  status: z.enum(RESERVATION_STATUSES),
  quantity: decimalOut,
  /** Not used up yet. */
  quantityOpen: decimalOut,
  reference: z.string().nullable(),
  expiresAt: instant,
});
export const reservationListQuery = listQuery(
  ['createdAt', 'expiresAt'],
  {
    itemId: id.optional(),
    locationId: id.optional(),
    lotId: id.optional(),
    status: anyOf(RESERVATION_STATUSES).optional(),
  },
  '-createdAt',
);
export const reservationListOut = listOf(reservationOut);

export type Reservation = z.infer<typeof reservationOut>;
export type ReservationBody = z.output<typeof createReservationBody>;
