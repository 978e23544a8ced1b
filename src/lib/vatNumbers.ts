/**
 * VAT numbers of the European Union and the United Kingdom without their prefix: the structures the Commission publishes
 * for VIES, and the check digits of those countries whose rule is published.
 */
type VatRule = { readonly prefix: string; readonly form: RegExp; readonly like: string; readonly check?: Check };
type Check = (digits: string) => boolean;

const rule = (prefix: string, form: RegExp, like: string, check?: Check): VatRule => ({
  prefix,
  form,
  like,
  ...(check && { check }),
});

/** By ISO country code; Greece writes EL. */
const RULES: Readonly<Record<string, VatRule>> = {
  AT: rule('AT', /^U\d{8}$/, 'ATU12345675'),
  BE: rule('BE', /^[01]\d{9}$/, 'BE0428759497', (n) => 97 - (Number(n.slice(0, 8)) % 97) === Number(n.slice(8))),
  BG: rule('BG', /^\d{9,10}$/, 'BG123456789'),
  CY: rule('CY', /^\d{8}[A-Z]$/, 'CY12345678A'),
  CZ: rule('CZ', /^\d{8,10}$/, 'CZ12345678'),
  DE: rule('DE', /^\d{9}$/, 'DE136695976', mod11And10),
  DK: rule('DK', /^\d{8}$/, 'DK13585628', weighted([2, 7, 6, 5, 4, 3, 2, 1], 11)),
  EE: rule('EE', /^\d{9}$/, 'EE100931558', weighted([3, 7, 1, 3, 7, 1, 3, 7, 1], 10)),
  ES: rule('ES', /^(?!\d{9}$)[A-Z0-9]\d{7}[A-Z0-9]$/, 'ESB58378431'),
  FI: rule('FI', /^\d{8}$/, 'FI20774740', weighted([7, 9, 10, 5, 8, 4, 2, 1], 11)),
  FR: rule('FR', /^[0-9A-HJ-NP-Z]{2}\d{9}$/, 'FR40303265045', frenchKey),
  GR: rule('EL', /^\d{9}$/, 'EL123456783'),
  HR: rule('HR', /^\d{11}$/, 'HR33392005961', mod11And10),
  HU: rule('HU', /^\d{8}$/, 'HU12892312', weighted([9, 7, 3, 1, 9, 7, 3, 1], 10)),
  IE: rule('IE', /^(\d[0-9A-Z+*]\d{5}[A-Z]|\d{7}[A-W][A-I])$/, 'IE6433435F'),
  IT: rule('IT', /^\d{11}$/, 'IT00743110157', luhn),
  LT: rule('LT', /^(\d{9}|\d{12})$/, 'LT119511515'),
  LU: rule('LU', /^\d{8}$/, 'LU15027442', (n) => Number(n.slice(0, 6)) % 89 === Number(n.slice(6))),
  LV: rule('LV', /^\d{11}$/, 'LV40003521600'),
  MT: rule('MT', /^\d{8}$/, 'MT11679112', weighted([3, 4, 6, 7, 8, 9, 10, 1], 37)),
  NL: rule('NL', /^\d{9}B\d{2}$/, 'NL004495445B01'),
  PL: rule('PL', /^\d{10}$/, 'PL8567346215', weighted([6, 5, 7, 2, 3, 4, 5, 6, 7, -1], 11)),
  PT: rule('PT', /^\d{9}$/, 'PT501964843', portugueseCheck),
  RO: rule('RO', /^\d{2,10}$/, 'RO18547290'),
  SE: rule('SE', /^\d{10}01$/, 'SE556188840401', (n) => luhn(n.slice(0, 10))),
  SI: rule('SI', /^\d{8}$/, 'SI50223054'),
  SK: rule('SK', /^\d{10}$/, 'SK2022749619', (n) => Number(n) % 11 === 0),
  GB: rule('GB', /^(\d{9}|\d{12}|GD\d{3}|HA\d{3})$/, 'GB980780684'),
};

/** What is wrong with a VAT number of a country; undefined when nothing is, or when the country has no rule here. */
export function vatFault(code: string, number: string): string | undefined {
  const known = RULES[code];
  if (!known) return undefined;
  const bare = withoutPrefix(code, number);
  if (!known.form.test(bare)) return `Must be a VAT number of its country, like ${known.like}`;
  return known.check?.(bare) === false ? 'This is no VAT number: its check digits are wrong' : undefined;
}

/** The number by itself, whether it was written with the prefix of its country or not. */
export function withoutPrefix(code: string, number: string): string {
  const prefix = RULES[code]?.prefix ?? code;
  return number.startsWith(prefix) ? number.slice(prefix.length) : number;
}

const figures = (digits: string) => [...digits].map(Number);

/** Every second digit from the right doubled, its own digits summed; the whole a multiple of ten. */
function luhn(digits: string): boolean {
  const sum = figures(digits)
    .reverse()
    .reduce((all, digit, place) => all + (place % 2 === 0 ? digit : digit * 2 - (digit > 4 ? 9 : 0)), 0);
  return sum % 10 === 0;
}

/** Each digit by its weight, the check digit among them, is together a multiple of `modulus`. */
function weighted(weights: readonly number[], modulus: number): Check {
  return (digits) =>
    figures(digits).reduce((sum, digit, place) => sum + digit * (weights[place] ?? 0), 0) % modulus === 0;
}

/** ISO 7064, mod 11,10. */
function mod11And10(digits: string): boolean {
  const product = figures(digits.slice(0, -1)).reduce((before, digit) => {
    const sum = (digit + before) % 10 || 10;
    return (sum * 2) % 11;
  }, 10);
  return (11 - product) % 10 === Number(digits.at(-1));
}

/** Only keys of two digits follow the rule; those with letters are of another one that is not published. */
function frenchKey(number: string): boolean {
  const key = number.slice(0, 2);
  return !/^\d\d$/.test(key) || (12 + 3 * (Number(number.slice(2)) % 97)) % 97 === Number(key);
}

function portugueseCheck(digits: string): boolean {
  const sum = figures(digits.slice(0, 8)).reduce((all, digit, place) => all + digit * (9 - place), 0);
  const rest = 11 - (sum % 11);
  return (rest > 9 ? 0 : rest) === Number(digits.at(-1));
}
