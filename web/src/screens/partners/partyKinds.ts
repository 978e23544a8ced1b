import { CUSTOMER_KINDS, SUPPLIER_KINDS } from '@contract';

/** What the screens of suppliers and of customers differ in. */
export const PARTY_KINDS = {
  supplier: {
    endpoint: '/suppliers',
    kinds: 'supplierKind',
    values: SUPPLIER_KINDS,
    new: 'parties.newSupplier',
    create: 'parties.createSupplier',
  },
  customer: {
    endpoint: '/customers',
    kinds: 'customerKind',
    values: CUSTOMER_KINDS,
    new: 'parties.newCustomer',
    create: 'parties.createCustomer',
  },
} as const;

export type PartyName = keyof typeof PARTY_KINDS;
export type PartyKind = (typeof PARTY_KINDS)[PartyName];
