import { type Change, changeHash } from '@/database/changes';
import { withRedis } from '@/redis/redis';
import { recordSecurityEvent } from '../securityEvents/securityEvents';
import type { AccessRow } from '../signIn/auth.repo';

/** How long an answer may be used after it was read from the database, in milliseconds. */
export const MAX_AGE_MS = 5000;
/** What another process may take between reading and sharing, beyond that. */
const MARGIN_MS = 2000;

/** What lies in Redis says whose it is: whoever finds it elsewhere does not use it. */
type Envelope = { readonly session: string; readonly tenantId: string | null; readonly row: AccessRow };

export type SharedRow = { readonly row: AccessRow; readonly leftMs: number };

/** Changes heard of lately, until what others had shared before is gone. By hash; `all` under the empty one. */
const changed = new Map<string, number>();

const keyOf = (hash: string, tenantId: string | null) =>
  tenantId === null ? `g:access:${hash}` : `t:${tenantId}:access:${hash}`;

/** What another process has read of a session less than five seconds ago, unless it may have changed since. */
export async function findShared(sessionId: string, tenantId: string | null): Promise<SharedRow | undefined> {
  const hash = changeHash(sessionId);
  const key = keyOf(hash, tenantId);
  const found = await withRedis(async (redis) => {
    const [value, left] = (await redis.multi().get(key).pttl(key).exec()) ?? [];
    return { text: value?.[1] as string | null, leftMs: left?.[1] as number };
  });
  if (!found?.text || found.leftMs <= 0) return undefined;
  const envelope = read(found.text);
  if (envelope?.session !== hash || envelope.tenantId !== tenantId || envelope.row.tenantId !== tenantId) {
    await refuse(key, tenantId);
    return undefined;
  }
  return isChanged(hash, envelope.row) ? undefined : { row: envelope.row, leftMs: Math.min(found.leftMs, MAX_AGE_MS) };
}

/** Gives what was read of a session to other processes; `readAt` is when reading began, as performance.now() counts. */
export async function share(sessionId: string, row: AccessRow, readAt: number): Promise<void> {
  const hash = changeHash(sessionId);
  const left = Math.floor(MAX_AGE_MS - (performance.now() - readAt));
  if (left <= 0) return;
  const envelope: Envelope = { session: hash, tenantId: row.tenantId, row };
  await withRedis((redis) => redis.set(keyOf(hash, row.tenantId), JSON.stringify(envelope), 'PX', left));
}

/** From now on, until it is gone, nothing is taken from others that was read before this change. */
export function outdate(change: Change): void {
  const now = performance.now();
  for (const [hash, until] of changed) if (until < now) changed.delete(hash);
  changed.set(change.kind === 'all' ? '' : change.hash, now + MAX_AGE_MS + MARGIN_MS);
}

function isChanged(session: string, { userId, tenantId }: AccessRow): boolean {
  const now = performance.now();
  const about = ['', session, changeHash(userId), ...(tenantId === null ? [] : [changeHash(tenantId)])];
  return about.some((hash) => (changed.get(hash) ?? 0) > now);
}

function read(text: string): Envelope | undefined {
  try {
    return JSON.parse(text) as Envelope;
  } catch {
    return undefined;
  }
}

/** Nobody of ours puts another one's row there. */
async function refuse(key: string, tenantId: string | null): Promise<void> {
  await withRedis((redis) => redis.del(key));
  await recordSecurityEvent({ requestId: '', ip: null }, { kind: 'FOREIGN_CACHE_ENTRY', tenantId });
}
