import { createHmac, generateKeyPairSync, sign as signBytes } from 'node:crypto';
import { SignJWT } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { signingKey } from '@/auth/sessions/keys';
import { signAccessToken } from '@/auth/sessions/tokens';
import { client, sessionFor } from '../support/api';
import { makeTenant, makeUser } from '../support/database';
import { statementsOf } from '../support/statements';

const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const now = () => Math.floor(Date.now() / 1000);

describe('access tokens that are not ours', () => {
  let good: string;
  let refreshToken: string;
  let header: Record<string, unknown>;
  let claims: Record<string, unknown>;
  let publicKey: Awaited<ReturnType<typeof signingKey>>['publicKey'];
  let privateKey: Awaited<ReturnType<typeof signingKey>>['privateKey'];
  const stranger = generateKeyPairSync('ed25519');
  const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' });

  beforeAll(async () => {
    const userId = await makeUser();
    const tenantId = await makeTenant({ userId });
    const session = await sessionFor(userId, tenantId);
    refreshToken = session.refreshToken;
    good = await signAccessToken({ userId, sessionId: session.id, tenantId });
    [header = {}, claims = {}] = good
      .split('.')
      .slice(0, 2)
      .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()));
    ({ publicKey, privateKey } = await signingKey());
    expect((await client(good).call('GET', '/locations')).status).toBe(200);
  });

  /** Signed with our own key, whatever header and claims say. */
  const ours = (changes: object, more: object = {}) => {
    const input = `${base64({ ...header, ...more })}.${base64({ ...claims, ...changes })}`;
    return `${input}.${signBytes(null, Buffer.from(input), privateKey).toString('base64url')}`;
  };
  const parts = () => good.split('.');
  const jwkOf = (key: typeof publicKey) => key.export({ format: 'jwk' });

  const CORPUS: Record<string, () => string | Promise<string>> = {
    'none, without a signature': () => `${base64({ ...header, alg: 'none' })}.${parts()[1]}.`,
    'none, with ours': () => `${base64({ ...header, alg: 'none' })}.${parts()[1]}.${parts()[2]}`,
    'None in other letters': () => `${base64({ ...header, alg: 'nOnE' })}.${parts()[1]}.AA`,
    'HS256 under our public key': () => {
      const input = `${base64({ ...header, alg: 'HS256' })}.${parts()[1]}`;
      const pem = publicKey.export({ type: 'spki', format: 'pem' });
      return `${input}.${createHmac('sha256', pem).update(input).digest('base64url')}`;
    },
    'HS256 under the raw public key': () => {
      const input = `${base64({ ...header, alg: 'HS256' })}.${parts()[1]}`;
      const raw = Buffer.from(jwkOf(publicKey).x ?? '', 'base64url');
      return `${input}.${createHmac('sha256', raw).update(input).digest('base64url')}`;
    },
    'another key under our name': () =>
      new SignJWT(claims).setProtectedHeader({ ...header, alg: 'EdDSA' }).sign(stranger.privateKey),
    'a key it brings itself (jwk)': () =>
      new SignJWT(claims)
        .setProtectedHeader({ ...header, alg: 'EdDSA', jwk: jwkOf(stranger.publicKey) } as never)
        .sign(stranger.privateKey),
    'a key from elsewhere (jku)': () =>
      new SignJWT(claims)
        .setProtectedHeader({ ...header, alg: 'EdDSA', jku: 'http://127.0.0.1:9/jwks.json' })
        .sign(stranger.privateKey),
    'a certificate from elsewhere (x5u)': () =>
      new SignJWT(claims)
        .setProtectedHeader({ ...header, alg: 'EdDSA', x5u: 'http://127.0.0.1:9/cert.pem' })
        .sign(stranger.privateKey),
    'a name that is a path': () => ours({}, { kid: '../../dev/null' }),
    'a name that is SQL': () => ours({}, { kid: `' OR 1=1 --` }),
    'no name': () => ours({}, { kid: undefined }),
    'a name that is no text': () => ours({}, { kid: { x: 1 } }),
    'an extension that must be understood (crit)': () => ours({}, { crit: ['exp2'], exp2: 1 }),
    'the payload as it is (b64: false)': () => ours({}, { b64: false, crit: ['b64'] }),
    'another algorithm of ours': () => ours({}, { alg: 'ES256' }),
    'ES256 with a signature of zeros': () =>
      `${base64({ ...header, alg: 'ES256' })}.${parts()[1]}.${Buffer.alloc(64).toString('base64url')}`,
    'ES256 of another key': () =>
      new SignJWT(claims).setProtectedHeader({ ...header, alg: 'ES256' } as never).sign(curve.privateKey),
    'EdDSA with a signature of zeros': () => `${parts()[0]}.${parts()[1]}.${Buffer.alloc(64).toString('base64url')}`,
    'no signature': () => `${parts()[0]}.${parts()[1]}.`,
    'two parts': () => `${parts()[0]}.${parts()[1]}`,
    'four parts': () => `${good}.x`,
    'JSON in the place of three parts': () =>
      JSON.stringify({ protected: parts()[0], payload: parts()[1], signature: parts()[2] }),
    'another type': () => ours({}, { typ: 'JWT' }),
    'no type': () => ours({}, { typ: undefined }),
    'another issuer': () => ours({ iss: 'other' }),
    'another audience': () => ours({ aud: 'other' }),
    'no audience': () => ours({ aud: undefined }),
    'no end': () => ours({ exp: undefined }),
    'an end long ago': () => ours({ exp: now() - 3600, iat: now() - 7200 }),
    'an end in a thousand years, and a beginning long ago': () => ours({ exp: 4e10, iat: now() - 3600 }),
    'an end that is no number': () => ours({ exp: 'never' }),
    'a beginning to come (nbf)': () => ours({ nbf: now() + 3600 }),
    'made in the future (iat)': () => ours({ iat: now() + 3600, exp: now() + 4200 }),
    'no person': () => ours({ sub: undefined }),
    'no session': () => ours({ sid: undefined }),
    'a session that is a list': () => ours({ sid: [claims.sid] }),
    'a refresh token': () => refreshToken,
    nothing: () => '..',
    rubbish: () => 'AAAA.BBBB.CCCC',
    'a long way of rubbish': () => `${'A'.repeat(4000)}.${'B'.repeat(4000)}.${'C'.repeat(86)}`,
  };

  it.each(Object.keys(CORPUS))('G9: should be refused, and take no connection: %s', async (what) => {
    const token = await CORPUS[what]?.();
    const sent = await statementsOf(async () => {
      for (const path of ['/locations', '/auth/me']) {
        const headers = { authorization: `Bearer ${token}` };
        expect((await client().call('GET', path, undefined, headers)).status).toBe(401);
      }
    });
    expect(sent).toEqual([]);
  });

  it('G9: should be refused where a claim stands twice and the signature is another one’s', async () => {
    const payload = Buffer.from(`{"sub":"x",${JSON.stringify(claims).slice(1)}`).toString('base64url');
    const input = `${parts()[0]}.${payload}`;
    const forged = `${input}.${signBytes(null, Buffer.from(input), stranger.privateKey).toString('base64url')}`;
    expect((await client().call('GET', '/auth/me', undefined, { authorization: `Bearer ${forged}` })).status).toBe(401);
  });
});
