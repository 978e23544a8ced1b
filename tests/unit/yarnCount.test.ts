import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { YARN_COUNT_SYSTEMS } from '@/contract/enums';
import { convertCount, fromTex, pliedTex, toTex, turnsPerInch, turnsPerMetre } from '@/lib/textile/yarnCount';

const near = (value: string, places: number) => Number(value).toFixed(places);

describe('a yarn count', () => {
  it.each([
    ['30', 'NE', '19.6847'],
    ['1', 'NE', '590.5412'],
    ['50', 'TEX', '50.0000'],
    ['150', 'DTEX', '15.0000'],
    ['2', 'KTEX', '2000.0000'],
    ['9', 'DENIER', '1.0000'],
    ['40', 'NM', '25.0000'],
    ['1', 'NF', '500.0000'],
    ['1', 'NE_WORSTED', '885.8119'],
    ['1', 'NE_LINEN', '1653.5155'],
    ['1', 'WOOLLEN_CUT', '1653.5155'],
    ['1', 'WOOLLEN_RUN', '310.0342'],
    ['1', 'YORKSHIRE_SKEIN', '1937.7135'],
  ] as const)('of %s %s should be %s tex', (count, system, tex) => {
    expect(near(toTex(count, system), 4)).toBe(tex);
  });

  it('should be said in other systems', () => {
    expect(near(convertCount('30', 'NE', 'DENIER'), 3)).toBe('177.162');
    expect(near(convertCount('30', 'NE', 'NM'), 4)).toBe('50.8009');
    expect(near(convertCount('1', 'NE', 'DENIER'), 3)).toBe('5314.871');
    expect(near(convertCount('1', 'NE', 'NM'), 6)).toBe('1.693362');
    expect(near(convertCount('1', 'NM', 'NE'), 6)).toBe('0.590541');
    expect(near(fromTex('30', 'NM'), 3)).toBe('33.333');
    expect(near(toTex('1', 'JUTE_SPYNDLE'), 5)).toBe('34.44824');
  });

  it('should add up in tex where yarns are plied', () => {
    expect(near(pliedTex([{ count: '30', system: 'NE', plies: 2 }]), 3)).toBe('39.369');
    expect(near(fromTex(pliedTex([{ count: '30', system: 'NE', plies: 2 }]), 'NE'), 9)).toBe('15.000000000');
    expect(near(fromTex(pliedTex([{ count: '60', system: 'NM', plies: 2 }]), 'NM'), 9)).toBe('30.000000000');
    const mixed = pliedTex([
      { count: '20', system: 'TEX' },
      { count: '100', system: 'NM' },
    ]);
    expect(near(mixed, 4)).toBe('30.0000');
  });

  it('should have its twist per inch and metre', () => {
    expect(near(turnsPerInch('3.5', '36'), 4)).toBe('21.0000');
    expect(near(turnsPerMetre('1'), 4)).toBe('39.3701');
  });

  it('should come back from every system as it went, within 1e-9', () => {
    const system = fc.constantFrom(...YARN_COUNT_SYSTEMS);
    const count = fc.integer({ min: 1, max: 99_999_999 }).map((value) => (value / 1000).toFixed(3));
    fc.assert(
      fc.property(count, system, system, (value, from, to) => {
        const back = convertCount(convertCount(value, from, to), to, from);
        return Math.abs(Number(back) - Number(value)) / Number(value) < 1e-9;
      }),
    );
  });
});
