import { ADDRESS_KINDS, CERTIFICATE_STANDARDS } from '@contract';
import type { EnumName, TextKey } from '@web/i18n/dictionary';
import type { LineColumn } from '@web/record/Lines';
import { mailLink, phoneLink } from '@web/ui/links';
import { StateBadge } from '@web/ui/StateBadge';

/** One line of a list of a party, as it is answered. */
export type Entry = Readonly<Record<string, string | null | undefined>>;

export type PartField = {
  name: string;
  label: TextKey;
  type?: 'date';
  /** What can be chosen, and the words for it. */
  choice?: { set: EnumName; values: readonly string[] };
  required?: true;
};

/** A list a party has: how it is called in the API, what a line holds and what is shown of it. */
export type Part = {
  list: 'contacts' | 'addresses' | 'certificates' | 'bankAccounts';
  title: TextKey;
  empty: TextKey;
  add: TextKey;
  fields: readonly PartField[];
  columns: readonly LineColumn<Entry>[];
};

export const CONTACTS: Part = {
  list: 'contacts',
  title: 'parties.contacts',
  empty: 'parties.noContacts',
  add: 'parties.addContact',
  fields: [
    { name: 'name', label: 'fields.name', required: true },
    { name: 'role', label: 'parties.task' },
    { name: 'email', label: 'fields.email' },
    { name: 'phone', label: 'fields.phone' },
    { name: 'notes', label: 'fields.notes' },
  ],
  columns: [
    { label: 'fields.name', cell: (row) => row.name },
    { label: 'parties.task', cell: (row) => [row.role, row.notes].filter(Boolean).join('. ') },
    {
      label: 'common.contact',
      cell: (row) => (
        <>
          {phoneLink(row.phone ?? null)}
          {row.phone && row.email && <br />}
          {mailLink(row.email ?? null)}
        </>
      ),
    },
  ],
};

export const ADDRESSES: Part = {
  list: 'addresses',
  title: 'parties.addresses',
  empty: 'parties.noAddresses',
  add: 'parties.addAddress',
  fields: [
    {
      name: 'kind',
      label: 'fields.kind',
      required: true,
      choice: { set: 'addressKind', values: ADDRESS_KINDS },
    },
    { name: 'name', label: 'fields.name' },
    { name: 'addressLine1', label: 'fields.addressLine1', required: true },
    { name: 'addressLine2', label: 'fields.addressLine2' },
    { name: 'pincode', label: 'fields.pincode' },
    { name: 'city', label: 'fields.city' },
    { name: 'state', label: 'fields.state' },
    { name: 'country', label: 'fields.country' },
  ],
  columns: [
    { label: 'fields.kind', cell: (row, format) => format.enumLabel('addressKind', row.kind ?? '') },
    { label: 'fields.name', cell: (row) => row.name },
    {
      label: 'fields.addressLine1',
      cell: (row) =>
        [row.addressLine1, row.addressLine2, row.pincode, row.city, row.country].filter(Boolean).join(', '),
    },
  ],
};

const STATE_TONE = { EXPIRED: 'bad', EXPIRING: 'warn', VALID: 'good', NOT_YET_VALID: 'neutral' } as const;

/** Where a certificate stands today. */
export const certificateState = (row: Entry, enumLabel: (set: EnumName, value: string) => string) => (
  <StateBadge tone={STATE_TONE[(row.state ?? 'VALID') as keyof typeof STATE_TONE]}>
    {enumLabel('certificateState', row.state ?? 'VALID')}
  </StateBadge>
);

export const CERTIFICATES: Part = {
  list: 'certificates',
  title: 'parties.certificates',
  empty: 'parties.noCertificates',
  add: 'parties.addCertificate',
  fields: [
    {
      name: 'standard',
      label: 'parties.standard',
      required: true,
      choice: { set: 'certificateStandard', values: CERTIFICATE_STANDARDS },
    },
    { name: 'number', label: 'fields.number', required: true },
    { name: 'scope', label: 'parties.scope' },
    { name: 'issuer', label: 'parties.issuer' },
    { name: 'validFrom', label: 'parties.validFrom', type: 'date' },
    { name: 'validUntil', label: 'parties.validUntil', type: 'date', required: true },
  ],
  columns: [
    { label: 'parties.standard', cell: (row, format) => format.enumLabel('certificateStandard', row.standard ?? '') },
    { label: 'fields.number', cell: (row) => row.number },
    { label: 'parties.scope', cell: (row) => row.scope },
    { label: 'parties.validUntil', cell: (row, format) => format.date(row.validUntil ?? null) },
    { label: 'fields.status', cell: (row, format) => certificateState(row, format.enumLabel) },
  ],
};

export const BANK_ACCOUNTS: Part = {
  list: 'bankAccounts',
  title: 'parties.bankAccounts',
  empty: 'parties.noBankAccounts',
  add: 'parties.addBankAccount',
  fields: [
    { name: 'holder', label: 'parties.holder', required: true },
    { name: 'bankName', label: 'parties.bankName' },
    { name: 'iban', label: 'parties.iban' },
    { name: 'accountNumber', label: 'parties.accountNumber' },
    { name: 'ifsc', label: 'parties.ifsc' },
    { name: 'swift', label: 'parties.swift' },
    { name: 'currency', label: 'fields.currency' },
  ],
  columns: [
    { label: 'parties.holder', cell: (row) => row.holder },
    { label: 'parties.bankName', cell: (row) => row.bankName },
    // In full for those who may see it, for the others the last four.
    { label: 'parties.account', cell: (row) => row.iban ?? row.accountNumber ?? `•••• ${row.lastFour ?? ''}` },
    { label: 'parties.code', cell: (row) => [row.ifsc, row.swift].filter(Boolean).join(' · ') },
  ],
};
