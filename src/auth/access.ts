import { LRUCache } from 'lru-cache';
import type { RequestTenant, TenantInfo } from '@/context';
import { type Change, changeHash } from '@/database/changes';
import { databaseManager } from '@/database/connection';
import { OLDEST_TENANT_VERSION } from '@/database/migrationFiles';
import { type AccessRow, findAccess, findTenantStatus } from './auth.repo';

/** What a session may reach now. `tenant` is null without a company, or when the membership or the company has ended. */
export type SessionAccess = {
  readonly userId: string;
  readonly tenantId: string | null;
  /** `closed` says why nobody may work in the company now. */
  readonly tenant:
    | (TenantInfo &
        Pick<RequestTenant, 'role' | 'shapeVersion'> & {
          readonly closed: string | null;
          /** Its schema is older than this code works with. */
          readonly behind: boolean;
        })
    | null;
};

type Remembered = SessionAccess & { readonly hashes: Readonly<Record<'user' | 'tenant', string>> };

/** How stale an answer may be while changes are not heard of, in milliseconds. */
const MAX_AGE_MS = 5000;

const BEING_DELETED = 'This company is being deleted.';

/** By the hash of the session's id, as changes name it. */
const cache = new LRUCache<string, Remembered>({ max: 20_000, ttl: MAX_AGE_MS });

/** Counts what was forgotten, so that an answer that was read meanwhile is not remembered. */
let changes = 0;

/**
 * The access of a session; undefined when the session has ended. Remembered until the session, its user, their membership
 * or its company changes, which other processes say, and never longer than five seconds.
 */
export async function sessionAccess(sessionId: string): Promise<SessionAccess | undefined> {
  const key = changeHash(sessionId);
  const known = cache.get(key);
  if (known) return known;
  databaseManager.onChange(forgetChanged);
  const before = changes;
  const row = await findAccess(sessionId);
  if (!row) return undefined;
  const access = accessOf(row);
  if (changes === before) cache.set(key, access);
  return access;
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

/** Makes the next request of each session of a company read afresh. */
export function forgetTenant(tenantId: string): void {
  forgetChanged({ kind: 'tenant', hash: changeHash(tenantId) });
}

function forgetChanged(change: Change): void {
  changes += 1;
  if (change.kind === 'all') cache.clear();
  else if (change.kind === 'session') cache.delete(change.hash);
  else for (const [key, { hashes }] of cache.entries()) if (hashes[change.kind] === change.hash) cache.delete(key);
}

function closedWord(status: string, isActive: boolean): string | null {
  if (status === 'DELETING') return BEING_DELETED;
  return status === 'ACTIVE' && isActive ? null : 'This company is suspended.';
}

function accessOf(row: AccessRow): Remembered {
  const { userId, tenantId, status, isActive, schemaVersion, shapeVersion, role, slug, name, currency, country } = row;
  const complete = tenantId && status && role && slug && name && currency;
  return {
    userId,
    tenantId,
    tenant: complete
      ? {
          id: tenantId,
          slug,
          name,
          currency,
          country,
          role,
          shapeVersion: shapeVersion ?? 0,
          closed: closedWord(status, isActive === true),
          behind: (schemaVersion ?? '') < OLDEST_TENANT_VERSION,
        }
      : null,
    hashes: { user: changeHash(userId), tenant: tenantId === null ? '' : changeHash(tenantId) },
  };
}
