import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { barcodeFault, checkDigit, spellings, symbologyOf } from '@/lib/barcode';

describe('a barcode', () => {
  it.each([
    ['4006381333931', 'EAN-13'],
    ['036000291452', 'UPC-A'],
    ['10012345000017', 'GTIN-14'],
    ['12345678', 'CODE-128'],
    ['YRN-30', 'CODE-128'],
  ])('%s should be %s, and in order', (code, symbology) => {
    expect([symbologyOf(code), barcodeFault(code)]).toEqual([symbology, undefined]);
  });

  it('should be refused where a digit was mistyped or two neighbours that are not five apart changed places', () => {
    const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 11, maxLength: 13 });
    fc.assert(
      fc.property(digits, fc.nat({ max: 10 }), fc.integer({ min: 1, max: 9 }), (all, at, by) => {
        const body = all.join('');
        const code = body + checkDigit(body);
        const [here = 0, next = 0] = [Number(code[at]), Number(code[at + 1])];
        const mistyped = `${code.slice(0, at)}${(here + by) % 10}${code.slice(at + 1)}`;
        const swapped = `${code.slice(0, at)}${next}${here}${code.slice(at + 2)}`;
        const seen = (Math.abs(here - next) * 2) % 10 === 0 || barcodeFault(swapped) !== undefined;
        return barcodeFault(code) === undefined && barcodeFault(mistyped) !== undefined && seen;
      }),
    );
  });

  it('should be known in the spellings of other scanners', () => {
    expect(spellings('036000291452').sort()).toEqual(['00036000291452', '0036000291452', '036000291452']);
    expect(spellings('0036000291452')).toContain('036000291452');
    expect(spellings('YRN-30')).toEqual(['YRN-30']);
  });
});
