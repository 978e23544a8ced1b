import { describe, expect, it } from 'vitest';
import { bankAccountsBody } from '@/contract/bankAccounts';
import { ADDRESS_KINDS, CERTIFICATE_STANDARDS } from '@/contract/enums';
import { nameKey, nearlySame } from '@/lib/partnerKeys';
import { taxIdFault } from '@/lib/taxIds';
import { readCsv } from '@/seed/csv';

const COMPANIES = ['textile-corp', 'garment-industries'];

describe.each(COMPANIES)('the suppliers and customers of the sample company %s', (company) => {
  const lists = [readCsv(company, 'suppliers'), readCsv(company, 'customers')];
  const codes = new Set(lists.flat().map(({ code }) => code));

  it('should have tax ids that are right for their countries', () => {
    const faults = lists.flat().map((row) => (row.taxId ? taxIdFault(row.taxId, row.country) : undefined));
    expect(faults.filter((fault) => fault !== undefined)).toEqual([]);
  });

  it('should not look alike', () => {
    for (const rows of lists) {
      for (const field of ['email', 'phone', 'taxId']) {
        const values = rows.map((row) => row[field]).filter((value) => value);
        expect([field, new Set(values).size]).toEqual([field, values.length]);
      }
      const keys = rows.map(({ name = '' }) => nameKey(name));
      const alike = keys.filter((key, index) => keys.some((other, place) => place > index && nearlySame(key, other)));
      expect(alike).toEqual([]);
    }
  });

  it('should have bank accounts as the API takes them', () => {
    for (const { partnerCode, ...row } of readCsv(company, 'partner_bank_accounts')) {
      const account = Object.fromEntries(Object.entries(row).filter(([, value]) => value !== ''));
      const parsed = bankAccountsBody.safeParse({ bankAccounts: [account] });
      expect([partnerCode, parsed.error?.issues ?? []]).toEqual([partnerCode, []]);
      // As it is stored.
      expect(parsed.data?.bankAccounts[0]).toEqual(account);
    }
  });

  it('should have contacts, addresses and certificates of parties there are, some about to expire', () => {
    const files = ['partner_contacts', 'partner_addresses', 'partner_certificates', 'partner_bank_accounts'];
    for (const file of files) for (const row of readCsv(company, file)) expect(codes).toContain(row.partnerCode);
    for (const { kind } of readCsv(company, 'partner_addresses')) expect(ADDRESS_KINDS).toContain(kind);
    const certificates = readCsv(company, 'partner_certificates');
    for (const { standard } of certificates) expect(CERTIFICATE_STANDARDS).toContain(standard);
    const left = certificates.map(({ daysLeft }) => Number(daysLeft));
    expect([left.some((days) => days < 0), left.some((days) => days > 0 && days <= 30)]).toEqual([true, true]);
  });
});
