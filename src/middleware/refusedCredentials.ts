import type { Context } from 'hono';
import { LRUCache } from 'lru-cache';
import { RefusedCredential } from '@/auth/securityEvents/refusedCredential';
import { recordSecurityEvent } from '@/auth/securityEvents/securityEvents';
import type { AppEnv } from '@/context';
import { addressKey } from '@/lib/address';
import { addressOf } from './address';
import { limitRefused } from './rateLimit';

const TOLD_MS = 60_000;

/** What was recorded lately, by key and address: a program that goes on asking is told of once a minute. */
const told = new LRUCache<string, true>({ max: 10_000, ttl: TOLD_MS });

/**
 * Throws what a key or token is refused with. Each counts against its address, before anything is written: beyond what
 * may be asked without signing in it is RATE_LIMITED. One security event for a key, an address and a minute.
 */
export async function refuseCredential(c: Context<AppEnv>, error: unknown): Promise<never> {
  if (error instanceof RefusedCredential) {
    await limitRefused(c);
    await record(c, error);
  }
  throw error;
}

async function record(c: Context<AppEnv>, { claimed }: RefusedCredential): Promise<void> {
  if (!claimed) return;
  const ip = addressOf(c);
  const key = `${claimed.id} ${addressKey(ip ?? '')}`;
  if (told.has(key)) return;
  told.set(key, true);
  const { kind, detail } = claimed;
  const tenantId = await claimed.company();
  await recordSecurityEvent({ requestId: c.get('requestId'), ip }, { kind, tenantId, detail });
}
