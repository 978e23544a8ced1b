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
  id,
  longText,
  optional,
  paymentTerms,
  recordOut,
  text,
} from './fields';
import { anyOf, listOf, listQuery, yesOrNo } from './list';
import { partsIn, partsOut, termsText } from './partnerParts';

const tag = text(40);

const fields = {
  /** Unique in the company; the next free one is taken when it is left out. */
  code: text(40).optional(),
  name: text(160),
  /** The main contact, with the e-mail address and the phone number; `contacts` are the others. */
  contactName: optional(text(120)),
  /** The main address; `addresses` are the others. */
  ...contactFields,
  /** The GSTIN of an Indian, the VAT number of a European party: checked by the rules of its country. */
  taxId: optional(text(40)),
  /** The permanent account number of the Indian income tax. */
  pan: optional(
    z
      .string()
      .max(20, 'At most 20 characters')
      .overwrite((value) => value.replace(/\s/g, '').toUpperCase())
      .regex(/^[A-Z]{3}[ABCFGHJLPT][A-Z]\d{4}[A-Z]$/, 'Must be a PAN of ten characters, like AAPFU0939F'),
  ),
  /** In the register of companies. */
  registrationNumber: optional(text(60)),
  /** The company's own when it is left out. */
  currency: currency.optional(),
  paymentTerms: paymentTerms.optional(),
  /** A change makes a new version; the ones before stay readable. */
  terms: optional(termsText),
  notes: optional(longText(4000)),
  tags: z
    .array(tag)
    .max(20)
    .overwrite((tags) => [...new Set(tags)])
    .optional(),
  ...partsIn,
  custom: customIn,
  /** Whether it may look like one there is: it is entered, or changed, all the same. */
  allowDuplicate: z.boolean().optional(),
};

const rowOut = {
  ...recordOut,
  ...archivedOut,
  code: z.string(),
  name: z.string(),
  contactName: z.string().nullable(),
  ...contactOut,
  taxId: z.string().nullable(),
  pan: z.string().nullable(),
  registrationNumber: z.string().nullable(),
  currency: z.string(),
  paymentTerms: z.string(),
  terms: z.string().nullable(),
  notes: z.string().nullable(),
  tags: z.array(z.string()),
  /** The one it was merged into, which has all that was its. */
  mergedInto: id.nullable(),
  custom: customOut,
};

export const PARTNER_SORTABLE = ['name', 'code', 'kind', 'createdAt', 'updatedAt'] as const;

const filters = {
  country: country.optional(),
  tag: tag.optional(),
  currency: currency.optional(),
  /** Whether a certificate of it has expired or expires within thirty days. */
  hasExpiringCertificate: yesOrNo.optional(),
  archived: yesOrNo.optional(),
};

export const createSupplierBody = z.strictObject({
  ...fields,
  kind: z.enum(SUPPLIER_KINDS),
  leadTimeDays: optional(z.number().int().min(0).max(999)),
  /** What an order must come to, in the supplier's currency. */
  minimumOrder: optional(amount),
});
export const updateSupplierBody = createSupplierBody.partial();
export const supplierListRow = z.object({
  ...rowOut,
  kind: z.enum(SUPPLIER_KINDS),
  leadTimeDays: z.number().int().nullable(),
  minimumOrder: decimalOut.nullable(),
});
const inspectionsOut = z.object({
  /** How many were decided on, and how many of these in full favour. */
  decided: z.number().int(),
  accepted: z.number().int(),
  /** The part that passed, from 0 to 1: the mean of all that were decided on. */
  passedShare: decimalOut,
  /** What was inspected and what passed, by unit: kilograms and pieces have no sum. */
  quantities: z.array(z.object({ unit: z.string(), inspected: decimalOut, passed: decimalOut })),
});
const deliveriesOut = z.object({
  /** How many there were, by posted receipts that were not taken back. */
  receipts: z.number().int(),
  /** Of those that say when they were ordered: how many came within the lead time, and by how many days they were late on average. */
  onTime: z
    .object({ measured: z.number().int(), onTime: z.number().int(), share: decimalOut, daysLate: decimalOut })
    .nullable(),
  /** What came and what went back, by unit. */
  quantities: z.array(
    z.object({ unit: z.string(), received: decimalOut, returned: decimalOut, returnedShare: decimalOut }),
  ),
  /** Of lots and rolls that were measured: the length on their tickets, and what it really is. */
  lengths: z.object({ lots: z.number().int(), ticketM: decimalOut, actualM: decimalOut, share: decimalOut }).nullable(),
});
/** From what was measured; null while nothing was, and so is each part of it. */
const ratingOut = z.object({ inspections: inspectionsOut.nullable(), deliveries: deliveriesOut.nullable() }).nullable();
export const supplierOut = supplierListRow.extend({ ...partsOut, rating: ratingOut });
export const supplierListQuery = listQuery(
  PARTNER_SORTABLE,
  { kind: anyOf(SUPPLIER_KINDS).optional(), ...filters },
  'name',
);
export const supplierListOut = listOf(supplierListRow);

export const createCustomerBody = z.strictObject({
  ...fields,
  kind: z.enum(CUSTOMER_KINDS),
  creditLimit: optional(amount),
  /** No new business until something is settled. */
  onHold: z.boolean().optional(),
  holdReason: optional(text(400)),
});
export const updateCustomerBody = createCustomerBody.partial();
export const customerListRow = z.object({
  ...rowOut,
  kind: z.enum(CUSTOMER_KINDS),
  /** Left out for those who may not see it. */
  creditLimit: decimalOut.nullable().optional(),
  onHold: z.boolean(),
  holdReason: z.string().nullable(),
});
export const customerOut = customerListRow.extend(partsOut);
export const customerListQuery = listQuery(
  PARTNER_SORTABLE,
  { kind: anyOf(CUSTOMER_KINDS).optional(), onHold: yesOrNo.optional(), ...filters },
  'name',
);
export const customerListOut = listOf(customerListRow);

/** What is known so far of one that is about to be entered. */
export const duplicatesQuery = z.strictObject({
  name: text(160).optional(),
  taxId: text(40).optional(),
  country: country.optional(),
  email: text(254).optional(),
  phone: text(40).optional(),
});
export const DUPLICATE_REASONS = ['taxId', 'email', 'phone', 'name'] as const;
export const duplicatesOut = z.object({
  data: z.array(
    z.object({
      id,
      code: z.string(),
      name: z.string(),
      city: z.string().nullable(),
      country: z.string().nullable(),
      archivedAt: archivedOut.archivedAt,
      /** What is alike, the surest first. */
      reasons: z.array(z.enum(DUPLICATE_REASONS)),
    }),
  ),
});

export type Supplier = z.infer<typeof supplierOut>;
export type SupplierListRow = z.infer<typeof supplierListRow>;
export type Customer = z.infer<typeof customerOut>;
export type CustomerListRow = z.infer<typeof customerListRow>;
export type Rating = z.infer<typeof ratingOut>;
export type Duplicate = z.infer<typeof duplicatesOut>['data'][number];
export type DuplicateReason = (typeof DUPLICATE_REASONS)[number];
