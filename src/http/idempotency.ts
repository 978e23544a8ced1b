import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { TenantContext } from '@/context';
import { runHeldBack, runHot } from '@/database/hotQuery';
import { mayHope } from '@/database/transaction';
import { Refusal } from '@/lib/refusal';

export type StoredAnswer = { status: number; body: unknown };

/** How long a key is remembered. */
const KEPT_HOURS = 24;
/** How many old keys a request forgets at most. */
const FORGOTTEN_AT_ONCE = 100;
const LOCK_NOT_AVAILABLE = '55P03';

const longAgo = sql<string>`now() - make_interval(hours => ${KEPT_HOURS})`;

/**
 * Runs `work` once for a key: the same key and request again gets the stored answer, another request under the key is
 * refused, and so is one while the first still runs. The key's row is claimed first, and all of it is written in the
 * transaction of the effect.
 */
export async function onceForKey(
  ctx: TenantContext,
  key: string,
  request: unknown,
  work: () => Promise<StoredAnswer>,
): Promise<StoredAnswer> {
  requireKey(key);
  const requestHash = hashOf(ctx, request);
  const known = await claim(ctx, key, requestHash);
  if (known && known.requestHash !== requestHash)
    throw new Refusal('IDEMPOTENCY_MISMATCH', 'This Idempotency-Key was used for another request.');
  if (known) return { status: known.responseStatus, body: known.responseBody };
  const answer = await work();
  await store(ctx, key, answer);
  return answer;
}

/**
 * As onceForKey, for work that is short: hopes that the key is a new one, and writes its row last, with the answer. Where it is
 * not, the row breaks the rule that a key is there once, nothing of the work stays, and all of it runs again as onceForKey
 * does. A repeat of a request that still runs waits for its end at that row.
 */
export async function onceForNewKey(
  ctx: TenantContext,
  key: string,
  request: unknown,
  work: () => Promise<StoredAnswer>,
): Promise<StoredAnswer> {
  requireKey(key);
  if (!mayHope(ctx.db)) return onceForKey(ctx, key, request, work);
  const answer = await work();
  await storeNew(ctx, key, hashOf(ctx, request), answer);
  return answer;
}

function requireKey(key: string): void {
  if (!/^[\x21-\x7e]{1,128}$/.test(key))
    throw new Refusal('BAD_REQUEST', 'Idempotency-Key must be 1 to 128 printable characters.');
}

/** What a request is known by: all of it and, as what was answered to somebody at other locations is not for them to see, where. */
function hashOf(ctx: TenantContext, request: unknown): string {
  const asked = ctx.scope === null ? request : [request, ctx.scope];
  return createHash('sha256').update(JSON.stringify(asked)).digest('hex');
}

/** Keys are the person's, or the API key's, who sent them. */
const callerId = ({ userId, keyId }: TenantContext) => userId ?? keyId;

type Stored = { requestHash: string; responseStatus: number; responseBody: unknown };

/**
 * Takes the key by its row, or answers what is stored under it. Another request's claim that is not committed would be
 * waited for: a lock timeout of a millisecond, for this one statement, turns the wait into a refusal.
 */
async function claim(ctx: TenantContext, key: string, requestHash: string): Promise<Stored | undefined> {
  const statement = sql<Stored & { claimed: boolean }>`
    WITH patience AS MATERIALIZED (
      SELECT current_setting('lock_timeout') AS usual, set_config('lock_timeout', '1ms', true) AS short),
    expired AS (
      DELETE FROM idempotency_keys USING patience
      WHERE user_id = ${callerId(ctx)} AND key = ${key} AND created_at <= ${longAgo} RETURNING 1),
    claimed AS (
      INSERT INTO idempotency_keys (user_id, key, request_hash)
      SELECT ${callerId(ctx)}::uuid, ${key}, ${requestHash} FROM patience, (SELECT count(*) FROM expired) AS expired_first
      ON CONFLICT (user_id, key) DO NOTHING RETURNING 1)
    SELECT c.claimed, k.request_hash, k.response_status, k.response_body, set_config('lock_timeout', p.usual, true)
    FROM patience p CROSS JOIN (SELECT count(*) > 0 AS claimed FROM claimed) c
    LEFT JOIN idempotency_keys k ON k.user_id = ${callerId(ctx)} AND k.key = ${key} AND k.created_at > ${longAgo}`;
  const [row] = await runHot(statement, ctx.db).catch((error: { code?: string }) => {
    throw error.code === LOCK_NOT_AVAILABLE ? stillRunning() : error;
  });
  if (row?.claimed) return undefined;
  // Neither ours nor there to see: the first request was committed while this one looked.
  if (!row?.requestHash) throw stillRunning();
  return row;
}

/** Forgets some old keys: by their order, or PostgreSQL would look through all of them each time. */
const forgotten = sql`
  DELETE FROM idempotency_keys WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM idempotency_keys WHERE created_at <= ${longAgo}
    ORDER BY created_at LIMIT ${FORGOTTEN_AT_ONCE} FOR UPDATE SKIP LOCKED))`;

/** Writes the answer down, beside the key that is claimed. */
async function store(ctx: TenantContext, key: string, { status, body }: StoredAnswer): Promise<void> {
  const statement = sql`
    WITH forgotten AS (${forgotten})
    UPDATE idempotency_keys SET response_status = ${status}, response_body = ${JSON.stringify(body ?? null)}
    WHERE user_id = ${callerId(ctx)} AND key = ${key}`;
  await runHeldBack(statement, ctx.db);
}

/** Writes key and answer down. */
async function storeNew(ctx: TenantContext, key: string, hash: string, { status, body }: StoredAnswer): Promise<void> {
  const statement = sql`
    WITH forgotten AS (${forgotten})
    INSERT INTO idempotency_keys (user_id, key, request_hash, response_status, response_body)
    VALUES (${callerId(ctx)}::uuid, ${key}, ${hash}, ${status}, ${JSON.stringify(body ?? null)})`;
  await runHeldBack(statement, ctx.db);
}

const stillRunning = () =>
  new Refusal('IDEMPOTENCY_IN_FLIGHT', 'The first request with this Idempotency-Key is still running.');
