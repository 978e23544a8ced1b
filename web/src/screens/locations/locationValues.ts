import type { CustomField, Location } from '@contract';
import { customBody, customTexts, withoutCustom } from '@web/customFields/customTexts';

const NO_VALUES = {
  name: '',
  locationType: 'FACTORY',
  email: '',
  phone: '',
  addressLine1: '',
  addressLine2: '',
  city: '',
  pincode: '',
  state: '',
  country: '',
  imageUrl: '',
};

/** The company's own fields are there too, as `custom.<key>`. */
export type LocationValues = typeof NO_VALUES & Record<string, string>;

export const noValues = (own: readonly CustomField[]): LocationValues => ({ ...NO_VALUES, ...customTexts(own) });

export const valuesOf = (location: Location, own: readonly CustomField[]): LocationValues => ({
  name: location.name,
  locationType: location.locationType,
  email: location.email ?? '',
  phone: location.phone ?? '',
  addressLine1: location.addressLine1 ?? '',
  addressLine2: location.addressLine2 ?? '',
  city: location.city ?? '',
  pincode: location.pincode ?? '',
  state: location.state ?? '',
  country: location.country ?? '',
  imageUrl: location.imageUrl ?? '',
  ...customTexts(own, location.custom),
});

const REQUIRED = new Set(['name', 'locationType']);

/** An emptied field means "none"; a required one goes as it is, for the server to refuse. */
export const bodyOf = (values: Partial<LocationValues>, own: readonly CustomField[]) => ({
  ...Object.fromEntries(
    Object.entries(withoutCustom(values)).map(([name, value = '']) => [
      name,
      value.trim() === '' && !REQUIRED.has(name) ? null : value,
    ]),
  ),
  ...customBody(values, own),
});
