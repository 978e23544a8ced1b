import { generateKeyPairSync } from 'node:crypto';
import type { JWK } from 'jose';
import { ConfigError, config, derivedKey } from '@/config';
import type { Change } from '@/database/changes';
import { databaseManager } from '@/database/connection';
import { Refusal } from '@/lib/refusal';
import { open, seal } from '@/lib/seal';
import { log } from '@/observability/log';
import { readKey, type SigningKey, splitKeys } from './keyFormat';
import * as repo from './keys.repo';

/** Seconds a token may be used after its key was replaced: its own life, and what clocks may differ. */
export const LAST_TOKENS_S = 660;
/** Seconds between a key being published and its first signature, in which every process hears of it. */
const PUBLISHED_FIRST_S = 30;
/** How old what is known of the keys may be while changes are not heard of, in milliseconds. */
const MAX_AGE_MS = 5000;

/** Times as performance.now() counts, so that no clock set back or forth changes what is accepted. */
type RingKey = SigningKey & { readonly signsFrom: number; readonly retiresAt: number };
type Ring = { readonly keys: readonly RingKey[]; readonly readAt: number };

let ring: Ring | undefined;
let reading: Promise<Ring> | undefined;
let stale = false;

/** The key that signs now, made where there is none: JWT_PRIVATE_KEY, or the newest in the database. */
export async function signingKey(): Promise<SigningKey & Required<Pick<SigningKey, 'privateKey'>>> {
  const { keys } = await knownKeys();
  const now = performance.now();
  for (const key of keys) {
    const { privateKey } = key;
    if (privateKey && key.signsFrom <= now && now < key.retiresAt) return { ...key, privateKey };
  }
  throw new Refusal('UNAVAILABLE', 'There is no key to sign with. Try again in a moment.');
}

/** The public keys whose signatures are accepted, those that will sign soon included. */
export async function publicKeys(): Promise<JWK[]> {
  const { keys } = await knownKeys();
  return keys.filter(({ retiresAt }) => performance.now() < retiresAt).map(({ publicJwk }) => publicJwk);
}

/**
 * The key of that name, if its signatures are accepted now. From memory once the keys were read: a token that names no
 * such key costs no connection.
 */
export async function acceptedKey(kid: string | undefined): Promise<SigningKey | undefined> {
  const known = ring ?? (await readAgain());
  const key = known.keys.find((each) => each.kid === kid);
  if (!key || performance.now() >= key.retiresAt) return undefined;
  if (stale || performance.now() - known.readAt > MAX_AGE_MS) readInBackground();
  return key;
}

/** Reads the keys unless they are known. */
async function knownKeys(): Promise<Ring> {
  if (ring && !stale) return ring;
  return readAgain();
}

function readAgain(): Promise<Ring> {
  reading ??= readRing().finally(() => {
    reading = undefined;
  });
  return reading;
}

function readInBackground(): void {
  readAgain().catch((error: unknown) => log().warn({ err: error }, 'the signing keys could not be read'));
}

async function readRing(): Promise<Ring> {
  databaseManager.onChange(hear);
  stale = false;
  try {
    ring = { keys: await readKeys(), readAt: performance.now() };
    return ring;
  } catch (error) {
    stale = true;
    throw error;
  }
}

function hear({ kind }: Change): void {
  if (kind !== 'keys' && kind !== 'all') return;
  stale = true;
  // While it is read for the first time, nobody has asked for what has changed since.
  if (ring) readInBackground();
}

async function readKeys(): Promise<RingKey[]> {
  const { JWT_PRIVATE_KEY: given, JWT_PREVIOUS_KEYS: previous = '' } = config();
  if (given !== undefined) return givenKeys(given, previous);
  const kept = await repo.findKeys();
  const usable = await Promise.all(kept.filter(({ blocked }) => !blocked).map(ringKey));
  const now = performance.now();
  if (usable.some(({ privateKey, signsFrom, retiresAt }) => privateKey && signsFrom <= now && now < retiresAt))
    return usable;
  await makeFirstKey();
  return readKeys();
}

