import type { DecimalMark } from '@/contract/enums';

/** A number as it is written, `1.234,56`, and what it says of the sign before the decimals. */
export type ReadNumber =
  | { readonly kind: 'number'; readonly value: string; readonly says: DecimalMark | null }
  /** `1.234` is one thing with a decimal point and another with a decimal comma. */
  | { readonly kind: 'ambiguous' }
  | { readonly kind: 'none' };

const PLAIN = /^[+-]?\d{1,30}$/;
const ONE_MARK = /^([+-]?)(\d{0,30})([.,])(\d{1,30})$/;

/**
 * Reads a number whose decimals stand behind `mark`, and whose thousands may be apart; where the mark is not known, only one
 * that can be read in one way alone.
 */
export function readNumber(written: string, mark: DecimalMark | null): ReadNumber {
  const text = written.replace(/[\s\u00a0\u202f'\u2019]/g, '');
  if (PLAIN.test(text)) return number(text, null);
  if (mark !== null) return readWith(text, mark, null);
  const one = ONE_MARK.exec(text);
  if (!one) return readEither(text);
  const [, , whole = '', sign, decimals = ''] = one;
  const couldBeThousands = decimals.length === 3 && /^[1-9]\d{0,2}$/.test(whole);
  if (couldBeThousands) return { kind: 'ambiguous' };
  return readWith(text, sign as DecimalMark, sign as DecimalMark);
}

/** Thousands and decimals, or thousands several times: one of the two ways fits, or none. */
function readEither(text: string): ReadNumber {
  const point = readWith(text, '.', '.');
  return point.kind === 'number' ? point : readWith(text, ',', ',');
}

function readWith(text: string, mark: DecimalMark, says: DecimalMark | null): ReadNumber {
  const thousands = mark === '.' ? ',' : '.';
  const [whole = '', decimals, ...more] = text.split(mark);
  const digits = whole.replace(/^[+-]/, '').split(thousands);
  const grouped =
    digits.length === 1 ||
    (/^\d{1,3}$/.test(digits[0] ?? '') && digits.slice(1).every((group) => /^\d{3}$/.test(group)));
  const isNumber =
    more.length === 0 &&
    grouped &&
    /^\d{0,30}$/.test(digits.join('')) &&
    (decimals === undefined || /^\d{1,30}$/.test(decimals)) &&
    (digits.join('') !== '' || decimals !== undefined);
  if (!isNumber) return { kind: 'none' };
  return number(`${whole.startsWith('-') ? '-' : ''}${digits.join('') || '0'}${decimals ? `.${decimals}` : ''}`, says);
}

/** In its plainest form: no zeros before it or at the end of its decimals. */
function number(text: string, says: DecimalMark | null): ReadNumber {
  const negative = text.startsWith('-');
  const [whole = '', decimals = ''] = text.replace(/^[+-]/, '').split('.');
  const kept = decimals.replace(/0+$/, '');
  const value = `${whole.replace(/^0+(?=\d)/, '')}${kept && `.${kept}`}`;
  return { kind: 'number', value: negative && /[1-9]/.test(value) ? `-${value}` : value, says };
}
