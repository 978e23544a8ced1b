const PLACES = 4;
const DECIMAL = /^-?\d{1,14}(\.\d{1,4})?$/;

/** Ten-thousandths: what the server keeps quantities in. Undefined for what is no quantity. */
function parts(value: string): bigint | undefined {
  if (!DECIMAL.test(value)) return undefined;
  const [whole = '', places = ''] = value.replace('-', '').split('.');
  const size = BigInt(whole + places.padEnd(PLACES, '0'));
  return value.startsWith('-') ? -size : size;
}

function textOf(value: bigint): string {
  const digits = String(value < 0n ? -value : value).padStart(PLACES + 1, '0');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -PLACES)}.${digits.slice(-PLACES)}`;
}

/** The sum of quantities; what is no quantity counts nothing. */
export const sumQuantities = (values: readonly string[]): string =>
  textOf(values.reduce((sum, value) => sum + (parts(value) ?? 0n), 0n));

/** How much more the first is than the second: below zero when it is less. Null where one is no quantity. */
export function quantityDifference(value: string, other: string): string | null {
  const [left, right] = [parts(value), parts(other)];
  return left === undefined || right === undefined ? null : textOf(left - right);
}

export const isZeroQuantity = (value: string): boolean => parts(value) === 0n;
export const isNegative = (value: string): boolean => value.startsWith('-');
