import { countryCode } from './countries';
import { vatFault, withoutPrefix } from './vatNumbers';

/** State, PAN, number of the registration in the state, a letter, a check digit. */
const GSTIN = /^\d{2}([A-Z]{3}[ABCFGHJLPT][A-Z]\d{4}[A-Z])[1-9A-Z][A-Z][0-9A-Z]$/;
const SIGNS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** As it is written down: capitals without spaces and points. Of a country without rules here it stays as it is. */
export function tidyTaxId(taxId: string, country: string | null | undefined): string {
  return ruledBy(country) ? compact(taxId) : taxId;
}

/** What is wrong with a tax id, by the rules of the party's country; undefined when nothing is, or there are none. */
export function taxIdFault(taxId: string, country: string | null | undefined): string | undefined {
  const code = ruledBy(country);
  if (!code) return undefined;
  const given = compact(taxId);
  return code === 'IN' ? gstinFault(given) : vatFault(code, given);
}

/** What two spellings of one tax id have in common; null for none. */
export function taxKey(taxId: string | null | undefined, country: string | null | undefined): string | null {
  if (!taxId) return null;
  const code = ruledBy(country);
  const given = compact(taxId);
  return (code ? withoutPrefix(code, given) : given.replace(/^(?:[A-Z]{2})(?=\d{8,})/, '')) || null;
}

/** The PAN in a GSTIN. */
export function panOf(gstin: string): string | undefined {
  return GSTIN.exec(compact(gstin))?.[1];
}

function gstinFault(gstin: string): string | undefined {
  if (!GSTIN.test(gstin)) return 'Must be a GSTIN of 15 characters, like 27AAPFU0939F1ZV';
  return checkDigit(gstin.slice(0, 14)) === gstin.at(-1) ? undefined : 'This is no GSTIN: its check digit is wrong';
}

/** Every second sign counts double; tens and units of base 36 are summed, and the sum is filled up to a multiple of 36. */
export function checkDigit(signs: string): string {
  const sum = [...signs].reduce((all, sign, place) => {
    const product = SIGNS.indexOf(sign) * (place % 2 === 0 ? 1 : 2);
    return all + Math.floor(product / 36) + (product % 36);
  }, 0);
  return SIGNS[(36 - (sum % 36)) % 36] ?? '';
}

/** The country whose rules are known here. */
function ruledBy(country: string | null | undefined): string | undefined {
  const code = countryCode(country);
  return code === 'IN' || (code && vatFault(code, '') !== undefined) ? code : undefined;
}

const compact = (value: string) => value.replace(/[\s./-]/g, '').toUpperCase();
