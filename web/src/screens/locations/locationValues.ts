import type { Location } from '@contract';

export const NO_VALUES = {
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

export type LocationValues = typeof NO_VALUES;

export const valuesOf = (location: Location): LocationValues => ({
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
});

const REQUIRED = new Set(['name', 'locationType']);

/** An emptied field means "none"; a required one goes as it is, for the server to refuse. */
export const bodyOf = (values: Partial<LocationValues>) =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, value.trim() === '' && !REQUIRED.has(name) ? null : value]),
  );
