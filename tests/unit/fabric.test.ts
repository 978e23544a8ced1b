import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as fabric from '@/lib/textile/fabric';
import { toTex } from '@/lib/textile/yarnCount';

describe('the figures of cloth', () => {
  it('should be those of the formulas', () => {
    expect(fabric.lengthFromWeight('25', '160', '1800', 2)).toBe('86.81');
    expect(fabric.gramsPerLinearMetre('160', '1800')).toBe('288.00');
    expect(fabric.weightFromLength('86.81', '160', '1800', 2)).toBe('25.00');
    expect(fabric.ouncesPerSquareYard('200')).toBe('5.899');
    expect(fabric.gsmFromOunces('5.899', 0)).toBe('200');
    const knit = { walesPerInch: '36', coursesPerInch: '50', stitchLengthMm: '2.8', tex: toTex('30', 'NE') };
    expect(fabric.gsmOfKnit(knit)).toBe('153.78');
  });

  it('should give the kilograms back that the metres were made of', () => {
    const grams = fc.integer({ min: 1, max: 100_000_000 });
    fc.assert(
      fc.property(grams, fc.integer({ min: 50, max: 900 }), fc.integer({ min: 100, max: 4000 }), (g, gsm, width) => {
        const kg = (g / 1000).toFixed(3);
        const length = fabric.lengthFromWeight(kg, String(gsm), String(width), 30);
        return fabric.weightFromLength(length, String(gsm), String(width), 3) === kg;
      }),
    );
  });
});
