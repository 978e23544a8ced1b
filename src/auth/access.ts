import { LRUCache } from 'lru-cache';
import type { TenantInfo } from '@/context';
import type { Role } from '@/contract/enums';
import { findAccess } from './auth.repo';

/** What a session may reach now. `tenant` is null without a company, or when the membership or the company has ended. */
export type SessionAccess = {
  readonly userId: string;
  readonly tenantId: string | null;
  readonly tenant: (TenantInfo & { readonly role: Role; readonly open: boolean }) | null;
};

/** How stale an answer may be, in milliseconds. */
const MAX_AGE_MS = 5000;

const cache = new LRUCache<string, SessionAccess>({ max: 20_000, ttl: MAX_AGE_MS });

/** The access of a session, at most five seconds old; undefined when the session has ended. */
export async function sessionAccess(sessionId: string): Promise<SessionAccess | undefined> {
  const known = cache.get(sessionId);
  if (known) return known;
  const row = await findAccess(sessionId);
  if (!row) return undefined;
  const { userId, tenantId, status, isActive, role, slug, name, currency, country } = row;
  const complete = tenantId && status && role && slug && name && currency;
  const access: SessionAccess = {
    userId,
    tenantId,
    tenant: complete
      ? { id: tenantId, slug, name, currency, country, role, open: status === 'ACTIVE' && isActive === true }
      : null,
  };
  cache.set(sessionId, access);
  return access;
}

/** Makes the next request of a session read afresh. */
export function forgetSession(sessionId: string): void {
  cache.delete(sessionId);
}
