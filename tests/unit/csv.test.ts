import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvLine } from '@/lib/csv';

describe('a line of CSV', () => {
  it('should quote what needs it, and end like the standard says', () => {
    expect(csvLine(['a', 'b,c', 'say "so"', 'two\nlines', '', null])).toBe('a,"b,c","say ""so""","two\nlines",,\r\n');
  });

  it.each(['=1+1', '+1', '-1+1', '@SUM(A1)', '\tx', '\rx', '=HYPERLINK("http://x","y")'])(
    'should make text of the formula %j',
    (formula) => {
      const [[cell]] = parse(csvLine([formula])) as [[string]];
      expect(cell).toBe(`'${formula}`);
    },
  );

  it('should leave a number below zero a number', () => {
    expect(csvLine(['-12.50', '-1', '--1', '-1-1'])).toBe("-12.50,-1,'--1,'-1-1\r\n");
  });

  it('should be read back as what was written, but for formulas', () => {
    const text = fc.string({ unit: 'grapheme' }).filter((value) => !/^[=+\-@\t\r]/.test(value));
    fc.assert(
      fc.property(fc.array(text, { minLength: 2, maxLength: 5 }), (cells) => {
        expect(parse(csvLine(cells))).toEqual([cells]);
      }),
    );
  });
});
