import { z } from 'zod';
import { ADDRESS_KINDS, CERTIFICATE_STANDARDS, CERTIFICATE_STATES } from './enums';
import { country, date, email, id, longText, optional, phone, text } from './fields';

/** What a supplier or customer has several of. Each list is sent whole: what is sent replaces what was there. */

/** Beside the main one, who stands on the supplier or customer itself. */
const contact = z.strictObject({
  name: text(120),
  /** What they do there: "Accounts", "Dispatch". */
  role: optional(text(80)),
  email: optional(email),
  phone: optional(phone),
  notes: optional(text(400)),
});
const contactOut = z.object({
  name: z.string(),
  role: z.string().nullable(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  notes: z.string().nullable(),
});

/** Beside the main one. */
const address = z.strictObject({
  kind: z.enum(ADDRESS_KINDS),
  /** What it is called: "Works 2". */
  name: optional(text(120)),
  addressLine1: text(200),
  addressLine2: optional(text(200)),
  city: optional(text(100)),
  state: optional(text(100)),
  pincode: optional(text(20)),
  country: optional(country),
});
const addressOut = z.object({
  kind: z.enum(ADDRESS_KINDS),
  name: z.string().nullable(),
  addressLine1: z.string(),
  addressLine2: z.string().nullable(),
  city: z.string().nullable(),
  state: z.string().nullable(),
  pincode: z.string().nullable(),
  country: z.string().nullable(),
});

const certificate = z.strictObject({
  standard: z.enum(CERTIFICATE_STANDARDS),
  number: text(80),
  /** What it covers: "Spinning, dyeing of yarn". */
  scope: optional(text(400)),
  /** Who certified it. */
  issuer: optional(text(160)),
  validFrom: optional(date),
  /** The last day it is valid. */
  validUntil: date,
});
export const certificateFieldsOut = {
  standard: z.enum(CERTIFICATE_STANDARDS),
  number: z.string(),
  scope: z.string().nullable(),
  issuer: z.string().nullable(),
  validFrom: date.nullable(),
  validUntil: date,
  state: z.enum(CERTIFICATE_STATES),
};

export const partsIn = {
  contacts: z.array(contact).max(100).optional(),
  addresses: z.array(address).max(100).optional(),
  certificates: z.array(certificate).max(100).optional(),
};
export const partsOut = {
  contacts: z.array(contactOut),
  addresses: z.array(addressOut),
  certificates: z.array(z.object(certificateFieldsOut)),
};

/** The terms and conditions of every time they were changed, the newest first. */
export const termsOut = z.object({
  data: z.array(
    z.object({
      number: z.number().int(),
      /** Null: from then on there were none. */
      text: z.string().nullable(),
      writtenAt: z.iso.datetime(),
      /** Those that hold now. */
      current: z.boolean(),
      /** Of a supplier or customer that was merged into this one: its code. */
      mergedFrom: z.string().nullable(),
    }),
  ),
});

/** `into` is the one that stays. `title` names what kind of record it is. */
export const mergeBody = (title: 'supplierId' | 'customerId') => z.strictObject({ into: id.meta({ title }) });

/** Several lines each, as `terms` are. */
export const termsText = longText(10_000);

export type Contact = z.output<typeof contact>;
export type Address = z.output<typeof address>;
export type Certificate = z.output<typeof certificate>;
export type TermsVersion = z.infer<typeof termsOut>['data'][number];
