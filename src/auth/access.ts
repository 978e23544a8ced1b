import { LRUCache } from 'lru-cache';
import type { RequestTenant, TenantInfo } from '@/context';
import { type Change, changeHash } from '@/database/changes';
import { databaseManager } from '@/database/connection';
import { type AccessRow, findAccess } from './auth.repo';

/** What a session may reach now. `tenant` is null without a company, or when the membership or the company has ended. */
export type SessionAccess = {
  readonly userId: string;
  readonly tenantId: string | null;
  readonly tenant: (TenantInfo & Pick<RequestTenant, 'role' | 'shapeVersion'> & { readonly open: boolean }) | null;
};

type Remembered = SessionAccess & { readonly hashes: Readonly<Record<'user' | 'tenant', string>> };

/** How stale an answer may be while changes are not heard of, in milliseconds. */
const MAX_AGE_MS = 5000;

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

/** Makes the next request of a session read afresh. */
export function forgetSession(sessionId: string): void {
  forgetChanged({ kind: 'session', hash: changeHash(sessionId) });
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

function accessOf(row: AccessRow): Remembered {
  const { userId, tenantId, status, isActive, shapeVersion, role, slug, name, currency, country } = row;
  const complete = tenantId && status && role && slug && name && currency;
  const open = status === 'ACTIVE' && isActive === true;
  return {
    userId,
    tenantId,
    tenant: complete
      ? { id: tenantId, slug, name, currency, country, role, shapeVersion: shapeVersion ?? 0, open }
      : null,
    hashes: { user: changeHash(userId), tenant: tenantId === null ? '' : changeHash(tenantId) },
  };
}
