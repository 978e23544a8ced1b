import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { calculateJwkThumbprint, exportJWK, type JWK } from 'jose';
import { ConfigError, config } from '@/config';

export type SigningKey = {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly publicJwk: JWK;
};

let current: Promise<SigningKey> | undefined;

/** The Ed25519 key that signs access tokens: JWT_PRIVATE_KEY (PEM or JWK), else one made once and kept in the data folder. */
export function signingKey(): Promise<SigningKey> {
  current ??= loadKey().catch((error: unknown) => {
    current = undefined;
    throw error;
  });
  return current;
}

async function loadKey(): Promise<SigningKey> {
  const privateKey = readPrivateKey(config().JWT_PRIVATE_KEY ?? keptKey());
  const publicKey = createPublicKey(privateKey);
  const publicJwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(publicJwk);
  return { kid, privateKey, publicKey, publicJwk: { ...publicJwk, kid, alg: 'EdDSA', use: 'sig' } };
}

function keptKey(): string {
  const file = path.join(config().dataDir, 'signing-key.pem');
  if (!existsSync(file)) {
    mkdirSync(config().dataDir, { recursive: true });
    const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });
    try {
      writeFileSync(file, pem, { mode: 0o600, flag: 'wx' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    chmodSync(file, 0o600);
  }
  return readFileSync(file, 'utf8');
}

function readPrivateKey(text: string): KeyObject {
  try {
    const trimmed = text.trim().replaceAll('\\n', '\n');
    const key = trimmed.startsWith('{')
      ? createPrivateKey({ key: JSON.parse(trimmed), format: 'jwk' })
      : createPrivateKey(trimmed);
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // Told below, without the key's text.
  }
  throw new ConfigError(['JWT_PRIVATE_KEY must be an Ed25519 private key, as PEM (PKCS #8) or JWK.']);
}
