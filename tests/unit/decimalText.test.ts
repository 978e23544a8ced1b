import { describe, expect, it } from 'vitest';
import { decimalField, decimalTyped } from '../../web/src/format/decimalText';
import { quantityDifference, sumQuantities } from '../../web/src/stock/decimals';

describe('decimals as people type them', () => {
  it.each([
    ['12,5', 'it', '12.5'],
    ['12.5', 'it', '12.5'],
    ['1.234,56', 'it', '1234.56'],
    ['1.234', 'it', '1234'],
    ['1 234,5', 'it', '1234.5'],
    ['12.5', 'en-GB', '12.5'],
    ['1,234.5', 'en-GB', '1234.5'],
    ['12,34,567.89', 'en-IN', '1234567.89'],
    [' 7 ', 'en-GB', '7'],
  ])('should take %j in %s for %s', (text, locale, expected) => {
    expect(decimalTyped(text, locale)).toBe(expected);
  });

  it('should leave what fits no way of writing to the server', () => {
    expect(decimalTyped('12,5', 'en-GB')).toBe('12,5');
    expect(decimalTyped('a dozen', 'it')).toBe('adozen');
    expect(decimalTyped('1,2,3', 'it')).toBe('1,2,3');
  });

  it('should put what is kept into a field, so that it is taken back as the same', () => {
    for (const locale of ['it', 'en-GB', 'en-IN']) {
      for (const value of ['12.5000', '100.0000', '0.0001', '1234567.8900'])
        expect(sumQuantities([decimalTyped(decimalField(value, locale), locale)])).toBe(value);
    }
    expect(decimalField('12.5000', 'it')).toBe('12,5');
    expect(decimalField(null, 'it')).toBe('');
  });
});

describe('sums and differences of quantities', () => {
  it('should be exact to the last place, however large', () => {
    expect(sumQuantities(['0.1', '0.2', 'x', ''])).toBe('0.3000');
    expect(sumQuantities(['99999999999999.9999', '0.0001'])).toBe('100000000000000.0000');
    expect(quantityDifference('1', '1.0001')).toBe('-0.0001');
    expect(quantityDifference('', '1')).toBeNull();
  });
});
