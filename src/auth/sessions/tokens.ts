import { decodeProtectedHeader, jwtVerify, SignJWT } from 'jose';
import { LRUCache } from 'lru-cache';
import { Refusal } from '@/lib/refusal';
import type { SigningKey } from './keyFormat';
import { acceptedKey, signingKey } from './keys';

/** Seconds an access token is good for. */
export const ACCESS_TOKEN_SECONDS = 600;

const ISSUER = 'lavoro';
const AUDIENCE = 'lavoro-api';
const TYPE = 'at+jwt';
const CLOCK_TOLERANCE_SECONDS = 30;

/** What an access token says: who, in which session, at which company. Never a role: roles are read fresh. */
export type AccessClaims = { readonly userId: string; readonly sessionId: string; readonly tenantId: string | null };

/** A signed access token (EdDSA, RFC 9068 type). */
export async function signAccessToken({ userId, sessionId, tenantId }: AccessClaims): Promise<string> {
  const { kid, privateKey } = await signingKey();
  return new SignJWT({ sid: sessionId, ...(tenantId && { tid: tenantId }) })
    .setProtectedHeader({ alg: 'EdDSA', kid, typ: TYPE })
    .setSubject(userId)
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setIssuedAt()
    .setExpirationTime(`${ACCESS_TOKEN_SECONDS}s`)
    .sign(privateKey);
}

type Good = AccessClaims & { readonly kid: string; readonly endsAt: number };

/** Tokens whose signature was found good: the work is done once for each. What changes is whether they have ended. */
const good = new LRUCache<string, Good>({ max: 10_000 });

/** The claims of a good token. Throws UNAUTHENTICATED for any other, without touching the database. */
export async function verifyAccessToken(token: string): Promise<AccessClaims> {
  const known = good.get(token);
  if (known && Date.now() < known.endsAt && (await acceptedKey(known.kid))) return known;
  const key = await acceptedKey(kidOf(token));
  const claims = key && (await read(token, key).catch(() => undefined));
  if (!claims)
    throw new Refusal('UNAUTHENTICATED', 'The access token is not valid or has ended. Refresh it or sign in again.');
  good.set(token, claims);
  return claims;
}

function kidOf(token: string): string | undefined {
  try {
    return decodeProtectedHeader(token).kid;
  } catch {
    return undefined;
  }
}

async function read(token: string, { kid, publicKey }: SigningKey): Promise<Good | undefined> {
  const { payload } = await jwtVerify(token, publicKey, {
    algorithms: ['EdDSA'],
    issuer: ISSUER,
    audience: AUDIENCE,
    typ: TYPE,
    clockTolerance: CLOCK_TOLERANCE_SECONDS,
    maxTokenAge: ACCESS_TOKEN_SECONDS,
    requiredClaims: ['sub', 'sid', 'exp', 'iat'],
  });
  const { sub, sid, tid, exp = 0 } = payload;
  if (typeof sub !== 'string' || typeof sid !== 'string') return undefined;
  const endsAt = (exp + CLOCK_TOLERANCE_SECONDS) * 1000;
  return { userId: sub, sessionId: sid, tenantId: typeof tid === 'string' ? tid : null, kid, endsAt };
}
