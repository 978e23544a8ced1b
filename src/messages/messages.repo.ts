import { sql } from 'kysely';
import type { MessageChannel } from '@/contract/enums';
import { type ControlDb, databaseManager } from '@/database/connection';

export type MessageRow = {
  readonly id: string;
  readonly channel: MessageChannel;
  readonly recipient: string;
  readonly subject: string;
  /** Sealed. */
  readonly body: string;
};

/** Minutes for which a message is one process's to deliver; if that is gone then, it is another's. */
const CLAIM_MINUTES = 5;
/** Hours after which a message that could not be delivered is given up. */
export const GIVEN_UP_HOURS = 12;
const FIRST_PAUSE_SECONDS = 30;
const LONGEST_PAUSE_SECONDS = 1800;
const KEPT_DAYS = 30;

/** By the clock, not by the beginning of a transaction that may have waited for a lock. */
const clock = sql<string>`clock_timestamp()`;

export async function insertMessage(
  db: ControlDb,
  message: MessageRow & { readonly dedupe: string | null },
): Promise<void> {
  await db
    .insertInto('messages')
    .values(message)
    .onConflict((conflict) => conflict.column('dedupe').doNothing())
    .execute();
}

export type ClaimedMessage = MessageRow & { readonly attempts: number; readonly createdAt: string };

/** The next message that is due, which for some minutes is nobody else's. */
export async function claimMessage(): Promise<ClaimedMessage | undefined> {
  const { rows } = await sql<ClaimedMessage>`
    UPDATE messages SET attempts = attempts + 1, due_at = ${clock} + make_interval(mins => ${CLAIM_MINUTES})
    WHERE id = (
      SELECT id FROM messages WHERE body IS NOT NULL AND due_at <= ${clock}
      ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id, channel, recipient, subject, body, attempts, created_at`.execute(databaseManager.control);
  return rows[0];
}

type Claim = Pick<ClaimedMessage, 'id' | 'attempts'>;

/** What was delivered is forgotten, but that it was. */
export async function noteDelivered({ id }: Pick<Claim, 'id'>): Promise<void> {
  await databaseManager.control
    .updateTable('messages')
    .set({ deliveredAt: clock, givenUpAt: null, body: null, failure: null })
    .where('id', '=', id)
    .execute();
}

/** Only while nobody else tries it: who was too slow has no say any more. */
const claimed = ({ id, attempts }: Claim) =>
  databaseManager.control
    .updateTable('messages')
    .where('id', '=', id)
    .where('attempts', '=', attempts)
    .where('body', 'is not', null);

/** It is tried again after a while, which doubles with each attempt. */
export async function noteFailure(claim: Claim, failure: string): Promise<void> {
  const pause = Math.min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 2 ** (claim.attempts - 1));
  const dueAt = sql<string>`${clock} + make_interval(secs => ${pause})`;
  await claimed(claim).set({ dueAt, failure }).execute();
}

/** It is not tried again. */
export async function noteGivenUp(claim: Claim, failure: string): Promise<void> {
  await claimed(claim).set({ givenUpAt: clock, body: null, failure }).execute();
}

/** Gives up what could not be delivered for hours; answers which. What was never tried is tried first. */
export async function giveUpOld(): Promise<{ id: string; attempts: number; failure: string | null }[]> {
  return databaseManager.control
    .updateTable('messages')
    .set({ givenUpAt: clock, body: null })
    .where('body', 'is not', null)
    .where('attempts', '>', 0)
    .where('dueAt', '<=', clock)
    .where('createdAt', '<', sql<string>`now() - make_interval(hours => ${GIVEN_UP_HOURS})`)
    .returning(['id', 'attempts', 'failure'])
    .execute();
}

/** Forgets messages that were delivered or given up long ago; answers how many. */
export async function forgetOldMessages(): Promise<number> {
  const { numDeletedRows } = await databaseManager.control
    .deleteFrom('messages')
    .where('body', 'is', null)
    .where('createdAt', '<', sql<string>`now() - make_interval(days => ${KEPT_DAYS})`)
    .executeTakeFirst();
  return Number(numDeletedRows);
}
