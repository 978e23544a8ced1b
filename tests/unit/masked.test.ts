import { describe, expect, it } from 'vitest';
import { isSecretName, MASK, masked } from '@/lib/masked';

describe('what no history shows', () => {
  it.each([
    'password',
    'Password',
    'passwordHash',
    'new_password',
    'token',
    'accessToken',
    'refresh_token',
    'tokens',
    'appSecret',
    'totp',
    'totpSecret',
    'smsOtp',
    'iban',
    'IBAN',
    'supplierIban',
    'bankAccount',
    'bank_account_2',
    'accountNumber',
    'routing-number',
    'cardNumber',
    'apiKey',
    'signing_key',
    'cookie',
    'Authorization',
  ])('should be a field called %s', (name) => {
    expect(isSecretName(name)).toBe(true);
  });

  it.each(['name', 'pincode', 'account', 'bankName', 'keyboard', 'hotplate', 'tokenised', 'monkey', 'city', 'number'])(
    'should not be one called %s',
    (name) => {
      expect(isSecretName(name)).toBe(false);
    },
  );

  it('should be masked however deep it lies, and nothing else', () => {
    const record = {
      name: 'Filatura Alba',
      iban: 'IT60X0542811101000000123456',
      password: null,
      custom: { bank_account: { number: '12', holder: 'Anna' }, note: 'Ring spun' },
      lines: [{ quantity: '2', apiKey: 'k' }, 'text', 7, null],
    };
    const before = structuredClone(record);
    expect(masked(record)).toEqual({
      name: 'Filatura Alba',
      iban: MASK,
      password: null,
      custom: { bank_account: MASK, note: 'Ring spun' },
      lines: [{ quantity: '2', apiKey: MASK }, 'text', 7, null],
    });
    expect(record).toEqual(before);
  });

  it.each([[null], ['text'], [7], [[1, 2]]])('should leave %j as it is', (value) => {
    expect(masked(value)).toEqual(value);
  });
});
