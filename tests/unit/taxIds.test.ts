import { describe, expect, it } from 'vitest';
import { countryCode } from '@/lib/countries';
import { checkDigit, panOf, taxIdFault, taxKey, tidyTaxId } from '@/lib/taxIds';

describe('a country', () => {
  it('should be known by its code and its name in the languages of the trade', () => {
    for (const [written, code] of [
      ['IT', 'IT'],
      ['Italy', 'IT'],
      ['ITALIA', 'IT'],
      [' Italien ', 'IT'],
      ['Deutschland', 'DE'],
      ['Türkiye', 'TR'],
      ['India', 'IN'],
      ['uk', 'GB'],
      ['United Kingdom', 'GB'],
      ['Regno Unito', 'GB'],
      ['el', 'GR'],
      ['DD', 'DE'],
    ])
      expect([written, countryCode(written)]).toEqual([written, code]);
  });

  it('should be none for what is none', () => {
    for (const written of ['', '  ', 'Atlantis', 'XX', 'Q', null, undefined, 'constructor', '__proto__'])
      expect(countryCode(written)).toBeUndefined();
  });
});

/** Numbers that firms publish on their own sites, or the authorities as examples. */
const RIGHT: readonly [string, string][] = [
  ['India', '27AAPFU0939F1ZV'],
  ['India', '29AAGCB7383J1Z4'],
  ['Italy', 'IT00743110157'],
  ['Italy', '00743110157'],
  ['Italia', 'it 007.431.101-57'],
  ['Austria', 'ATU13585627'],
  ['Belgium', 'BE0428759497'],
  ['Germany', 'DE136695976'],
  ['Denmark', 'DK13585628'],
  ['Estonia', 'EE100931558'],
  ['Spain', 'ESB58378431'],
  ['Finland', 'FI20774740'],
  ['France', 'FR40303265045'],
  ['France', 'FRK7399859412'],
  ['Greece', 'EL094259216'],
  ['Croatia', 'HR33392005961'],
  ['Hungary', 'HU12892312'],
  ['Ireland', 'IE6433435F'],
  ['Luxembourg', 'LU15027442'],
  ['Malta', 'MT11679112'],
  ['Netherlands', 'NL004495445B01'],
  ['Poland', 'PL8567346215'],
  ['Portugal', 'PT501964843'],
  ['Sweden', 'SE556188840401'],
  ['Slovakia', 'SK2022749619'],
  ['United Kingdom', 'GB980780684'],
];

describe('a tax id', () => {
  it.each(RIGHT)('should be right for %s: %s', (country, taxId) => {
    expect(taxIdFault(taxId, country)).toBeUndefined();
  });

  it.each(
    RIGHT.filter(([country]) =>
      /India|Italy|Belgium|Germany|Denmark|Finland|Poland|Portugal|Sweden|Slovakia/.test(country),
    ),
  )('should be wrong for %s with any single digit of %s mistaken', (country, taxId) => {
    const from = /^[A-Z]{2}\d/.test(taxId) ? 2 : 0;
    for (let place = from; place < taxId.length; place += 1) {
      const digit = taxId[place] ?? '';
      if (!/\d/.test(digit)) continue;
      const mistaken = `${taxId.slice(0, place)}${(Number(digit) + 1) % 10}${taxId.slice(place + 1)}`;
      expect([mistaken, taxIdFault(mistaken, country) !== undefined]).toEqual([mistaken, true]);
    }
  });

  it('should be wrong for a country whose it is not, and say what one looks like', () => {
    expect(taxIdFault('DE136695976', 'Italy')).toContain('IT00743110157');
    expect(taxIdFault('IT00743110157', 'India')).toContain('27AAPFU0939F1ZV');
    for (const wrong of ['', 'x', '27AAPFU0939F1Z', '27AAPXU0939F1ZV', '27aapfu0939f1zv1', '٢٧AAPFU0939F1ZV'])
      expect([wrong, taxIdFault(wrong, 'IN') === undefined]).toEqual([wrong, false]);
  });

  it('should be anything where there are no rules for the country, or no country', () => {
    for (const country of ['Bangladesh', 'Atlantis', '', null, undefined]) {
      expect(taxIdFault('BIN 000 123', country)).toBeUndefined();
      expect(tidyTaxId('BIN 000 123', country)).toBe('BIN 000 123');
    }
  });

  it('should be written down without what only separates', () => {
    expect(tidyTaxId('it 007.431.101-57', 'Italy')).toBe('IT00743110157');
  });

  it('should have one key, however it is written', () => {
    const keys = [
      taxKey('IT00743110157', 'Italy'),
      taxKey('00743110157', 'Italia'),
      taxKey('it 00743110157', 'IT'),
      taxKey('IT 00743110157', null),
    ];
    expect(new Set(keys)).toEqual(new Set(['00743110157']));
    expect([taxKey('', 'IT'), taxKey(null, 'IT'), taxKey(undefined, null)]).toEqual([null, null, null]);
  });

  it('should hold the PAN when it is a GSTIN', () => {
    expect([panOf('27AAPFU0939F1ZV'), panOf('IT00743110157')]).toEqual(['AAPFU0939F', undefined]);
    expect(checkDigit('27AAPFU0939F1Z')).toBe('V');
  });
});
