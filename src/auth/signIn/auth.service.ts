import type { RequestContext, UserContext } from '@/context';
import type { LoginBody, Me, RegisterBody, SignedIn } from '@/contract/auth';
import { ForeignCompanyError } from '@/lib/foreignCompanyError';
import { Refusal } from '@/lib/refusal';
import { forgetSession } from '../access/access';
import { isSupportIn } from '../access/supportAccess.repo';
import { rehash } from '../accounts/accounts.repo';
import { makeAccount } from '../accounts/accounts.service';
import { hashPassword, isOutdated, signInTurn } from '../passwords/passwords';
import { noteRecovery } from '../secondFactor/totp.service';
import { recordSecurityEvent } from '../securityEvents/securityEvents';
import { openSession, replaceSession } from '../sessions/sessions.repo';
import { type Proven, prove, wrongDetails } from './attempt';
import * as repo from './auth.repo';
import { knowDevice } from './devices';
import { normaliseIdentifier } from './identifier';
import { countForAddress, REGISTRATIONS } from './rateLimits';
import { currentTenant, membership, person, signedIn, type Transport } from './signedIn';

/** Where somebody comes in, and by what. */
type Into = {
  readonly memberships: readonly repo.MembershipRow[];
  readonly tenant: repo.MembershipRow | null;
  readonly transport: Transport;
  readonly passwordHash?: string;
  /** The device they were known by. */
  readonly device?: string | undefined;
};

/** Makes an account and signs it in. Throws ALREADY_EXISTS when the address or number is taken, RATE_LIMITED by address. */
export async function register(ctx: RequestContext, body: RegisterBody): Promise<SignedIn> {
  const { tokenTransport, ...account } = body;
  await countForAddress(ctx, REGISTRATIONS, 1);
  const user = await makeAccount(account);
  return open(ctx, user, { memberships: [], tenant: null, transport: tokenTransport });
}

/**
 * Signs in by e-mail address or phone number. One refusal, whatever was wrong. Throws INVALID_CREDENTIALS, TOTP_REQUIRED,
 * RATE_LIMITED; FORBIDDEN for a company that is not theirs.
 */
export function login(ctx: RequestContext, body: LoginBody): Promise<SignedIn> {
  return signInTurn(() => signIn(ctx, body));
}

async function signIn(ctx: RequestContext, body: LoginBody): Promise<SignedIn> {
  const identifier = normaliseIdentifier(body.identifier);
  const user = identifier === undefined ? undefined : await repo.findUserForLogin(identifier);
  const proven = await prove(ctx, {
    user,
    name: identifier ?? body.identifier,
    password: body.password,
    code: body.totp,
    deviceToken: body.deviceToken ?? ctx.deviceCookie.read(),
  });
  if (!user) throw wrongDetails();
  if (proven.recovered) await noteRecovery(ctx, user.id);
  const passwordHash = await refreshed(proven, body.password);
  const memberships = await repo.findMemberships(user.id);
  const tenant = await chooseTenant(memberships, body.tenantSlug).catch(async (refusal: unknown) => {
    await recordSecurityEvent(ctx, { kind: 'CROSS_TENANT', userId: user.id, detail: { how: 'sign-in' } });
    throw refusal;
  });
  const { device } = proven;
  return open(ctx, user, { memberships, tenant, transport: body.tokenTransport, passwordHash, device });
}

/** The stored hash of a password that was right; one of older parameters is replaced. */
async function refreshed({ userId, passwordHash }: Proven, password: string): Promise<string> {
  if (!isOutdated(passwordHash)) return passwordHash;
  return rehash(userId, passwordHash, await hashPassword(password));
}

/** A new session at another of the caller's companies; the old one ends. Throws FORBIDDEN for a company not the caller's. */
export async function switchTenant(ctx: UserContext, tenantId: string, transport: Transport): Promise<SignedIn> {
  const user = await requireUser(ctx.userId);
  const memberships = await repo.findMemberships(user.id);
  const tenant = memberships.find(({ id }) => id === tenantId);
  if (!tenant) throw new ForeignCompanyError();
  const session = await replaceSession(ctx.sessionId, { ...deviceOf(ctx), userId: user.id, tenantId });
  if (!session) throw ended();
  forgetSession(ctx.sessionId);
  return signedIn(ctx, user, memberships, { ...session, tenant, transport });
}

/** Signs in somebody who was just let in, at one of their companies. */
export async function enter(
  ctx: RequestContext,
  user: repo.UserRow,
  { tenantId, transport }: { readonly tenantId: string; readonly transport: Transport },
): Promise<SignedIn> {
  const memberships = await repo.findMemberships(user.id);
  const tenant = memberships.find(({ id }) => id === tenantId) ?? null;
  return open(ctx, user, { memberships, tenant, transport });
}

/** Who is signed in, where they may work, and what they may do in the company `tenantId`. */
export async function me(ctx: UserContext, tenantId: string | null): Promise<Me> {
  const user = await requireUser(ctx.userId);
  const memberships = await repo.findMemberships(user.id);
  const current = memberships.find(({ id }) => id === tenantId);
  return {
    user: person(user),
    tenants: memberships.map(membership),
    tenant: current ? currentTenant(current) : null,
    supportActive: current !== undefined && (await isSupportIn(current.id)),
  };
}

async function requireUser(userId: string): Promise<repo.UserRow> {
  const user = await repo.findUser(userId);
  if (!user) throw ended();
  return user;
}

const ended = () => new Refusal('UNAUTHENTICATED', 'The session has ended. Sign in again.');

/** The company asked for, by the slug it has or had until lately; or the only one there is. */
async function chooseTenant(
  memberships: readonly repo.MembershipRow[],
  slug: string | undefined,
): Promise<repo.MembershipRow | null> {
  if (slug === undefined) return (memberships.length === 1 && memberships[0]) || null;
  const chosen = memberships.find((each) => each.slug === slug) ?? (await formerly(memberships, slug));
  if (!chosen) throw new ForeignCompanyError();
  return chosen;
}

async function formerly(memberships: readonly repo.MembershipRow[], slug: string) {
  const tenantId = await repo.findFormerSlug(slug);
  return memberships.find(({ id }) => id === tenantId);
}

async function open(ctx: RequestContext, user: repo.UserRow, into: Into): Promise<SignedIn> {
  const { memberships, tenant, transport, passwordHash, device } = into;
  const session = await openSession({
    ...deviceOf(ctx),
    userId: user.id,
    tenantId: tenant?.id ?? null,
    ...(passwordHash !== undefined && { passwordHash }),
  });
  if (!session) {
    await recordSecurityEvent(ctx, { kind: 'SIGN_IN_FAILED', userId: user.id, detail: { reason: 'CHANGED' } });
    throw wrongDetails();
  }
  const deviceToken = device === undefined ? await knowDevice(user.id) : undefined;
  return signedIn(ctx, user, memberships, { ...session, tenant, transport, deviceToken });
}

const deviceOf = ({ userAgent, ip }: RequestContext) => ({ deviceInfo: userAgent, ipAddress: ip });
