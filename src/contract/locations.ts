import { z } from 'zod';
import { LOCATION_TYPES } from './enums';
import { country, email, id, optional, phone, recordOut, text, webAddress } from './fields';
import { anyOf, listOf, listQuery, yesOrNo } from './list';

const fields = {
  name: text(120),
  locationType: z.enum(LOCATION_TYPES),
  email: optional(email),
  phone: optional(phone),
  country: optional(country),
  addressLine1: optional(text(200)),
  addressLine2: optional(text(200)),
  city: optional(text(100)),
  state: optional(text(100)),
  pincode: optional(text(20)),
  imageUrl: optional(webAddress),
};

export const createLocationBody = z.strictObject(fields);
export const updateLocationBody = z.strictObject({ ...fields, isActive: z.boolean() }).partial();

export const locationOut = z.object({
  ...recordOut,
  tenantId: id,
  name: z.string(),
  locationType: z.enum(LOCATION_TYPES),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  country: z.string().nullable(),
  addressLine1: z.string().nullable(),
  addressLine2: z.string().nullable(),
  city: z.string().nullable(),
  state: z.string().nullable(),
  pincode: z.string().nullable(),
  imageUrl: z.string().nullable(),
  isDefault: z.boolean(),
  isHeadquarters: z.boolean(),
  isActive: z.boolean(),
});

export const LOCATION_SORTABLE = ['name', 'locationType', 'createdAt', 'updatedAt'] as const;
export const locationListQuery = listQuery(
  LOCATION_SORTABLE,
  { locationType: anyOf(LOCATION_TYPES).optional(), isActive: yesOrNo.optional() },
  'name',
);
export const locationListOut = listOf(locationOut);

export type Location = z.infer<typeof locationOut>;
export type CreateLocationBody = z.infer<typeof createLocationBody>;
export type UpdateLocationBody = z.infer<typeof updateLocationBody>;
