import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK, type JWK } from 'jose';

/** A key whose signatures are accepted; with its private part it signs. */
export type SigningKey = {
  readonly kid: string;
  readonly publicKey: KeyObject;
  readonly publicJwk: JWK;
  readonly privateKey?: KeyObject;
};

/** An Ed25519 key as PEM (PKCS #8 or SPKI; \n may stand for line ends) or JWK; undefined for anything else. */
export async function readKey(text: string): Promise<SigningKey | undefined> {
  const key = keyIn(text.trim().replaceAll('\\n', '\n'));
  if (key?.asymmetricKeyType !== 'ed25519') return undefined;
  const publicKey = key.type === 'private' ? createPublicKey(key) : key;
  const jwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(jwk);
  const publicJwk = { ...jwk, kid, alg: 'EdDSA', use: 'sig' };
  return { kid, publicKey, publicJwk, ...(key.type === 'private' && { privateKey: key }) };
}

function keyIn(text: string): KeyObject | undefined {
  try {
    if (!text.startsWith('{')) return text.includes('PRIVATE') ? createPrivateKey(text) : createPublicKey(text);
    const jwk = JSON.parse(text) as JWK;
    return jwk.d === undefined
      ? createPublicKey({ key: jwk, format: 'jwk' })
      : createPrivateKey({ key: jwk, format: 'jwk' });
  } catch {
    return undefined;
  }
}

/** The texts of several keys, one after another. */
export const splitKeys = (text: string) =>
  text.replaceAll('\\n', '\n').match(/-----BEGIN [\s\S]+?-----END [^-]+-----|\{[^{}]*\}/g) ?? [];
