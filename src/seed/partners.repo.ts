import type { Transaction } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { TenantTables } from '@/database/tables';
import { nameKey } from '@/lib/partnerKeys';
import { panOf, taxKey } from '@/lib/taxIds';
import { type CsvRow, cell, pick } from './csv';

const PARTNER = [
  'email',
  'phone',
  'country',
  'addressLine1',
  'city',
  'state',
  'pincode',
  'contactName',
  'taxId',
  'terms',
  'notes',
] as const;

/** What suppliers and customers have alike. */
export const partnerRow = (row: CsvRow) => ({
  ...pick(row, PARTNER),
  code: cell(row, 'code'),
  name: cell(row, 'name'),
  kind: cell(row, 'kind'),
  currency: cell(row, 'currency'),
  paymentTerms: cell(row, 'paymentTerms'),
  pan: panOf(row.taxId ?? '') ?? null,
  tags: row.tags ? row.tags.split(';') : [],
  nameKey: nameKey(cell(row, 'name')),
  taxKey: taxKey(row.taxId, row.country),
});

const DAY_MS = 86_400_000;

/** Whose something is, by the code of the supplier or customer. */
type Owner = (code: string) => { readonly supplierId: string } | { readonly customerId: string };

export type PartFile = 'partner_contacts' | 'partner_addresses' | 'partner_certificates' | 'partner_bank_accounts';

/** Contacts, addresses, certificates and bank accounts of the suppliers and customers, by their codes. */
export async function loadParts(
  db: Transaction<TenantTables>,
  read: (name: PartFile) => readonly CsvRow[],
  owner: Owner,
): Promise<void> {
  const part = (row: CsvRow, position: number) => ({ ...owner(cell(row, 'partnerCode')), id: uuidv7(), position });
  await db
    .insertInto('partnerContacts')
    .values(
      read('partner_contacts').map((row, index) => ({
        ...part(row, index),
        ...pick(row, ['role', 'email', 'phone', 'notes']),
        name: cell(row, 'name'),
      })),
    )
    .execute();
  await db
    .insertInto('partnerAddresses')
    .values(
      read('partner_addresses').map((row, index) => ({
        ...part(row, index),
        ...pick(row, ['name', 'city', 'state', 'pincode', 'country']),
        kind: cell(row, 'kind'),
        addressLine1: cell(row, 'addressLine1'),
      })),
    )
    .execute();
  await db
    .insertInto('partnerCertificates')
    .values(
      read('partner_certificates').map((row, index) => ({
        ...part(row, index),
        ...pick(row, ['scope', 'issuer']),
        standard: cell(row, 'standard'),
        number: cell(row, 'number'),
        validFrom: dayFromNow(cell(row, 'daysSince')),
        validUntil: dayFromNow(cell(row, 'daysLeft')),
      })),
    )
    .execute();
  await db
    .insertInto('partnerBankAccounts')
    .values(
      read('partner_bank_accounts').map((row, index) => ({
        ...part(row, index),
        ...pick(row, ['bankName', 'iban', 'accountNumber', 'ifsc', 'swift', 'currency']),
        holder: cell(row, 'holder'),
      })),
    )
    .execute();
}

/** The terms of those that have some, as their first version. */
export async function loadTerms(db: Transaction<TenantTables>, rows: readonly CsvRow[], owner: Owner): Promise<void> {
  const versions = rows.flatMap(({ code = '', terms }) =>
    terms ? [{ ...owner(code), id: uuidv7(), number: 1, text: terms }] : [],
  );
  await db.insertInto('partnerTerms').values(versions).execute();
}

/** Some certificates are always about to expire, whenever the samples are loaded. */
const dayFromNow = (days: string) => new Date(Date.now() + Number(days) * DAY_MS).toISOString().slice(0, 10);
