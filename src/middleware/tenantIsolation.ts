import type { Context, MiddlewareHandler } from 'hono';
import { type SessionAccess, sessionAccess, type TenantAccess, whyCompanyEnded } from '@/auth/access/access';
import { keyAccess } from '@/auth/access/apiKeyAccess';
import { KEY_MARK, SUPPORT_MARK } from '@/auth/access/apiKeys';
import { supportAccess, supportActor } from '@/auth/access/supportAccess';
import { recordSecurityEvent } from '@/auth/securityEvents/securityEvents';
import { type AccessClaims, verifyAccessToken } from '@/auth/sessions/tokens';
import type { AppEnv, RequestTenant } from '@/context';
import { databaseManager } from '@/database/connection';
import { Refusal, takesAPerson } from '@/lib/refusal';
import { addressOf } from './address';
import { recordDenial } from './denials';
import { refuseCredential } from './refusedCredentials';

/**
 * Finds out who asks and for which company, from the access token, API key or support token alone, and gives the request that company's database
 * clients: `c.get('tenant').prisma` and `.db`, logged in as the company's own role. Without a token the request goes on
 * as nobody's; with a bad one, or an ended session, membership or company, it is refused.
 */
export const tenantIsolationMiddleware: MiddlewareHandler<AppEnv> = async (c, next) => {
  if (!c.get('user') && !c.get('key')) await identify(c);
  return next();
};

/** Lets only requests through that carry a company. */
export const requireTenantContext: MiddlewareHandler<AppEnv> = async (c, next) => {
  const refusal = c.get('tenantRefusal');
  if (refusal) throw refusal;
  if (!c.get('user') && !c.get('key')) throw new Refusal('UNAUTHENTICATED', 'Sign in first.');
  if (!c.get('tenant')) throw new Refusal('UNAUTHENTICATED', 'Choose a company first.');
  return next();
};

/** Lets only requests of somebody signed in through: a key works in its company and nowhere else. */
export const requireUser: MiddlewareHandler<AppEnv> = async (c, next) => {
  if (c.get('key')) throw await keyRefused(c);
  if (!c.get('user')) throw new Refusal('UNAUTHENTICATED', 'Sign in first.');
  return next();
};

/** The same for a route that also tells support of itself. */
export const requireUserOrSupport: MiddlewareHandler<AppEnv> = async (c, next) =>
  c.get('key')?.support ? requireTenantContext(c, next) : requireUser(c, next);

async function keyRefused(c: Context<AppEnv>): Promise<Refusal> {
  const refusal = takesAPerson();
  await recordDenial(c, refusal);
  return refusal;
}

async function identify(c: Context<AppEnv>): Promise<void> {
  const header = c.req.header('authorization');
  if (header === undefined) return;
  if (header.startsWith(`Bearer ${KEY_MARK}`)) return identifyKey(c, header.slice('Bearer '.length));
  if (header.startsWith(`Bearer ${SUPPORT_MARK}`)) return identifySupport(c, header.slice('Bearer '.length));
  const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(header)?.[1];
  if (!token) throw new Refusal('UNAUTHENTICATED', 'The Authorization header must be: Bearer <access token>.');
  const claims = await verifyAccessToken(token);
  const access = await sessionAccess(claims.sessionId, claims.tenantId);
  const ended = access || claims.tenantId === null ? undefined : await whyCompanyEnded(claims.tenantId);
  // Nobody's request from here on; who asks for the company is told what has become of it.
  if (ended !== undefined) return refuseTenant(c, 'FORBIDDEN', ended);
  if (access && (access.userId !== claims.userId || access.tenantId !== claims.tenantId))
    await recordMismatch(c, claims, access);
  if (!access || access.userId !== claims.userId || access.tenantId !== claims.tenantId) {
    throw new Refusal('UNAUTHENTICATED', 'The session has ended. Sign in again.');
  }
  c.set('user', { userId: claims.userId, sessionId: claims.sessionId });
  if (claims.tenantId === null) return;
  if (!access.tenant) return refuseTenant(c, 'FORBIDDEN', 'You no longer belong to this company.');
  enter(c, access.tenant);
}

/** A good signature over what is not so: nobody gets such a token from us, unless the session has moved on meanwhile. */
async function recordMismatch(c: Context<AppEnv>, claims: AccessClaims, access: SessionAccess): Promise<void> {
  if (access.tenantId === null) return;
  const about = { requestId: c.get('requestId'), ip: addressOf(c) };
  const { userId, tenantId } = access;
  const detail = { how: 'token', claimed: claims.tenantId };
  await recordSecurityEvent(about, { kind: 'CROSS_TENANT', userId, tenantId, sessionId: claims.sessionId, detail });
}

async function identifyKey(c: Context<AppEnv>, key: string): Promise<void> {
  const { keyId, tenant } = await keyAccess(key).catch((error: unknown) => refuseCredential(c, error));
  c.set('key', { keyId, actor: `key:${keyId}` });
  enter(c, tenant);
}

async function identifySupport(c: Context<AppEnv>, token: string): Promise<void> {
  const { accessId, support, tenant } = await supportAccess(token).catch((error: unknown) =>
    refuseCredential(c, error),
  );
  c.set('key', { keyId: accessId, actor: supportActor(support), support });
  enter(c, tenant);
}

function enter(c: Context<AppEnv>, { closed, factorMissing, behind, ...tenant }: TenantAccess): void {
  if (closed !== null) refuseTenant(c, 'FORBIDDEN', closed);
  else if (factorMissing) refuseTenant(c, 'SECOND_FACTOR_REQUIRED', FACTOR_MISSING);
  else if (behind)
    refuseTenant(c, 'UNAVAILABLE', 'This company is being brought up to date. Try again in some minutes.');
  else c.set('tenant', attachClients(tenant));
}

const FACTOR_MISSING =
  'This company asks its people for a second factor. Turn yours on, at your account, then come back.';

const refuseTenant = (c: Context<AppEnv>, code: 'FORBIDDEN' | 'SECOND_FACTOR_REQUIRED' | 'UNAVAILABLE', why: string) =>
  c.set('tenantRefusal', new Refusal(code, why));

/** The clients are made when first asked for: most requests need one of the two. */
function attachClients(tenant: Omit<RequestTenant, 'prisma' | 'db'>): RequestTenant {
  return {
    ...tenant,
    get prisma() {
      return databaseManager.getTenantPrisma(tenant.id);
    },
    get db() {
      return databaseManager.getTenantDb(tenant.id);
    },
  };
}
