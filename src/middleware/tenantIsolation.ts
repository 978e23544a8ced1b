import type { Context, MiddlewareHandler } from 'hono';
import { sessionAccess, whyCompanyEnded } from '@/auth/access';
import { verifyAccessToken } from '@/auth/tokens';
import type { AppEnv, RequestTenant } from '@/context';
import { databaseManager } from '@/database/connection';
import { Refusal } from '@/lib/refusal';

/**
 * Finds out who asks and for which company, from the access token alone, and gives the request that company's database
 * clients: `c.get('tenant').prisma` and `.db`, logged in as the company's own role. Without a token the request goes on
 * as nobody's; with a bad one, or an ended session, membership or company, it is refused.
 */
export const tenantIsolationMiddleware: MiddlewareHandler<AppEnv> = async (c, next) => {
  if (!c.get('user')) await identify(c);
  return next();
};

/** Lets only requests through that carry a company. */
export const requireTenantContext: MiddlewareHandler<AppEnv> = async (c, next) => {
  const refusal = c.get('tenantRefusal');
  if (refusal) throw refusal;
  if (!c.get('user')) throw new Refusal('UNAUTHENTICATED', 'Sign in first.');
  if (!c.get('tenant')) throw new Refusal('UNAUTHENTICATED', 'Choose a company first.');
  return next();
};

/** Lets only requests of somebody signed in through. */
export const requireUser: MiddlewareHandler<AppEnv> = async (c, next) => {
  if (!c.get('user')) throw new Refusal('UNAUTHENTICATED', 'Sign in first.');
  return next();
};

async function identify(c: Context<AppEnv>): Promise<void> {
  const header = c.req.header('authorization');
  if (header === undefined) return;
  const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(header)?.[1];
  if (!token) throw new Refusal('UNAUTHENTICATED', 'The Authorization header must be: Bearer <access token>.');
  const claims = await verifyAccessToken(token);
  const access = await sessionAccess(claims.sessionId, claims.tenantId);
  const ended = access || claims.tenantId === null ? undefined : await whyCompanyEnded(claims.tenantId);
  // Nobody's request from here on; who asks for the company is told what has become of it.
  if (ended !== undefined) return refuseTenant(c, 'FORBIDDEN', ended);
  if (!access || access.userId !== claims.userId || access.tenantId !== claims.tenantId) {
    throw new Refusal('UNAUTHENTICATED', 'The session has ended. Sign in again.');
  }
  c.set('user', { userId: claims.userId, sessionId: claims.sessionId });
  if (claims.tenantId === null) return;
  if (!access.tenant) return refuseTenant(c, 'FORBIDDEN', 'You no longer belong to this company.');
  const { closed, behind, ...tenant } = access.tenant;
  if (closed !== null) return refuseTenant(c, 'FORBIDDEN', closed);
  if (behind)
    return refuseTenant(c, 'UNAVAILABLE', 'This company is being brought up to date. Try again in some minutes.');
  c.set('tenant', attachClients(tenant));
}

const refuseTenant = (c: Context<AppEnv>, code: 'FORBIDDEN' | 'UNAVAILABLE', why: string) =>
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
