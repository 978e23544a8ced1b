import { describe, expect, it } from 'vitest';
import { bankAccountsBody, isIban } from '@/contract/bankAccounts';

const IBANS = [
  'IT60X0542811101000000123456',
  'GB82WEST12345698765432',
  'DE89370400440532013000',
  'FR1420041010050500013M02606',
  'NO9386011117947',
  'MT84MALT011000012345MTLCAST001S',
];

describe('an IBAN', () => {
  it.each(IBANS)('should be right: %s', (iban) => {
    expect(isIban(iban)).toBe(true);
  });

  it.each(IBANS)('should be wrong with any two neighbours of %s changed round, or one sign more or less', (iban) => {
    for (let place = 4; place < iban.length - 1; place += 1) {
      const [one, other] = [iban[place], iban[place + 1]];
      if (one === other) continue;
      expect(isIban(`${iban.slice(0, place)}${other}${one}${iban.slice(place + 2)}`)).toBe(false);
    }
    expect([isIban(`${iban}0`), isIban(iban.slice(0, -1))]).toEqual([false, false]);
  });

  it('should be taken with spaces and in small letters, and kept without', () => {
    const body = { bankAccounts: [{ holder: 'Alba', iban: 'it60 x054 2811 1010 0000 0123 456', swift: 'deut deff' }] };
    expect(bankAccountsBody.parse(body).bankAccounts[0]).toEqual({
      holder: 'Alba',
      iban: 'IT60X0542811101000000123456',
      swift: 'DEUTDEFF',
    });
  });

  it.each([
    ['iban', 'IT60X0542811101000000123457'],
    ['iban', 'US64SVBKUS6S3300958879'],
    ['iban', ''],
    ['accountNumber', 'ABCD'],
    ['accountNumber', '12'],
    ['ifsc', 'HDFC1001234'],
    ['ifsc', 'HDFC000123'],
    ['swift', 'DEUTDE'],
    ['swift', '1234DEFF'],
    ['currency', 'EURO'],
  ])('should be refused with the rest of an account: %s %s', (field, value) => {
    const { error } = bankAccountsBody.safeParse({ bankAccounts: [{ holder: 'Alba', [field]: value }] });
    expect([...new Set(error?.issues.map(({ path }) => path.join('.')))]).toEqual([`bankAccounts.0.${field}`]);
  });
});
