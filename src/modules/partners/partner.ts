import type { Customer, Supplier } from '@/contract/partners';

/** The two kinds of parties, by their tables, and what each is called where. */
export type PartnerTable = 'suppliers' | 'customers';

export const OWNER_FIELD = { suppliers: 'supplierId', customers: 'customerId' } as const;
export const OWNER_COLUMN = { suppliers: 'supplier_id', customers: 'customer_id' } as const;
export const ONE_OF = { suppliers: 'supplier', customers: 'customer' } as const;

/** A supplier as it is stored: what is measured of it comes with the answer. */
export type StoredSupplier = Omit<Supplier, 'rating'>;
export type Partner = StoredSupplier | Customer;
