import type { RequestContext, UserContext } from '@/context';
import type { CurrentTenant, LoginBody, Me, Membership, RegisterBody, SignedIn } from '@/contract/auth';
import type { Role } from '@/contract/enums';
import { email as emailField, phone as phoneField } from '@/contract/fields';
import { permissionsOf } from '@/contract/permissions';
import { Refusal } from '@/lib/refusal';
import { forgetSession } from './access';
import { makeAccount } from './accounts.service';
import * as repo from './auth.repo';
import { verifyPassword } from './passwords';
import { ACCESS_TOKEN_SECONDS, hashRefreshToken, newRefreshToken, signAccessToken } from './tokens';

type Transport = 'cookie' | 'body';

const SESSION_SECONDS = repo.SESSION_DAYS * 24 * 3600;

/** Makes an account and signs it in. Throws ALREADY_EXISTS when the address or number is taken. */
export async function register(ctx: RequestContext, body: RegisterBody): Promise<SignedIn> {
  const { tokenTransport, ...account } = body;
  const user = await makeAccount(account);
  return openSession(ctx, user, [], null, tokenTransport);
}

/** Signs in by e-mail address or phone number. One refusal, whatever was wrong. */
export async function login(ctx: RequestContext, body: LoginBody): Promise<SignedIn> {
  const identifier = normaliseIdentifier(body.identifier);
  const found = identifier === undefined ? undefined : await repo.findUserForLogin(identifier);
  const right = await verifyPassword(found?.password, body.password);
  if (!found || !right) throw new Refusal('INVALID_CREDENTIALS', 'These sign-in details are not right.');
  const { password: _, ...user } = found;
  const memberships = await repo.findMemberships(user.id);
  return openSession(ctx, user, memberships, await chooseTenant(memberships, body.tenantSlug), body.tokenTransport);
}

/** A new access token for a refresh token, which is used up by that. */
export async function refresh(ctx: RequestContext, tokenInBody: string | undefined): Promise<SignedIn> {
  const token = tokenInBody ?? ctx.refreshCookie.read();
  if (!token) throw new Refusal('UNAUTHENTICATED', 'There is no session to go on with. Sign in.');
  const next = newRefreshToken();
  const session = await repo.rotateSession(hashRefreshToken(token), hashRefreshToken(next));
  const user = session && (await repo.findUser(session.userId));
  // The cookie stays: another tab may just have been given a newer one.
  if (!session || !user) {
    throw new Refusal('UNAUTHENTICATED', 'The session has ended. Sign in again.');
  }
  forgetSession(session.id);
  const memberships = await repo.findMemberships(user.id);
  const current = memberships.find(({ id }) => id === session.tenantId) ?? null;
  if (session.tenantId && !current) await repo.leaveTenant(session.id);
  return answer(ctx, user, memberships, {
    ...session,
    tenant: current,
    token: next,
    transport: tokenInBody ? 'body' : 'cookie',
  });
}

/** Ends the caller's session, by refresh token; ending one that is gone already is no error. */
export async function logout(ctx: RequestContext, tokenInBody: string | undefined): Promise<void> {
  const token = tokenInBody ?? ctx.refreshCookie.read();
  ctx.refreshCookie.clear();
  if (!token) return;
  const sessionId = await repo.deleteSessionByToken(hashRefreshToken(token));
  if (sessionId) forgetSession(sessionId);
}

/** A new session at another of the caller's companies; the old one ends. Throws FORBIDDEN for a company not the caller's. */
export async function switchTenant(ctx: UserContext, tenantId: string, transport: Transport): Promise<SignedIn> {
  const user = await requireUser(ctx.userId);
  const memberships = await repo.findMemberships(user.id);
  const tenant = memberships.find(({ id }) => id === tenantId);
  if (!tenant) throw new Refusal('FORBIDDEN', 'You do not belong to that company.');
  const signedIn = await openSession(ctx, user, memberships, tenant, transport);
  await repo.deleteSession(ctx.sessionId);
  forgetSession(ctx.sessionId);
  return signedIn;
}

/** Who is signed in, where they may work, and what they may do in the company `tenantId`. */
export async function me(ctx: UserContext, tenantId: string | null): Promise<Me> {
  const user = await requireUser(ctx.userId);
  const memberships = await repo.findMemberships(user.id);
  const current = memberships.find(({ id }) => id === tenantId);
  return { user, tenants: memberships.map(membership), tenant: current ? currentTenant(current) : null };
}

async function requireUser(userId: string): Promise<repo.UserRow> {
  const user = await repo.findUser(userId);
  if (!user) throw new Refusal('UNAUTHENTICATED', 'The session has ended. Sign in again.');
  return user;
}

function normaliseIdentifier(identifier: string): string | undefined {
  const field = identifier.includes('@') ? emailField : phoneField;
  return field.safeParse(identifier).data;
}

/** The company asked for, by the slug it has or had until lately; or the only one there is. */
async function chooseTenant(
  memberships: readonly repo.MembershipRow[],
  slug: string | undefined,
): Promise<repo.MembershipRow | null> {
  if (slug === undefined) return (memberships.length === 1 && memberships[0]) || null;
  const chosen = memberships.find((each) => each.slug === slug) ?? (await formerly(memberships, slug));
  if (!chosen) throw new Refusal('FORBIDDEN', 'You do not belong to that company.');
  return chosen;
}

async function formerly(memberships: readonly repo.MembershipRow[], slug: string) {
  const tenantId = await repo.findFormerSlug(slug);
  return memberships.find(({ id }) => id === tenantId);
}

async function openSession(
  ctx: RequestContext,
  user: repo.UserRow,
  memberships: readonly repo.MembershipRow[],
  tenant: repo.MembershipRow | null,
  transport: Transport,
): Promise<SignedIn> {
  const token = newRefreshToken();
  const id = await repo.insertSession({
    userId: user.id,
    tenantId: tenant?.id ?? null,
    refreshToken: hashRefreshToken(token),
    deviceInfo: ctx.userAgent,
    ipAddress: ctx.ip,
  });
  return answer(ctx, user, memberships, { id, tenant, token, transport });
}

type OpenSession = { id: string; tenant: repo.MembershipRow | null; token: string; transport: Transport };

async function answer(
  ctx: RequestContext,
  user: repo.UserRow,
  memberships: readonly repo.MembershipRow[],
  session: OpenSession,
): Promise<SignedIn> {
  const { id, tenant, token, transport } = session;
  if (transport === 'cookie') ctx.refreshCookie.write(token, SESSION_SECONDS);
  return {
    accessToken: await signAccessToken({ userId: user.id, sessionId: id, tenantId: tenant?.id ?? null }),
    expiresIn: ACCESS_TOKEN_SECONDS,
    ...(transport === 'body' && { refreshToken: token }),
    user,
    tenants: memberships.map(membership),
    tenant: tenant && currentTenant(tenant),
  };
}

function membership({ id, slug, name, role }: repo.MembershipRow): Membership {
  return { id, slug, name, role: role as Role };
}

function currentTenant(row: repo.MembershipRow): CurrentTenant {
  return {
    ...membership(row),
    currency: row.currency,
    country: row.country,
    permissions: permissionsOf(row.role as Role),
  };
}