async function ringKey({ kid, privateSealed, publicJwk, signsInMs, retiresInMs }: repo.KeptKey): Promise<RingKey> {
  const text = opened({ kid, privateSealed });
  const key = await readKey(text ?? JSON.stringify(publicJwk));
  if (!key) throw new Error('A signing key is damaged.');
  const now = performance.now();
  return { ...key, signsFrom: now + signsInMs, retiresAt: now + (retiresInMs ?? Number.POSITIVE_INFINITY) };
}

async function givenKeys(given: string, previous: string): Promise<RingKey[]> {
  const own = await readKey(given);
  if (!own?.privateKey)
    throw new ConfigError(['JWT_PRIVATE_KEY must be an Ed25519 private key, as PEM (PKCS #8) or JWK.']);
  const texts = splitKeys(previous);
  const others = await Promise.all(texts.map(readKey));
  if (others.includes(undefined) || (previous.trim() !== '' && texts.length === 0))
    throw new ConfigError(['JWT_PREVIOUS_KEYS must be Ed25519 keys, as PEM or JWK, one after another.']);
  return [own, ...others].flatMap((key) =>
    key ? [{ ...key, signsFrom: 0, retiresAt: Number.POSITIVE_INFINITY }] : [],
  );
}

const sealingKey = () => derivedKey('signing-keys');

/** Undefined where it was sealed under another secret: then it only tells whose signatures are good. */
function opened({ kid, privateSealed }: Pick<repo.KeptKey, 'kid' | 'privateSealed'>): string | undefined {
  try {
    return open(privateSealed, sealingKey(), kid);
  } catch {
    return undefined;
  }
}

async function newKey(): Promise<repo.NewKey> {
  const text = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const key = await readKey(text);
  if (!key) throw new Error('The key that was made cannot be read.');
  return { kid: key.kid, publicJwk: key.publicJwk, privateSealed: seal(text, sealingKey(), key.kid) };
}

/** Of several processes that find none, one makes it. */
async function makeFirstKey(): Promise<void> {
  const key = await newKey();
  await repo.withKeys(async (db) => {
    const there = await repo.findKeys(db);
    const signing = there.some(
      ({ kid, blocked, signsInMs, privateSealed }) =>
        !blocked && signsInMs <= 0 && opened({ kid, privateSealed }) !== undefined,
    );
    if (!signing) await repo.addKey(db, key, 0, LAST_TOKENS_S);
  });
}

/** Puts another key in the place of the one that signs; answers its name and the seconds until it does. Throws CONFLICT. */
export async function rotateKeys(): Promise<{ kid: string; signsInS: number }> {
  requireKeptKeys();
  const key = await newKey();
  await repo.withKeys((db) => repo.addKey(db, key, PUBLISHED_FIRST_S, LAST_TOKENS_S));
  return { kid: key.kid, signsInS: PUBLISHED_FIRST_S };
}

/**
 * Accepts nothing any more that this key has signed, from the moment every process has heard of it; another one signs
 * at once. Throws NOT_FOUND, CONFLICT.
 */
export async function blockKey(kid: string): Promise<void> {
  requireKeptKeys();
  const key = await newKey();
  const blocked = await repo.withKeys(async (db) => {
    if (!(await repo.blockKey(db, kid))) return false;
    const left = (await repo.findKeys(db)).some((each) => !each.blocked && each.signsInMs <= 0);
    if (!left) await repo.addKey(db, key, 0, LAST_TOKENS_S);
    return true;
  });
  if (!blocked) throw new Refusal('NOT_FOUND', `There is no key "${kid}" that is accepted now.`);
}

/** The keys in the database that are not retired, the newest first. */
export const listKeys = () => repo.findKeys();

function requireKeptKeys(): void {
  if (config().JWT_PRIVATE_KEY !== undefined)
    throw new Refusal(
      'CONFLICT',
      'The key is given by JWT_PRIVATE_KEY: set another one, and this one in JWT_PREVIOUS_KEYS.',
    );
}
