import { generateKeyPairSync } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK } from 'jose';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const pair = generateKeyPairSync('ed25519');
const other = generateKeyPairSync('ed25519');
const pem = ({ privateKey }: typeof pair) => privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const kidOf = async ({ publicKey }: typeof pair) => calculateJwkThumbprint(await exportJWK(publicKey));

/** The keys as a process sees them that starts with these settings. */
async function keysWith(given: string, previous = ''): Promise<typeof import('@/auth/sessions/keys')> {
  process.env.JWT_PRIVATE_KEY = given;
  process.env.JWT_PREVIOUS_KEYS = previous;
  return import('@/auth/sessions/keys');
}

describe('the signing key from the environment', () => {
  beforeEach(() => vi.resetModules());
  afterEach(async () => (await import('@/database/connection')).databaseManager.disconnect());

  it.each([
    ['PEM', pem(pair)],
    ['PEM on one line', pem(pair).replaceAll('\n', '\\n')],
    ['JWK', JSON.stringify(pair.privateKey.export({ format: 'jwk' }))],
  ])('should be taken as %s', async (_form, text) => {
    const { signingKey } = await keysWith(text);
    expect((await signingKey()).kid).toBe(await kidOf(pair));
  });

  it.each([
    [
      'another kind of key',
      generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    ],
    ['a public key', pair.publicKey.export({ type: 'spki', format: 'pem' }).toString()],
    ['no key', 'secret'],
  ])('should not be %s, and the refusal should not repeat it', async (_what, text) => {
    const { signingKey } = await keysWith(text);
    await expect(signingKey()).rejects.toThrow(
      'JWT_PRIVATE_KEY must be an Ed25519 private key, as PEM (PKCS #8) or JWK.',
    );
  });

  it.each([
    ['private, as PEM', pem(other)],
    ['public, as PEM', other.publicKey.export({ type: 'spki', format: 'pem' }).toString().replaceAll('\n', '\\n')],
    ['public, as JWK, after another', `${pem(pair)}\n${JSON.stringify(other.publicKey.export({ format: 'jwk' }))}`],
  ])('should have the one before accepted beside it: %s', async (_form, previous) => {
    const { acceptedKey, publicKeys, signingKey } = await keysWith(pem(pair), previous);
    expect((await signingKey()).kid).toBe(await kidOf(pair));
    expect((await acceptedKey(await kidOf(other)))?.kid).toBe(await kidOf(other));
    expect(JSON.stringify(await publicKeys())).not.toContain('"d"');
  });

  it('should refuse to start with keys of before that are none', async () => {
    const { signingKey } = await keysWith(pem(pair), 'secret');
    await expect(signingKey()).rejects.toThrow('JWT_PREVIOUS_KEYS must be Ed25519 keys');
  });

  it('should not be replaced by a command', async () => {
    const { blockKey, rotateKeys } = await keysWith(pem(pair));
    await expect(rotateKeys()).rejects.toThrow('The key is given by JWT_PRIVATE_KEY');
    await expect(blockKey(await kidOf(pair))).rejects.toThrow('The key is given by JWT_PRIVATE_KEY');
  });
});
