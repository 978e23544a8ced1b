import { jwtVerify, SignJWT } from 'jose';
import { LRUCache } from 'lru-cache';
import { Refusal } from '@/lib/refusal';
import { signingKey } from './keys';

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

/** Tokens whose signature was found good: the work is done once for each. What changes is whether they have ended. */
const good = new LRUCache<string, AccessClaims & { readonly endsAt: number }>({ max: 10_000 });

/** The claims of a good token. Throws UNAUTHENTICATED for any other, without touching the database. */
export async function verifyAccessToken(token: string): Promise<AccessClaims> {
  const known = good.get(token);
  if (known && Date.now() < known.endsAt) return known;
  const { kid, publicKey } = await signingKey();
  try {
    const { payload, protectedHeader } = await jwtVerify(token, publicKey, {
      algorithms: ['EdDSA'],
      issuer: ISSUER,
      audience: AUDIENCE,
      typ: TYPE,
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      requiredClaims: ['sub', 'sid', 'exp', 'iat'],
    });
    if (protectedHeader.kid !== kid || typeof payload.sid !== 'string' || typeof payload.sub !== 'string')
      throw new Error('not ours');
    const claims = {
      userId: payload.sub,
      sessionId: payload.sid,
      tenantId: typeof payload.tid === 'string' ? payload.tid : null,
    };
    good.set(token, { ...claims, endsAt: ((payload.exp ?? 0) + CLOCK_TOLERANCE_SECONDS) * 1000 });
    return claims;
  } catch {
    throw new Refusal('UNAUTHENTICATED', 'The access token is not valid or has ended. Refresh it or sign in again.');
  }
}
