import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSkuPattern, renderSku } from '@/lib/skuPattern';

const made = (pattern: string, values: object, seq = '7') => {
  const read = parseSkuPattern(pattern);
  return 'faults' in read ? read.faults : renderSku(read, values, seq);
};
const all = { category: 'Knitwear', style: 'PUL-01', colour: 'Navy blue', size: '3/4', kind: 'FG' };

describe('a pattern of SKUs', () => {
  it.each([
    ['{category}-{style}-{colour}-{size}-{seq:4}', 'KNITWEAR-PUL01-NAVYBLUE-34-0007'],
    ['{category:3}/{colour:2}.{seq}', 'KNI/NA.7'],
    ['{kind}{seq:6}', 'FG000007'],
    ['Y {seq:1}', 'Y 7'],
    ['{style}{colour:3}{size}', 'PUL01NAV34'],
  ])('%s should make %s', (pattern, sku) => {
    expect(made(pattern, all)).toBe(sku);
  });

  it('should leave out what is empty, with one sign beside it', () => {
    const pattern = '{category}-{style}-{colour}-{size}-{seq:2}';
    expect(made(pattern, {})).toBe('07');
    expect(made(pattern, { category: 'Fili', size: null })).toBe('FILI-07');
    expect(made('{seq:2}-{colour}', { colour: '—' })).toBe('07');
    expect(made('{category}-{seq:2}', { category: 'Lingerie é 100%' })).toBe('LINGERIEE100-07');
  });

  it('should go on with all digits when the number is longer than its width', () => {
    expect(made('{seq:2}', {}, '12345')).toBe('12345');
  });

  it.each([
    ['{style}-{colour}', 'It needs {seq}, or {style}, {colour} and {size}: else many items would get one SKU'],
    ['{seq}{seq}', 'Each place can stand in it once'],
    ['{seq', 'A brace is open or closed that has no partner'],
    ['seq}{seq}', 'A brace is open or closed that has no partner'],
    [
      '{shade}-{seq}',
      'In braces stand category, style, colour, size, kind, seq, with a number after a colon if wanted',
    ],
    ['{}{seq}', 'In braces stand category, style, colour, size, kind, seq, with a number after a colon if wanted'],
    ['{seq:0}', 'The number after seq goes from 1 to 10'],
    ['{seq:11}', 'The number after seq goes from 1 to 10'],
    ['{category:21}{seq}', 'The number after category goes from 1 to 20'],
  ])('of %s should be refused', (pattern, fault) => {
    expect(made(pattern, all)).toContain(fault);
  });

  it('should read anything without failing, and render only what scanners can read', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('{', '}', 's', 'seq', ':', '4', '-', 'size', 'é') }), (pattern) => {
        const answer = made(pattern, { size: 'é\u0301ß☃' });
        return Array.isArray(answer) || !answer.includes('\0');
      }),
    );
  });
});
