import type { Context, MiddlewareHandler } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { recordAudit } from '@/audit/audit';
import type { Access, AppEnv, RequestContext, RequestTenant, TenantContext } from '@/context';
import type { CustomFields } from '@/contract/customFields';
import { can } from '@/contract/permissions';
import { withCurrentFields } from '@/database/customFields';
import { withTenantTransaction } from '@/database/transaction';
import { Refusal } from '@/lib/refusal';
import { requireTenantContext, requireUser, tenantIsolationMiddleware } from '@/middleware/tenantIsolation';
import { refreshCookie } from './cookies';
import { onceForKey, type StoredAnswer } from './idempotency';
import { type Input, readInput } from './input';
import type { MovedTo, Route } from './route';
import type { Router } from './router';

export const API_BASE = '/api/v1';

type C = Context<AppEnv>;

const GUARDS: Record<Access, MiddlewareHandler<AppEnv>[]> = {
  public: [],
  user: [tenantIsolationMiddleware, requireUser],
  tenant: [tenantIsolationMiddleware, requireTenantContext],
};

/** Of a public route that wants to know who is signed in: a bad token is refused there too. */
const GUARDS_OF_THE_KNOWN = [tenantIsolationMiddleware];

/** Mounts every route of the table: who may call it, what it takes, one transaction, the answer. */
export function mountRoutes(app: Router, routes: readonly Route[]): void {
  for (const route of routes) {
    const guards = route.knowsCaller ? GUARDS_OF_THE_KNOWN : GUARDS[route.access];
    app.on([route.method], [`${API_BASE}${route.path}`], ...guards, async (c: C) => {
      c.set('route', route.path);
      const answer = await perform(c, route);
      return reply(c, route, answer);
    });
  }
}

async function perform(c: C, route: Route): Promise<StoredAnswer> {
  if (route.access === 'tenant') return performForTenant(c, route);
  const input = await readInput(c, route);
  const ctx = route.access === 'user' ? { ...requestContext(c), ...requiredUser(c) } : requestContext(c);
  return call(route, route.knowsCaller ? { ...ctx, caller: c.get('user') } : ctx, input);
}

async function performForTenant(c: C, route: Route): Promise<StoredAnswer> {
  const tenant = c.get('tenant');
  const user = requiredUser(c);
  if (!tenant || !route.permission) throw new Refusal('UNAUTHENTICATED', 'Choose a company first.');
  if (!can(tenant.role, route.permission))
    throw new Refusal('FORBIDDEN', `Your role (${tenant.role.toLowerCase()}) does not allow this.`);
  return withCurrentFields(tenant.id, tenant.shapeVersion, (fields) => performWith(c, route, tenant, user, fields));
}

async function performWith(
  c: C,
  route: Route,
  tenant: RequestTenant,
  user: Pick<TenantContext, 'userId' | 'sessionId'>,
  fields: CustomFields,
): Promise<StoredAnswer> {
  const input = await readInput(c, route, fields);
  const { id, slug, name, currency, country, role } = tenant;
  const base = {
    ...requestContext(c),
    ...user,
    actor: `user:${user.userId}`,
    tenant: { id, slug, name, currency, country },
    fields,
    role,
    can: (permission: Parameters<typeof can>[1]) => can(role, permission),
  };
  if (route.method === 'GET' || route.ownTransaction) {
    const ctx: TenantContext = { ...base, db: tenant.db, audit: async () => undefined };
    return call(route, ctx, input);
  }
  return withTenantTransaction(base, (db) => write(c, route, { ...base, db }, input));
}

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
  return key === undefined ? work() : onceForKey(ctx, key, [route.method, route.path, input], work);
}

/** The handler's answer. What it takes was checked against the very schemas its types come from. */
async function call(route: Route, ctx: RequestContext, input: Input): Promise<StoredAnswer> {
  const status = route.status ?? (route.response ? 200 : 204);
  return { status, body: await route.handler(ctx as never, input as never) };
}

function reply(c: C, route: Route, { status, body }: StoredAnswer): Response {
  if (status === 204) return c.body(null, 204);
  if (route.moves && isMove(body)) return c.redirect(`${API_BASE}${body.movedTo}`, 308);
  const version = (body as { version?: unknown } | null)?.version;
  if (typeof version === 'number') c.header('etag', `"${version}"`);
  return c.json(body as never, status as ContentfulStatusCode);
}

const isMove = (body: unknown): body is MovedTo => typeof body === 'object' && body !== null && 'movedTo' in body;

function requestContext(c: C): RequestContext {
  const address = (c.env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined)?.incoming?.socket
    ?.remoteAddress;
  return {
    requestId: c.get('requestId'),
    ip: address ?? null,
    userAgent: c.req.header('user-agent')?.slice(0, 300) ?? null,
    refreshCookie: refreshCookie(c),
  };
}

function requiredUser(c: C): { userId: string; sessionId: string } {
  const user = c.get('user');
  if (!user) throw new Refusal('UNAUTHENTICATED', 'Sign in first.');
  return { userId: user.userId, sessionId: user.sessionId };
}
