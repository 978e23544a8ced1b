import { generateKeyPairSync } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK } from 'jose';
import { beforeEach, describe, expect, it, vi } from 'vitest';

const pair = generateKeyPairSync('ed25519');

/** The keys as a process sees them that starts with this JWT_PRIVATE_KEY. */
async function keysWith(value: string): Promise<typeof import('@/auth/keys')> {
  process.env.JWT_PRIVATE_KEY = value;
  return import('@/auth/keys');
}

describe('the signing key from the environment', () => {
  beforeEach(() => vi.resetModules());

  it.each([
    ['PEM', pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()],
    ['PEM on one line', pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString().replaceAll('\n', '\\n')],
    ['JWK', JSON.stringify(pair.privateKey.export({ format: 'jwk' }))],
  ])('should be taken as %s', async (_form, text) => {
    const { signingKey } = await keysWith(text);
    expect((await signingKey()).kid).toBe(await calculateJwkThumbprint(await exportJWK(pair.publicKey)));
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
});
