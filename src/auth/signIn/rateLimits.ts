import type { RequestContext } from '@/context';
import { type ControlDb, databaseManager } from '@/database/connection';
import { addressKey } from '@/lib/address';
import { RateLimited } from '@/lib/refusal';
import { recordSecurityEvent } from '../securityEvents/securityEvents';
import { countAgainst, isLimited, type Limit, type Refused } from './rateLimits.repo';

/** Failed sign-ins of one address, other requests of one address, and messages to one account. */
export const SIGN_IN_FAILURES: Limit = { name: 'sign-in', most: 30, minutes: 15 };
export const RESETS_ASKED: Limit = { name: 'reset', most: 20, minutes: 15 };
export const REGISTRATIONS: Limit = { name: 'register', most: 60, minutes: 60 };
export const RESETS_SENT: Limit = { name: 'reset-sent', most: 5, minutes: 60 };
export const VERIFICATIONS_SENT: Limit = { name: 'verification-sent', most: 5, minutes: 60 };

type Asking = Pick<RequestContext, 'requestId' | 'ip'>;

/** Counts something of the caller's address, and lets it pass or throws RATE_LIMITED; the first who is refused is recorded. */
export async function countForAddress(
  ctx: Asking,
  limit: Limit,
  by: 0 | 1,
  db: ControlDb = databaseManager.control,
): Promise<void> {
  const address = addressKey(ctx.ip ?? '');
  if (address !== undefined) await refuse(ctx, limit, await countAgainst(db, limit, address, by));
}

/** Throws RATE_LIMITED, before any work is done, where nothing of the caller's address passes at present. */
export async function requireFreeAddress(ctx: Asking, limit: Limit): Promise<void> {
  const address = addressKey(ctx.ip ?? '');
  if (address !== undefined) await refuse(ctx, limit, await isLimited(limit, address));
}

async function refuse(ctx: Asking, limit: Limit, refused: Refused | undefined): Promise<void> {
  if (!refused) return;
  if (refused.first) await recordSecurityEvent(ctx, { kind: 'RATE_LIMITED', detail: { limit: limit.name } });
  throw new RateLimited('Too many attempts from your address. Try again later.', refused.retryAfterS);
}
