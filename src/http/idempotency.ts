import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { TenantContext } from '@/context';
import { Refusal } from '@/lib/refusal';

export type StoredAnswer = { status: number; body: unknown };

/** How long a key is remembered. */
const KEPT_HOURS = 24;

/**
 * Runs `work` once for a key: the same key and request again gets the stored answer, another request under the key is
 * refused, and so is one while the first still runs. The row is written in the transaction of the effect.
 */
export async function onceForKey(
  ctx: TenantContext,
  key: string,
  request: unknown,
  work: () => Promise<StoredAnswer>,
): Promise<StoredAnswer> {
  if (!/^[\x21-\x7e]{1,128}$/.test(key))
    throw new Refusal('BAD_REQUEST', 'Idempotency-Key must be 1 to 128 printable characters.');
  await lockKey(ctx, key);
  const requestHash = createHash('sha256').update(JSON.stringify(request)).digest('hex');
  const known = await ctx.db
    .selectFrom('idempotencyKeys')
    .select(['requestHash', 'responseStatus', 'responseBody'])
    .where('userId', '=', ctx.userId)
    .where('key', '=', key)
    .where('createdAt', '>', sql<string>`now() - make_interval(hours => ${KEPT_HOURS})`)
    .executeTakeFirst();
  if (known && known.requestHash !== requestHash)
    throw new Refusal('IDEMPOTENCY_MISMATCH', 'This Idempotency-Key was used for another request.');
  if (known) return { status: known.responseStatus, body: known.responseBody };
  const answer = await work();
  await ctx.db
    .deleteFrom('idempotencyKeys')
    .where('createdAt', '<=', sql<string>`now() - make_interval(hours => ${KEPT_HOURS})`)
    .execute();
  await ctx.db
    .insertInto('idempotencyKeys')
    .values({
      userId: ctx.userId,
      key,
      requestHash,
      responseStatus: answer.status,
      responseBody: JSON.stringify(answer.body),
    })
    .execute();
  return answer;
}

/** Held to the end of the transaction; taken by another request means the first one still runs. */
async function lockKey(ctx: TenantContext, key: string): Promise<void> {
  const name = `${ctx.tenant.id}/${ctx.userId}/${key}`;
  const { rows } = await sql<{
    free: boolean;
  }>`SELECT pg_try_advisory_xact_lock(hashtextextended(${name}, 0)) AS free`.execute(ctx.db);
  if (!rows[0]?.free)
    throw new Refusal('IDEMPOTENCY_IN_FLIGHT', 'The first request with this Idempotency-Key is still running.');
}
