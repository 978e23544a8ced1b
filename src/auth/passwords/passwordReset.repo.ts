import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { type ControlDb, databaseManager } from '@/database/connection';

export type ResetRequest = {
  readonly identifier: string;
  readonly requestId: string | null;
  readonly ipAddress: string | null;
};

/** A request nobody has answered for so long is forgotten. */
const KEPT_HOURS = 1;

export async function insertResetRequest(db: ControlDb, request: ResetRequest): Promise<void> {
  await db
    .insertInto('resetRequests')
    .values({ id: uuidv7(), ...request })
    .execute();
}

/** Takes the next request out of the queue: it is back in it if the transaction fails. */
export async function takeResetRequest(db: ControlDb): Promise<ResetRequest | undefined> {
  const { rows } = await sql<ResetRequest>`
    DELETE FROM reset_requests
    WHERE id = (SELECT id FROM reset_requests ORDER BY asked_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING identifier, request_id, ip_address`.execute(db);
  return rows[0];
}

export async function forgetOldRequests(): Promise<void> {
  await databaseManager.control
    .deleteFrom('resetRequests')
    .where('askedAt', '<', sql<string>`now() - make_interval(hours => ${KEPT_HOURS})`)
    .execute();
}
