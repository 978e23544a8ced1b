import { z } from 'zod';

/** The building stones of every body and query: what a text, a quantity, an amount, a date may look like. */

const CONTROL_OR_LONE_SURROGATE = /^[^\p{Cc}\p{Cs}]*$/u;
const CONTROL_BUT_LINES = /^(?:[^\p{Cc}\p{Cs}]|[\n\r\t])*$/u;

const tidy = (value: string) => value.normalize('NFC').trim();

/** One line of text, 1 to `max` characters once it is trimmed and in NFC; no control characters. */
export const text = (max: number) => tidied(max, CONTROL_OR_LONE_SURROGATE);

/** Several lines of text, up to `max` characters. */
export const longText = (max: number) => tidied(max, CONTROL_BUT_LINES);

function tidied(max: number, allowed: RegExp) {
  return z
    .string()
    .overwrite(tidy)
    .min(1, 'Must not be empty')
    .max(max, `At most ${max} characters`)
    .regex(allowed, 'Contains characters that cannot be stored');
}

/** May be left out or be `null`: both mean "none". */
export const optional = <T extends z.ZodType>(type: T) => type.nullable().optional();

/** An id; one written in capitals is the same id. */
export const id = z
  .string()
  .overwrite((value) => value.toLowerCase())
  .pipe(z.uuid('Must be an id (UUID)'));
export const instant = z.iso.datetime({ message: 'Must be an instant like 2026-03-31T12:00:00Z' });
export const date = z.iso
  .date('Must be a date like 2026-03-31')
  .refine((value) => value >= '1900-01-01' && value <= '9999-12-31', 'Must be a date from 1900 to 9999');

export const email = z
  .string()
  .max(254, 'At most 254 characters')
  .overwrite((value) => tidy(value).toLowerCase())
  .pipe(z.email('Must be an e-mail address'));

/** A phone number with its country code; spaces, dots, dashes and brackets are taken out: `+919876543210`. */
export const phone = z
  .string()
  .max(40, 'At most 40 characters')
  .overwrite((value) => value.replace(/[\s().-]/g, ''))
  .regex(/^\+[1-9]\d{6,14}$/, 'Must be a phone number with country code, like +91 98765 43210');

/** An http(s) address without a login in it. */
export const webAddress = text(2000)
  .pipe(z.url({ protocol: /^https?$/, message: 'Must be a web address' }))
  .refine((value) => !/^https?:\/\/[^/?#]*@/.test(value), 'Must not have a login in it');
const CURRENCIES = new Set(Intl.supportedValuesOf('currency'));
export const currency = z
  .string()
  .regex(/^[A-Z]{3}$/, 'Must be a currency code like EUR')
  .refine((value) => CURRENCIES.has(value), 'There is no such currency');
export const country = text(60);

/** A time zone by its name; not an offset or an abbreviation: IST is India's, Israel's and Ireland's. */
export const timeZone = z
  .string()
  .max(60, 'At most 60 characters')
  .regex(/^(UTC|[A-Za-z_]+(\/[A-Za-z0-9_+-]+)+)$/, 'Must be the name of a time zone like Asia/Kolkata')
  .refine(isTimeZone, 'There is no such time zone');

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
export const slug = z
  .string()
  .regex(
    /^[a-z0-9](-?[a-z0-9]){1,47}$/,
    'Must be 2 to 48 lower-case letters, digits and single dashes, like garment-industries',
  )
  // A company is named by its slug or its id.
  .refine((value) => !id.safeParse(value).success, 'Must not look like an id');

const decimal = (whole: number, places: number) =>
  z
    .string('Must be a decimal number in quotes, like "12.5"')
    .regex(
      new RegExp(`^(0|[1-9]\\d{0,${whole - 1}})(\\.\\d{1,${places}})?$`),
      `Must be a plain decimal number with at most ${whole} digits before and ${places} after the point`,
    );

/** A number of either sign: decimal string, up to `whole` digits and `places` places. */
export const signedDecimal = (whole: number, places: number) =>
  z
    .string('Must be a decimal number in quotes, like "-12.5"')
    .regex(
      new RegExp(`^-?(0|[1-9]\\d{0,${whole - 1}})(\\.\\d{1,${places}})?$`),
      `Must be a plain decimal number with at most ${whole} digits before and ${places} after the point`,
    );

const notZero = <T extends z.ZodType<string>>(type: T) =>
  type.refine((value) => /[1-9]/.test(value), 'Must be more than zero');

/** A quantity ≥ 0 in the item's unit: decimal string, up to 14 digits and 4 places. */
export const quantity = decimal(14, 4);
export const positiveQuantity = notZero(quantity);
/** An amount ≥ 0 of money: decimal string, up to 16 digits and 4 places. */
export const amount = decimal(16, 4);
export const positiveAmount = notZero(amount);
/** A price or cost of one unit: decimal string, up to 14 digits and 6 places. */
export const unitPrice = decimal(14, 6);
/** Company units for one foreign unit: decimal string, up to 10 digits and 10 places. */
export const rate = notZero(decimal(10, 10));
/** A measure such as grams per square metre or a width in millimetres: up to 8 digits and 2 places. */
export const measure = notZero(decimal(8, 2));

/** A yarn count of any system: up to 7 digits and 3 places. */
export const yarnCount = notZero(decimal(7, 3));

/** A decimal as it is answered: always with the places of its column. */
export const decimalOut = z.string().meta({ pattern: '^-?\\d+(\\.\\d+)?$' });

export const paymentTerms = z
  .string()
  .regex(
    /^(IMMEDIATE|ADVANCE|COD|END_OF_MONTH|NET_[1-9]\d{0,2})$/,
    'Must be IMMEDIATE, ADVANCE, COD, END_OF_MONTH or NET_ and a number of days, like NET_30',
  );

/** What every mutable record answers besides its own fields. */
export const recordOut = {
  id,
  version: z.number().int(),
  createdAt: instant,
  updatedAt: instant,
};
export const archivedOut = { archivedAt: instant.nullable() };

/** Where a location or a partner is and how to reach it. */
export const contactFields = {
  email: optional(email),
  phone: optional(phone),
  country: optional(country),
  addressLine1: optional(text(200)),
  addressLine2: optional(text(200)),
  city: optional(text(100)),
  state: optional(text(100)),
  pincode: optional(text(20)),
};
export const contactOut = {
  email: z.string().nullable(),
  phone: z.string().nullable(),
  country: z.string().nullable(),
  addressLine1: z.string().nullable(),
  addressLine2: z.string().nullable(),
  city: z.string().nullable(),
  state: z.string().nullable(),
  pincode: z.string().nullable(),
};
