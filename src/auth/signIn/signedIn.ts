import { config } from '@/config';
import type { RequestContext, SupportContext } from '@/context';
import type { CurrentTenant, Me, Membership, SignedIn, User } from '@/contract/auth';
import { ALL_PERMISSIONS, effectiveLocations, effectivePermissions } from '@/contract/permissions';
import { ACCESS_TOKEN_SECONDS, signAccessToken } from '../sessions/tokens';
import type { MembershipRow, UserRow } from './auth.repo';
import { keepDeviceToken } from './devices';

/** How the refresh token reaches the caller. */
export type Transport = 'cookie' | 'body';

export type OpenSession = {
  readonly id: string;
  readonly tenant: MembershipRow | null;
  readonly refreshToken: string;
  readonly transport: Transport;
  /** By which whoever comes in is known from now on, where they were not. */
  readonly deviceToken?: string | undefined;
};

/** What whoever has just come in, or goes on, is answered; tokens to be kept go into cookies unless the body is asked for. */
export async function signedIn(
  ctx: RequestContext,
  user: UserRow,
  memberships: readonly MembershipRow[],
  { id, tenant, refreshToken, transport, deviceToken }: OpenSession,
): Promise<SignedIn> {
  if (transport === 'cookie') {
    ctx.refreshCookie.write(refreshToken, config().SESSION_IDLE_DAYS * 24 * 3600);
    if (deviceToken !== undefined) keepDeviceToken(ctx, deviceToken);
  }
  return {
    accessToken: await signAccessToken({ userId: user.id, sessionId: id, tenantId: tenant?.id ?? null }),
    expiresIn: ACCESS_TOKEN_SECONDS,
    ...(transport === 'body' && { refreshToken, ...(deviceToken !== undefined && { deviceToken }) }),
    user: person(user),
    tenants: memberships.map(membership),
    tenant: tenant && currentTenant(tenant),
  };
}

export function person({ emailVerifiedAt, phoneVerifiedAt, hasTotp, ...user }: UserRow): User {
  const { id, firstName, lastName, email, phone } = user;
  const verified = { emailVerified: emailVerifiedAt !== null, phoneVerified: phoneVerifiedAt !== null };
  return { id, firstName, lastName, email, phone, ...verified, totpEnabled: hasTotp };
}

export function membership({ id, slug, name, role }: MembershipRow): Membership {
  return { id, slug, name, role };
}

export function currentTenant(row: MembershipRow): CurrentTenant {
  const { customRoleId, customRoleName } = row;
  return {
    ...membership(row),
    currency: row.currency,
    country: row.country,
    customRole: customRoleId && customRoleName ? { id: customRoleId, name: customRoleName } : null,
    permissions: effectivePermissions(row),
    locationIds: effectiveLocations(row),
  };
}

/** What support is told of itself: somebody called Support, in one company, with what it may do there until when. */
export function supportItself({ accessId, support, tenant }: SupportContext): Me {
  const { by, until, level } = support;
  const noAddress = { email: null, phone: null, emailVerified: false, phoneVerified: false, totpEnabled: false };
  // Its permissions are what it may do; an administrator's are the most they can be.
  const membership = { id: tenant.id, slug: tenant.slug, name: tenant.name, role: 'ADMIN' as const };
  const { currency, country, permissions } = tenant;
  return {
    user: { id: accessId, firstName: 'Support', lastName: by, ...noAddress },
    tenants: [membership],
    tenant: {
      ...membership,
      currency,
      country,
      customRole: null,
      permissions: ALL_PERMISSIONS.filter((permission) => permissions.has(permission)),
      locationIds: null,
    },
    support: { by, until, level },
    supportActive: true,
  };
}
