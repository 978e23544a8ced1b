import { Decimal } from 'decimal.js';

/** Exact decimals: 60 significant digits hold any product of two of our columns. */
const Exact = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_HALF_UP, toExpNeg: -40, toExpPos: 40 });

/** Compares two decimal strings: negative, zero or positive, as a sort function answers. */
export function compareDecimals(left: string, right: string): number {
  return new Exact(left).comparedTo(new Exact(right));
}

/** The exact sum of decimal strings, without trailing zeros: `"12.5"`. */
export function sumDecimals(...values: string[]): string {
  return values.reduce((sum, value) => sum.plus(value), new Exact(0)).toFixed();
}

/** `left × right`, rounded half up to `places` digits after the point. */
export function multiplyDecimals(left: string, right: string, places: number): string {
  return new Exact(left).times(right).toFixed(places, Decimal.ROUND_HALF_UP);
}

/** How many digits stand after the point once trailing zeros are gone: 1 for `"12.50"`. */
export function decimalPlaces(value: string): number {
  return new Exact(value).decimalPlaces();
}

/** Digits that binary floating point, in which spreadsheets count, keeps of any number. */
const KEPT_DIGITS = 15;

/**
 * A number as a spreadsheet writes it down, `1.5E-3` or `0.30000000000000004`, as the plain decimal it stands for: `0.0015`,
 * `0.3`. A whole number stays what is written, however long. Undefined for what is none.
 */
export function plainNumber(written: string): string | undefined {
  if (/^-?(0|[1-9]\d{0,13})$/.test(written)) return written;
  if (!/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$/.test(written)) return undefined;
  const value = new Exact(written);
  const kept = value.isInteger() ? value : value.toSignificantDigits(KEPT_DIGITS);
  return kept.isZero() ? '0' : kept.toFixed();
}

/** `left − right`, exact, without trailing zeros. */
export function subtractDecimals(left: string, right: string): string {
  return new Exact(left).minus(new Exact(right)).toFixed();
}

/** `-value`; zero stays `"0"`. */
export function negateDecimal(value: string): string {
  return subtractDecimals('0', value);
}

/**
 * The part of `whole` that goes with `part` of `of` (more than zero), rounded half up to `places`: all of it when that is
 * all, so that nothing is left over.
 */
export function shareOf(whole: string, part: string, of: string, places: number): string {
  const [taken, all] = [new Exact(part), new Exact(of)];
  if (taken.equals(all)) return new Exact(whole).toFixed();
  return new Exact(whole).times(taken).dividedBy(all).toFixed(places, Decimal.ROUND_HALF_UP);
}

/** A value with exactly `places` digits after the point, as a column of so many answers it: `"12.5000"`. */
export const withPlaces = (value: string, places: number): string => new Exact(value).toFixed(places);

export const isZero = (value: string): boolean => new Exact(value).isZero();
export const smallerOf = (left: string, right: string): string => (compareDecimals(left, right) < 0 ? left : right);

/** `left ÷ right`, rounded half up to `places` digits after the point. */
export function divideDecimals(left: string, right: string, places: number): string {
  return new Exact(left).dividedBy(right).toFixed(places, Decimal.ROUND_HALF_UP);
}
