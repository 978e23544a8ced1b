import type { Context, MiddlewareHandler } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { recordAudit } from '@/audit/audit';
import { noteWrite } from '@/audit/sealing';
import type { Access, AppEnv, Caller, RequestContext, RequestTenant, TenantContext, UserContext } from '@/context';
import type { CustomFields } from '@/contract/customFields';
import type { Permission } from '@/contract/permissions';
import { withCurrentFields } from '@/database/customFields';
import { longTurn } from '@/database/longWork';
import { withTenantTransaction } from '@/database/transaction';
import { Refusal, takesAPerson } from '@/lib/refusal';
import { addressOf } from '@/middleware/address';
import { recordDenial } from '@/middleware/denials';
import { refuseOtherSites } from '@/middleware/ownPages';
import { limitRate } from '@/middleware/rateLimit';
import {
  requireTenantContext,
  requireUser,
  requireUserOrSupport,
  tenantIsolationMiddleware,
} from '@/middleware/tenantIsolation';
import { deviceCookie, refreshCookie } from './cookies';
import { sendDownload } from './download';
import { requireOpenFields, withoutHidden } from './guardedFields';
import { onceForKey, onceForNewKey, type StoredAnswer } from './idempotency';
import { type Input, readInput } from './input';
import type { Download, MovedTo, Route } from './route';
import type { Router } from './router';

export const API_BASE = '/api/v1';

type C = Context<AppEnv>;

const GUARDS: Record<Access, MiddlewareHandler<AppEnv>[]> = {
  public: [refuseOtherSites, limitRate],
  user: [tenantIsolationMiddleware, requireUser, limitRate],
  tenant: [tenantIsolationMiddleware, requireTenantContext, limitRate],
};

function guardsOf({ access, knowsCaller, forSupport }: Route): MiddlewareHandler<AppEnv>[] {
  // A public route that wants to know who is signed in refuses a bad token, too.
  if (knowsCaller) return [tenantIsolationMiddleware, ...GUARDS[access]];
  return forSupport ? [tenantIsolationMiddleware, requireUserOrSupport, limitRate] : GUARDS[access];
}

/** Mounts every route of the table: who may call it, what it takes, one transaction, the answer. */
export function mountRoutes(app: Router, routes: readonly Route[]): void {
  for (const route of routes) {
    const named: MiddlewareHandler<AppEnv> = (c, next) => {
      c.set('route', route.path);
      return next();
    };
    app.on([route.method], [`${API_BASE}${route.path}`], named, ...guardsOf(route), async (c: C) => {
      const answer = await perform(c, route);
      return reply(c, route, answer);
    });
  }
}

async function perform(c: C, route: Route): Promise<StoredAnswer> {
  if (route.access === 'public') {
    const ctx = route.knowsCaller ? { ...requestContext(c), caller: c.get('user') } : requestContext(c);
    return call(route, ctx, await readInput(c, route));
  }
  try {
    return await (route.access === 'tenant' ? performForTenant(c, route) : performForUser(c, route));
  } catch (error) {
    await recordDenial(c, error);
    throw error;
  }
}

async function performForUser(c: C, route: Route): Promise<StoredAnswer> {
  const [key, tenant] = [c.get('key'), c.get('tenant')];
  if (key?.support && tenant && route.forSupport) {
    await readInput(c, route);
    const ctx = { ...requestContext(c), support: key.support, accessId: key.keyId, tenant };
    return { status: 200, body: await route.forSupport(ctx) };
  }
  const ctx: UserContext = { ...requestContext(c), ...requiredUser(c) };
  return call(route, ctx, await readInput(c, route));
}

async function performForTenant(c: C, route: Route): Promise<StoredAnswer> {
  const tenant = c.get('tenant');
  const { permission } = route;
  if (!tenant || permission === undefined) throw new Refusal('UNAUTHENTICATED', 'Choose a company first.');
  requireMayAsk(c, route);
  if (permission !== null && !tenant.permissions.has(permission)) throw denied(permission);
  const { status, body } = await withCurrentFields(tenant.id, tenant.shapeVersion, (fields) =>
    performWith(c, route, tenant, fields),
  );
  return { status, body: withoutHidden(route, body, tenant.permissions) };
}

