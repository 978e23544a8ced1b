import { config } from '@/config';
import type { RequestContext } from '@/context';
import type { CurrentTenant, Membership, SignedIn } from '@/contract/auth';
import { effectiveLocations, effectivePermissions } from '@/contract/permissions';
import type { MembershipRow, UserRow } from './auth.repo';
import { ACCESS_TOKEN_SECONDS, signAccessToken } from './tokens';

/** How the refresh token reaches the caller. */
export type Transport = 'cookie' | 'body';

export type OpenSession = {
  readonly id: string;
  readonly tenant: MembershipRow | null;
  readonly refreshToken: string;
  readonly transport: Transport;
};

/** What whoever has just come in, or goes on, is answered; the refresh token goes into the cookie unless the body is asked for. */
export async function signedIn(
  ctx: RequestContext,
  user: UserRow,
  memberships: readonly MembershipRow[],
  { id, tenant, refreshToken, transport }: OpenSession,
): Promise<SignedIn> {
  if (transport === 'cookie') ctx.refreshCookie.write(refreshToken, config().SESSION_IDLE_DAYS * 24 * 3600);
  return {
    accessToken: await signAccessToken({ userId: user.id, sessionId: id, tenantId: tenant?.id ?? null }),
    expiresIn: ACCESS_TOKEN_SECONDS,
    ...(transport === 'body' && { refreshToken }),
    user,
    tenants: memberships.map(membership),
    tenant: tenant && currentTenant(tenant),
  };
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
