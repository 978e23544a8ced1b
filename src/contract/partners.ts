import { z } from 'zod';
import { customIn, customOut } from './customValues';
import { CUSTOMER_KINDS, SUPPLIER_KINDS } from './enums';
import {
  amount,
  archivedOut,
  contactFields,
  contactOut,
  country,
  currency,
  decimalOut,
  longText,
  optional,
  paymentTerms,
  recordOut,
  text,
} from './fields';
import { anyOf, listOf, listQuery, yesOrNo } from './list';

const fields = {
  /** Unique in the company; the next free one is taken when it is left out. */
  code: text(40).optional(),
  name: text(160),
  contactName: optional(text(120)),
  ...contactFields,
  taxId: optional(text(40)),
  /** The company's own when it is left out. */
  currency: currency.optional(),
  paymentTerms: paymentTerms.optional(),
  terms: optional(longText(10_000)),
  notes: optional(longText(4000)),
  custom: customIn,
};

const out = {
  ...recordOut,
  ...archivedOut,
  code: z.string(),
  name: z.string(),
  contactName: z.string().nullable(),
  ...contactOut,
  taxId: z.string().nullable(),
  currency: z.string(),
  paymentTerms: z.string(),
  terms: z.string().nullable(),
  notes: z.string().nullable(),
  custom: customOut,
};

export const PARTNER_SORTABLE = ['name', 'code', 'kind', 'createdAt', 'updatedAt'] as const;

const leadTimeDays = optional(z.number().int().min(0).max(999));
export const createSupplierBody = z.strictObject({ ...fields, kind: z.enum(SUPPLIER_KINDS), leadTimeDays });
export const updateSupplierBody = createSupplierBody.partial();
export const supplierOut = z.object({
  ...out,
  kind: z.enum(SUPPLIER_KINDS),
  leadTimeDays: z.number().int().nullable(),
});
export const supplierListQuery = listQuery(
  PARTNER_SORTABLE,
  { kind: anyOf(SUPPLIER_KINDS).optional(), country: country.optional(), archived: yesOrNo.optional() },
  'name',
);
export const supplierListOut = listOf(supplierOut);

export const createCustomerBody = z.strictObject({
  ...fields,
  kind: z.enum(CUSTOMER_KINDS),
  creditLimit: optional(amount),
});
export const updateCustomerBody = createCustomerBody.partial();
export const customerOut = z.object({
  ...out,
  kind: z.enum(CUSTOMER_KINDS) /** Left out for those who may not see it. */,
  creditLimit: decimalOut.nullable().optional(),
});
export const customerListQuery = listQuery(
  PARTNER_SORTABLE,
  { kind: anyOf(CUSTOMER_KINDS).optional(), country: country.optional(), archived: yesOrNo.optional() },
  'name',
);
export const customerListOut = listOf(customerOut);

export type Supplier = z.infer<typeof supplierOut>;
export type Customer = z.infer<typeof customerOut>;
