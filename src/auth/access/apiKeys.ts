import { createHash, createHmac, randomInt, timingSafeEqual } from 'node:crypto';
import { derivedKey } from '@/config';

/** Letters and digits only, so that a double click takes the whole key. */
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** 43 of 62 letters are 256 bits. */
const SECRET_LENGTH = 43;
const CHECKSUM_LENGTH = 10;
/** Of the id's 32 digits, those that tell when it was made. */
const SHOWN_DIGITS = 12;
const FORM = /^lv[ks]_([0-9a-f]{32})_([0-9A-Za-z]{43})_([0-9a-f]{10})$/;

/** What begins an API key, in an Authorization header or in a text that is searched for secrets. */
export const KEY_MARK = 'lvk_';
/** The same of what the operator's support works with in a company that lets it in. */
export const SUPPORT_MARK = 'lvs_';
export type Mark = typeof KEY_MARK | typeof SUPPORT_MARK;
/** Of which key of the application the checksum is made: the one kind is never taken for the other. */
const CHECKSUM_KEYS: Readonly<Record<Mark, string>> = { [KEY_MARK]: 'api-key', [SUPPORT_MARK]: 'support' };

/** What a key says it is: whether the secret is that of the id is for the database to say. */
export type ClaimedKey = { readonly keyId: string; readonly secret: string };

export type NewKey = { readonly key: string; readonly prefix: string; readonly secretHash: string };

/**
 * The key of an id, with a new random secret: `lvk_<id>_<secret>_<checksum>`. The checksum is an HMAC under a key of the
 * application, so what is mistyped or made up is known without the database.
 */
export function makeKey(keyId: string, mark: Mark = KEY_MARK): NewKey {
  const hex = keyId.replaceAll('-', '');
  const secret = Array.from({ length: SECRET_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return {
    key: `${mark}${hex}_${secret}_${checksum(mark, hex, secret)}`,
    prefix: `${mark}${hex.slice(0, SHOWN_DIGITS)}`,
    secretHash: hashSecret(secret),
  };
}

/** Reads a key of a kind; undefined for what has not its form or not its checksum. Asks no database. */
export function readKey(key: string, mark: Mark = KEY_MARK): ClaimedKey | undefined {
  const [, hex, secret, given] = FORM.exec(key) ?? [];
  if (!hex || !secret || !given) return undefined;
  if (!timingSafeEqual(Buffer.from(given), Buffer.from(checksum(mark, hex, secret)))) return undefined;
  return { keyId: hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'), secret };
}

/** Whether a secret is the one that was stored as `hash`. */
export function isSecretOf(secret: string, hash: string): boolean {
  return timingSafeEqual(Buffer.from(hashSecret(secret)), Buffer.from(hash));
}

/** What is stored of a secret: it is random enough to need no slow hash. */
const hashSecret = (secret: string) => createHash('sha256').update(secret).digest('hex');

function checksum(mark: Mark, hex: string, secret: string): string {
  const sum = createHmac('sha256', derivedKey(CHECKSUM_KEYS[mark])).update(`${hex}.${secret}`).digest('hex');
  return sum.slice(0, CHECKSUM_LENGTH);
}
