import { z } from 'zod';
import { currency, optional, text } from './fields';

/** How long an IBAN is, by its country: the registry of ISO 13616. */
const IBAN_LENGTHS: Readonly<Record<string, number>> = Object.fromEntries(
  (
    'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 FO18 ' +
    'FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 ' +
    'LY25 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 SD18 SE24 SI19 SK24 ' +
    'SM27 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20'
  )
    .split(' ')
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);

const compact = (value: string) => value.replace(/[\s.-]/g, '').toUpperCase();

/** Whether the length is its country's and the check digits are right (ISO 7064, mod 97-10). */
export function isIban(value: string): boolean {
  if (value.length !== IBAN_LENGTHS[value.slice(0, 2)]) return false;
  let rest = 0;
  for (const sign of value.slice(4) + value.slice(0, 4)) {
    const figure = Number.parseInt(sign, 36);
    rest = (rest * (figure > 9 ? 100 : 10) + figure) % 97;
  }
  return rest === 1;
}

/** Spaces are taken out: as banks print it, `IT60 X054 2811 1010 0000 0123 456`. */
const iban = z
  .string()
  .max(50, 'At most 50 characters')
  .overwrite(compact)
  .regex(/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/, 'Must be an IBAN, like IT60 X054 2811 1010 0000 0123 456')
  .refine(isIban, 'This is no IBAN: its length or its check digits are wrong');
const accountNumber = z
  .string()
  .max(50, 'At most 50 characters')
  .overwrite(compact)
  .regex(/^(?=.*\d)[A-Z0-9]{4,34}$/, 'Must be an account number of 4 to 34 digits and letters');
const ifsc = z
  .string()
  .max(20, 'At most 20 characters')
  .overwrite(compact)
  .regex(/^[A-Z]{4}0[A-Z0-9]{6}$/, 'Must be an IFSC of 11 characters, like HDFC0001234');
const swift = z
  .string()
  .max(20, 'At most 20 characters')
  .overwrite(compact)
  .regex(/^[A-Z]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$/, 'Must be a SWIFT code (BIC) of 8 or 11 characters');

const bankAccount = z.strictObject({
  /** In whose name it is. */
  holder: text(160),
  bankName: optional(text(120)),
  iban: optional(iban),
  /** Where there is no IBAN. */
  accountNumber: optional(accountNumber),
  ifsc: optional(ifsc),
  swift: optional(swift),
  currency: optional(currency),
});

/** The whole list, the account to pay to first: what is sent replaces what was there. */
export const bankAccountsBody = z.strictObject({ bankAccounts: z.array(bankAccount).max(20) });

const bankAccountOut = z.object({
  holder: z.string(),
  bankName: z.string().nullable(),
  /** Left out, as the account's number is, for those who may not see it. */
  iban: z.string().nullable().optional(),
  accountNumber: z.string().nullable().optional(),
  /** The last four of the IBAN or the number, for everybody. */
  lastFour: z.string(),
  ifsc: z.string().nullable(),
  swift: z.string().nullable(),
  currency: z.string().nullable(),
});
export const bankAccountsOut = z.object({
  /** Of the supplier or customer, for If-Match. */
  version: z.number().int(),
  bankAccounts: z.array(bankAccountOut),
});

export type BankAccountIn = z.output<typeof bankAccount>;
export type BankAccount = z.infer<typeof bankAccountOut>;
export type BankAccounts = z.infer<typeof bankAccountsOut>;
