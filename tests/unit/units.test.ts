import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UNITS } from '@/contract/enums';
import { contentOf, convertQuantity, dimensionOf, unitsLike } from '@/lib/textile/units';

describe('a quantity in another unit', () => {
  it.each([
    ['1', 'yd', 'm', '0.9144', '0.91440000000000'],
    ['1', 'lb', 'kg', '0.4536', '0.45359237000000'],
    ['16', 'oz', 'lb', '1.0000', '0.06250000000000'],
    ['1', 't', 'lb', '2204.6226', '2204.62262184877581'],
    ['1', 'ft', 'in', '12.0000', '12.00000000000000'],
    ['1', 'yd2', 'm2', '0.8361', '0.83612736000000'],
    ['1', 'gross', 'dozen', '12.0000', '12.00000000000000'],
    ['3', 'pair', 'pcs', '6.0000', '2.00000000000000'],
    ['99999999999999.9999', 'm', 'm', '99999999999999.9999', '1.00000000000000'],
    ['0.00005', 'kg', 'kg', '0.0001', '1.00000000000000'],
  ] as const)('%s %s in %s should be %s', (quantity, from, to, wanted, factor) => {
    expect(convertQuantity(quantity, from, to)).toEqual({ quantity: wanted, factor });
  });

  it('should not be there when they measure different things', () => {
    for (const [from, to] of [
      ['kg', 'm'],
      ['m', 'm2'],
      ['pcs', 'set'],
      ['set', 'pack'],
    ] as const)
      expect(convertQuantity('1', from, to)).toBeUndefined();
    expect(unitsLike('pack')).toEqual(['pack']);
    expect(unitsLike('yd')).toEqual(['m', 'cm', 'mm', 'yd', 'in', 'ft']);
  });

  it('should be of one dimension with itself alone', () => {
    for (const from of UNITS)
      for (const to of UNITS)
        expect(convertQuantity('1', from, to) !== undefined).toBe(dimensionOf(from) === dimensionOf(to));
  });

  it('should come back as it went where the other unit is the smaller one', () => {
    const unit = fc.constantFrom(...UNITS);
    const quantity = fc
      .bigInt({ min: 0n, max: 999_999_999_999n })
      .map((value) => new Decimal(`${value}e-4`).toFixed(4));
    fc.assert(
      fc.property(quantity, unit, unit, (value, from, to) => {
        const there = convertQuantity(value, from, to);
        if (!there || new Decimal(there.factor).lessThan(1)) return true;
        return convertQuantity(there.quantity, to, from)?.quantity === value;
      }),
    );
  });
});

describe('packages', () => {
  it('should hold what the lot says', () => {
    expect(contentOf('3', '1.85')).toEqual({ quantity: '5.5500', factor: '1.85000000000000' });
  });
});
