/** The languages people write the names of countries in here. */
const LANGUAGES = ['en', 'it', 'de', 'fr', 'es', 'pt', 'nl'];
const ALSO_KNOWN: Readonly<Record<string, string>> = {
  uk: 'GB',
  'great britain': 'GB',
  england: 'GB',
  usa: 'US',
  'czech republic': 'CZ',
  holland: 'NL',
  bharat: 'IN',
  el: 'GR',
};
const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];

let known: ReadonlyMap<string, string> | undefined;

/** The ISO 3166 code of a country as people write it: `IT`, `Italy`, `Italia`; undefined for what is none. */
export function countryCode(country: string | null | undefined): string | undefined {
  known ??= namesOfCountries();
  return known.get(plain(country ?? ''));
}

function namesOfCountries(): Map<string, string> {
  const codes = LETTERS.flatMap((first) => LETTERS.map((second) => `${first}${second}`));
  const names = new Map<string, string>();
  for (const language of LANGUAGES) {
    const display = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' });
    for (const code of codes) {
      const name = display.of(code);
      // DD has the name of DE, whose former code it is.
      const inUse = new Intl.Locale(`und-${code}`).region ?? code;
      if (name) names.set(plain(name), inUse).set(code.toLowerCase(), inUse);
    }
  }
  for (const [name, code] of Object.entries(ALSO_KNOWN)) names.set(name, code);
  return names;
}

const plain = (name: string) => name.normalize('NFKD').replace(/\p{M}/gu, '').trim().toLowerCase();
