import type { RequestContext, UserContext } from '@/context';
import type { LoginBody, Me, RegisterBody, SignedIn } from '@/contract/auth';
import { email as emailField, phone as phoneField } from '@/contract/fields';
import { Refusal } from '@/lib/refusal';
import { forgetSession } from './access';
import { makeAccount } from './accounts.service';
import * as repo from './auth.repo';
import { verifyPassword } from './passwords';
import { recordSecurityEvent } from './securityEvents';
import { openSession, replaceSession } from './sessions.repo';
import { currentTenant, membership, signedIn, type Transport } from './signedIn';

/** Where somebody comes in, and by what. */
type Into = {
  readonly memberships: readonly repo.MembershipRow[];
  readonly tenant: repo.MembershipRow | null;
  readonly transport: Transport;
  readonly passwordHash?: string;
};

/** Makes an account and signs it in. Throws ALREADY_EXISTS when the address or number is taken. */
export async function register(ctx: RequestContext, body: RegisterBody): Promise<SignedIn> {
  const { tokenTransport, ...account } = body;
  const user = await makeAccount(account);
  return open(ctx, user, { memberships: [], tenant: null, transport: tokenTransport });
}

/** Signs in by e-mail address or phone number. One refusal, whatever was wrong. */
export async function login(ctx: RequestContext, body: LoginBody): Promise<SignedIn> {
  const identifier = normaliseIdentifier(body.identifier);
  const found = identifier === undefined ? undefined : await repo.findUserForLogin(identifier);
  const right = await verifyPassword(found?.password, body.password);
  if (!found || !right) {
    await recordSecurityEvent(ctx, { kind: 'SIGN_IN_FAILED', userId: found?.id ?? null });
    throw wrongDetails();
  }
  const { password: passwordHash, ...user } = found;
  const memberships = await repo.findMemberships(user.id);
  const tenant = await chooseTenant(memberships, body.tenantSlug);
  return open(ctx, user, { memberships, tenant, transport: body.tokenTransport, passwordHash });
}

/** A new session at another of the caller's companies; the old one ends. Throws FORBIDDEN for a company not the caller's. */
export async function switchTenant(ctx: UserContext, tenantId: string, transport: Transport): Promise<SignedIn> {
  const user = await requireUser(ctx.userId);
  const memberships = await repo.findMemberships(user.id);
  const tenant = memberships.find(({ id }) => id === tenantId);
  if (!tenant) throw new Refusal('FORBIDDEN', 'You do not belong to that company.');
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
  return { user, tenants: memberships.map(membership), tenant: current ? currentTenant(current) : null };
}

async function requireUser(userId: string): Promise<repo.UserRow> {
  const user = await repo.findUser(userId);
  if (!user) throw ended();
  return user;
}

const ended = () => new Refusal('UNAUTHENTICATED', 'The session has ended. Sign in again.');

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

async function open(ctx: RequestContext, user: repo.UserRow, into: Into): Promise<SignedIn> {
  const { memberships, tenant, transport, passwordHash } = into;
  const session = await openSession({
    ...deviceOf(ctx),
    userId: user.id,
    tenantId: tenant?.id ?? null,
    ...(passwordHash !== undefined && { passwordHash }),
  });
  if (!session) throw wrongDetails();
  return signedIn(ctx, user, memberships, { ...session, tenant, transport });
}

const deviceOf = ({ userAgent, ip }: RequestContext) => ({ deviceInfo: userAgent, ipAddress: ip });
const wrongDetails = () => new Refusal('INVALID_CREDENTIALS', 'These sign-in details are not right.');
