/** What stands in a history where a secret was. */
export const MASK = '[masked]';

/** The one list of what no history shows: words of a field's name, or several after each other. */
const SECRET_NAMES = [
  'password',
  'passwd',
  'passphrase',
  'token',
  'tokens',
  'secret',
  'secrets',
  'totp',
  'otp',
  'credential',
  'credentials',
  'cookie',
  'authorization',
  'api_key',
  'private_key',
  'access_key',
  'signing_key',
  'iban',
  'bank_account',
  'bank_details',
  'account_number',
  'routing_number',
  'sort_code',
  'card_number',
  'cvc',
  'cvv',
].map((name) => `_${name}_`);

/** A copy of what JSON can hold with every value of a secret's name replaced; one that is null stays so. */
export function masked<T>(value: T): T {
  return copy(value) as T;
}

/** Names that were looked at: there are as many as fields have, unless somebody makes them up. */
const known = new Map<string, boolean>();
const MOST_KNOWN = 5000;

/** Whether a field of this name holds what nobody is to read later: `refreshToken`, `bank_account_2`. */
export function isSecretName(name: string): boolean {
  const before = known.get(name);
  if (before !== undefined) return before;
  const secret = looksSecret(name);
  if (known.size < MOST_KNOWN) known.set(name, secret);
  return secret;
}

function looksSecret(name: string): boolean {
  const words = `_${name
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1_$2')
    .toLowerCase()
    .replace(/[^\p{L}\d]+/gu, '_')}_`;
  return SECRET_NAMES.some((secret) => words.includes(secret));
}

function copy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copy);
  if (!isPlain(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      inner !== null && inner !== undefined && isSecretName(name) ? MASK : copy(inner),
    ]),
  );
}

/** An object as JSON makes them; a Date, say, is left to whoever writes it down. */
const isPlain = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && [Object.prototype, null].includes(Object.getPrototypeOf(value));
