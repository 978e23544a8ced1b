import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fibresOf, isComposition, parseComposition } from '@/lib/textile/composition';
import { FIBRES } from '@/lib/textile/fibres';

const text = (given: string) => {
  const read = parseComposition(given);
  return 'text' in read ? read.text : read.faults;
};

describe('a composition', () => {
  it.each([
    ['95% cotton, 5% elastane', '95% cotton, 5% elastane'],
    ['5 % Elastan / 95 % Cotone', '95% cotton, 5% elastane'],
    ['cotton 60%; polyester 40%', '60% cotton, 40% polyester'],
    ['95% CO 5% EL', ['Part 1: this is no fibre name of Regulation (EU) 1007/2011']],
    ['95% CO, 5% EL', '95% cotton, 5% elastane'],
    ['80% lana vergine + 20% poliammide', '80% virgin wool, 20% polyamide'],
    ['33,3% seta, 66,7% lino', '66.7% linen, 33.3% silk'],
    ['100% virgin wool (merino)', '100% virgin wool (merino)'],
    ['45% baby alpaca, 35% nylon, 20% merino', '45% baby alpaca, 35% polyamide, 20% wool (merino)'],
    ['60% recycled cotton, 40% cotton', '60% recycled cotton, 40% cotton'],
    ['100% cotone biologico', '100% organic cotton'],
    ['90% recycled wool, 10% other fibres', '90% recycled wool, 10% other fibres'],
    ['100% viscose (bamboo)', '100% viscose (bamboo)'],
  ])('of "%s" should read %j', (given, kept) => {
    expect(text(given)).toEqual(kept);
  });

  it.each([
    ['95% cotton, 4% elastane', 'The parts add up to 99 %, not to 100 %'],
    ['60% cotton, 41% polyester', 'The parts add up to 101 %, not to 100 %'],
    ['0% cotton, 100% silk', 'Part 1: must be more than 0 % and at most 100 %'],
    ['101% cotton', 'Part 1: must be more than 0 % and at most 100 %'],
    ['99.999% cotton, 0.001% silk', 'Part 1: say it like "95% cotton", with at most two decimal places'],
    ['50% cotton, 50% cotton', 'Names a fibre twice'],
    ['50% cotton, 50% cotone', 'Names a fibre twice'],
    ['100% adamantium', 'Part 1: this is no fibre name of Regulation (EU) 1007/2011'],
    ['100%', 'Part 1: say it like "95% cotton", with at most two decimal places'],
    ['%', 'Part 1: say it like "95% cotton", with at most two decimal places'],
    ['-5% cotton', 'Part 1: say it like "95% cotton", with at most two decimal places'],
  ])('of "%s" should be refused with a sentence', (given, fault) => {
    expect(text(given)).toContain(fault);
  });

  it('should tell all its faults at once', () => {
    expect(text('50% adamantium, 0% cotton, x%')).toHaveLength(3);
  });

  it('should not be looked for in the name of a material', () => {
    expect([isComposition('Horn'), fibresOf('Horn'), fibresOf(null), fibresOf('50% cotton')]).toEqual([
      false,
      null,
      null,
      null,
    ]);
    expect(fibresOf('5% elastane, 95% cotton')).toEqual([
      { fibre: 'CO', name: 'cotton', percent: '95' },
      { fibre: 'EL', name: 'elastane', percent: '5' },
    ]);
  });

  it('should read its own normal form unchanged, whatever the fibres', () => {
    const names = Object.values(FIBRES).flat();
    const shares = fc.uniqueArray(fc.integer({ min: 1, max: 9999 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(shares, fc.integer({ min: 0, max: names.length }), (cuts, from) => {
        const marks = [0, ...cuts.sort((left, right) => left - right), 10_000];
        const parts = marks.slice(1).map((mark, index) => ((mark - (marks[index] ?? 0)) / 100).toString());
        const given = parts.map((part, index) => `${part}% ${names[(from + index * 7) % names.length]}`).join(', ');
        const once = parseComposition(given);
        if ('faults' in once) return once.faults.every((fault) => fault === 'Names a fibre twice');
        return text(once.text) === once.text;
      }),
    );
  });
});