/** What a key or support may not do, whatever they hold. */
function requireMayAsk(c: C, { method, onlyPeople }: Route): void {
  const key = c.get('key');
  if (key && onlyPeople) throw takesAPerson();
  if (key?.support?.level === 'READ' && method !== 'GET')
    throw new Refusal('FORBIDDEN', 'The company lets this support access read, and change nothing.');
}

const denied = (permission: Permission) =>
  new Refusal('FORBIDDEN', `This takes the permission ${permission}, which you do not have.`);

async function performWith(c: C, route: Route, tenant: RequestTenant, fields: CustomFields): Promise<StoredAnswer> {
  const input = await readInput(c, route, fields);
  try {
    return await performInput(c, route, tenant, fields, input);
  } finally {
    await input.upload?.close();
  }
}

async function performInput(
  c: C,
  route: Route,
  tenant: RequestTenant,
  fields: CustomFields,
  input: Input,
): Promise<StoredAnswer> {
  const { id, slug, name, currency, country, schemaVersion, role, permissions, scope } = tenant;
  requireOpenFields(input, permissions);
  const base = {
    ...requestContext(c),
    ...callerOf(c),
    tenant: { id, slug, name, currency, country, schemaVersion },
    fields,
    role,
    scope,
    can: (permission: Permission) => permissions.has(permission),
  };
  const reading: TenantContext = { ...base, db: tenant.db, audit: auditsNothing };
  if (route.method === 'GET') return call(route, reading, input);
  const endTurn = route.long ? await longTurn(id) : undefined;
  try {
    const answer = route.ownTransaction
      ? await call(route, reading, input)
      : await withTenantTransaction(base, (db) => write(c, route, { ...base, db }, input));
    noteWrite(id);
    return answer;
  } finally {
    endTurn?.();
  }
}

/** Of what only reads. */
const auditsNothing = async () => undefined;

/** A write that leaves no audit row is our mistake, and does not happen. */
async function write(c: C, route: Route, base: Omit<TenantContext, 'audit'>, input: Input): Promise<StoredAnswer> {
  let audited = 0;
  const ctx: TenantContext = {
    ...base,
    audit: async (event) => {
      await recordAudit(ctx, event);
      audited += 1;
    },
  };
  const work = async (): Promise<StoredAnswer> => {
    const answer = await call(route, ctx, input);
    if (audited === 0) throw new Error(`${route.method} ${route.path} wrote no audit row`);
    return answer;
  };
  const key = route.idempotent ? c.req.header('idempotency-key') : undefined;
  if (key === undefined) return work();
  const once = route.idempotent === 'late' ? onceForNewKey : onceForKey;
  return once(ctx, key, [route.method, route.path, input], work);
}

/** The handler's answer. What it takes was checked against the very schemas its types come from. */
async function call(route: Route, ctx: RequestContext, input: Input): Promise<StoredAnswer> {
  const status = route.status ?? (route.response || route.downloads ? 200 : 204);
  return { status, body: await route.handler(ctx as never, input as never) };
}

function reply(c: C, route: Route, { status, body }: StoredAnswer): Response | Promise<Response> {
  if (route.downloads) return sendDownload(c, body as Download);
  if (status === 204) return c.body(null, 204);
  if (route.moves && isMove(body)) return c.redirect(`${API_BASE}${body.movedTo}`, 308);
  const version = (body as { version?: unknown } | null)?.version;
  if (typeof version === 'number') c.header('etag', `"${version}"`);
  return c.json(body as never, status as ContentfulStatusCode);
}

const isMove = (body: unknown): body is MovedTo => typeof body === 'object' && body !== null && 'movedTo' in body;

function requestContext(c: C): RequestContext {
  return {
    requestId: c.get('requestId'),
    ip: addressOf(c),
    userAgent: c.req.header('user-agent')?.slice(0, 300) ?? null,
    refreshCookie: refreshCookie(c),
    deviceCookie: deviceCookie(c),
  };
}

function callerOf(c: C): Caller {
  const key = c.get('key');
  if (key) return { userId: null, sessionId: null, keyId: key.keyId, actor: key.actor };
  return { ...requiredUser(c), keyId: null };
}

function requiredUser(c: C): Pick<UserContext, 'userId' | 'sessionId' | 'actor'> {
  const user = c.get('user');
  if (!user) throw new Refusal('UNAUTHENTICATED', 'Sign in first.');
  return { userId: user.userId, sessionId: user.sessionId, actor: `user:${user.userId}` };
}
