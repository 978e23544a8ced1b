import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endsOfKey, nameKey, nearlySame } from '@/lib/partnerKeys';

describe('the key of a name', () => {
  it.each([
    ['Filatura Alba S.p.A.', 'FILATURA ALBA Srl'],
    ['Filatura Alba', 'Filatura  Alba S. r. l.'],
    ['Kovaimalar Spinning Mills Pvt. Ltd.', 'M/s. Kovaimalar Spinning Mills Private Limited'],
    ['Müller & Söhne GmbH', 'Muller Sohne'],
    ['Thornbeck & Lyle Clothing', 'Thornbeck and Lyle Clothing Ltd'],
    ['Halden Nord AB', 'Halden-Nord'],
    ['Filati Serraluce', 'Filatti Seraluce'],
    ['Łódź Dzianiny Sp. z o.o.', 'Lodz Dzianiny Sp. z o.o.'],
  ])('should be the same for %s and %s', (one, other) => {
    expect(nameKey(one)).toBe(nameKey(other));
  });

  it.each([
    ['Filatura Alba', 'Tintoria Alba'],
    ['Lot 01', 'Lot 02'],
    ['Mill 7', 'Mill 77'],
    ['Sa', 'Ab'],
  ])('should not be the same for %s and %s', (one, other) => {
    expect(nameKey(one)).not.toBe(nameKey(other));
  });

  it('should stay what it is of a name that is all legal form, and be there in any script', () => {
    expect([nameKey('S.p.A.'), nameKey('Co'), nameKey('திருப்பூர் மில்ஸ்') !== '', nameKey('%_')]).toEqual([
      'spa',
      'co',
      true,
      '',
    ]);
  });

  it('should hold nothing that LIKE takes for a sign of its own', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (name) => !/[%_\\]/.test(nameKey(name))));
  });
});

describe('two keys', () => {
  it('should be nearly the same with one letter wrong, missing, too many, or two that changed places', () => {
    for (const other of ['filaturolba', 'filaturlba', 'filaturaalba', 'filautralba', 'filaturalba'])
      expect([other, nearlySame('filaturalba', other)]).toEqual([other, true]);
  });

  it('should not be when they are short, differ in figures, or in more than that', () => {
    expect(nearlySame('alba', 'alma')).toBe(false);
    expect(nearlySame('filatura12x', 'filatura13x')).toBe(false);
    expect(nearlySame('filaturalba', 'filaturolbo')).toBe(false);
    expect(nearlySame('filaturalba', 'filaturalbaxx')).toBe(false);
  });

  it('should have the beginning or the end of each other when they are nearly the same', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 8, maxLength: 14 });
    const edit = fc.record({ at: fc.nat(13), letter: fc.constantFrom('a', 'b', ''), cut: fc.nat(1) });
    fc.assert(
      fc.property(letters, edit, (key, { at, letter, cut }) => {
        const other = key.slice(0, at) + letter + key.slice(at + cut);
        if (!nearlySame(key, other)) return;
        const ends = endsOfKey(key);
        expect(key === other || other.startsWith(ends?.start ?? '-') || other.endsWith(ends?.end ?? '-')).toBe(true);
      }),
    );
  });
});
