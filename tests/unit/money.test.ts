import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareDecimals, multiplyDecimals, sumDecimals } from '@/lib/decimal';
import { convertMoney, currencyOfCountry, fitsCurrency, minorUnit } from '@/lib/money';

describe('money', () => {
  it('should convert the total once: (23.00 + 3.45) at 1.5289 is 40.44', () => {
    expect(convertMoney(sumDecimals('23.00', '3.45'), '1.5289', 'EUR')).toBe('40.44');
  });

  it.each([
    ['EUR', 2],
    ['JPY', 0],
    ['KWD', 3],
    ['INR', 2],
  ])('should know the minor unit of %s', (currency, digits) => {
    expect(minorUnit(currency)).toBe(digits);
  });

  it('should refuse digits a currency does not have, but not trailing zeros', () => {
    expect([
      fitsCurrency('100.00', 'JPY'),
      fitsCurrency('100.5', 'JPY'),
      fitsCurrency('1.234', 'KWD'),
      fitsCurrency('1.234', 'EUR'),
    ]).toEqual([true, false, true, false]);
  });

  it('should round ties half up', () => {
    expect([
      multiplyDecimals('0.125', '1', 2),
      multiplyDecimals('2.5', '1', 0),
      multiplyDecimals('0.004999', '1', 2),
    ]).toEqual(['0.13', '3', '0.00']);
  });

  it('should know the currency of a country and fall back to EUR', () => {
    expect([
      currencyOfCountry('India'),
      currencyOfCountry(' italy '),
      currencyOfCountry(undefined),
      currencyOfCountry('Atlantis'),
    ]).toEqual(['INR', 'EUR', 'EUR', 'EUR']);
  });
});

describe('decimals', () => {
  const scaled = fc.bigInt({ min: 0n, max: 10n ** 20n - 1n });
  const text = (value: bigint) => `${value / 10_000n}.${String(value % 10_000n).padStart(4, '0')}`;

  it('should add and compare exactly, whatever the size', () => {
    fc.assert(
      fc.property(scaled, scaled, (left, right) => {
        expect(compareDecimals(sumDecimals(text(left), text(right)), text(left + right))).toBe(0);
        expect(Math.sign(compareDecimals(text(left), text(right)))).toBe(left < right ? -1 : Number(left > right));
      }),
    );
  });
});
