import type { RequestTenant, TenantInfo } from '@/context';
import { effectiveLocations, effectivePermissions } from '@/contract/permissions';
import { changeHash } from '@/database/changes';
import { OLDEST_TENANT_VERSION } from '@/database/migrationFiles';
import { type AccessRow, findAccess, findTenantStatus, type TenantState } from '../signIn/auth.repo';
import { AccessMemory, forgetChanged } from './accessMemory';
import { findShared, MAX_AGE_MS, share } from './sharedAccess';

/** A company as somebody may reach it now. */
export type TenantAccess = TenantInfo &
  Pick<RequestTenant, 'role' | 'permissions' | 'scope' | 'shapeVersion'> & {
    /** Why nobody may work in the company now. */
    readonly closed: string | null;
    /** It asks its people for a second factor, and this one has none. */
    readonly factorMissing: boolean;
    /** Its schema is older than this code works with. */
    readonly behind: boolean;
  };

/** What a session may reach now. `tenant` is null without a company, or when the membership or the company has ended. */
export type SessionAccess = {
  readonly userId: string;
  readonly tenantId: string | null;
  readonly tenant: TenantAccess | null;
};

const BEING_DELETED = 'This company is being deleted.';

const sessions = new AccessMemory<SessionAccess>();

/**
 * The access of a session; undefined when the session has ended. `tenantId` is where its token says that it is. Remembered
 * until the session, its user, their membership or role, or its company changes, and never longer than five seconds;
 * through Redis, where there is one, by all processes together.
 */
export async function sessionAccess(sessionId: string, tenantId?: string | null): Promise<SessionAccess | undefined> {
  return sessions.recall(sessionId, async () => {
    const shared = tenantId === undefined ? undefined : await findShared(sessionId, tenantId);
    if (shared) return { value: accessOf(shared.row), leftMs: shared.leftMs };
    const readAt = performance.now();
    const row = await findAccess(sessionId);
    if (!row) return undefined;
    await share(sessionId, row, readAt);
    return { value: accessOf(row), leftMs: MAX_AGE_MS };
  });
}

/**
 * Why the company of a session that has ended lets nobody in, where that is why the session has ended: a company that is
 * deleted ends the sessions in it. Undefined where the company is not to blame.
 */
export async function whyCompanyEnded(tenantId: string): Promise<string | undefined> {
  const status = await findTenantStatus(tenantId);
  if (status === undefined) return 'This company is no longer here.';
  return status === 'DELETING' ? BEING_DELETED : undefined;
}

/** Makes the next request of a session read afresh. */
export function forgetSession(sessionId: string): void {
  forgetChanged({ kind: 'session', hash: changeHash(sessionId) });
}

/** Makes the next request of each session of a person read afresh. */
export function forgetUser(userId: string): void {
  forgetChanged({ kind: 'user', hash: changeHash(userId) });
}

/** Makes the next request of each session and key of a company read afresh. */
export function forgetTenant(tenantId: string): void {
  forgetChanged({ kind: 'tenant', hash: changeHash(tenantId) });
}

/** What of a company's row decides who gets in, and what requests know of it. */
export function tenantInfo(row: TenantState): TenantInfo & Pick<TenantAccess, 'shapeVersion' | 'closed' | 'behind'> {
  const { tenantId, slug, name, currency, country } = row;
  return {
    id: tenantId,
    slug,
    name,
    currency,
    country,
    schemaVersion: row.schemaVersion,
    shapeVersion: row.shapeVersion,
    closed: closedWord(row.status, row.isActive),
    behind: row.schemaVersion < OLDEST_TENANT_VERSION,
  };
}

function closedWord(status: string, isActive: boolean): string | null {
  if (status === 'DELETING') return BEING_DELETED;
  return status === 'ACTIVE' && isActive ? null : 'This company is suspended.';
}

function accessOf(row: AccessRow): SessionAccess {
  return { userId: row.userId, tenantId: row.tenantId, tenant: tenantOf(row) };
}

function tenantOf(row: AccessRow): TenantAccess | null {
  const { role, customPermissions, locationIds } = row;
  if (row.tenantId === null || role === null) return null;
  const standing = { role, customPermissions, locationIds };
  return {
    ...tenantInfo(row),
    role,
    permissions: new Set(effectivePermissions(standing)),
    scope: effectiveLocations(standing),
    factorMissing: row.secondFactorRequired && row.hasTotp === false,
  };
}
