import { z } from 'zod';
import { customIn, customOut } from './customValues';
import { LOCATION_TYPES } from './enums';
import { contactFields, contactOut, id, optional, recordOut, text, webAddress } from './fields';
import { anyOf, listOf, listQuery, yesOrNo } from './list';

const fields = {
  name: text(120),
  locationType: z.enum(LOCATION_TYPES),
  ...contactFields,
  imageUrl: optional(webAddress),
  custom: customIn,
};

export const createLocationBody = z.strictObject(fields);
export const updateLocationBody = z.strictObject({ ...fields, isActive: z.boolean() }).partial();

export const locationOut = z.object({
  ...recordOut,
  tenantId: id,
  name: z.string(),
  locationType: z.enum(LOCATION_TYPES),
  ...contactOut,
  imageUrl: z.string().nullable(),
  isDefault: z.boolean(),
  isHeadquarters: z.boolean(),
  isActive: z.boolean(),
  custom: customOut,
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
