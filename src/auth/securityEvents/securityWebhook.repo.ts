import { sql } from 'kysely';
import { withControlTransaction } from '@/database/transaction';

const NAME = 'security-events';
/** Seconds an event waits: by then those before it are committed, so none is left out. */
const SETTLED_S = 2;

export type DeliveredEvent = {
  readonly id: string;
  readonly at: string;
  readonly kind: string;
  readonly userId: string | null;
  readonly tenantId: string | null;
  readonly sessionId: string | null;
  readonly requestId: string | null;
  readonly ipAddress: string | null;
  readonly detail: unknown;
};

/**
 * Gives the oldest events that were not delivered to `deliver`, at most so many, and remembers how far it got once that
 * is done. Nobody else delivers meanwhile. Answers how many; 0 also where somebody else is at it.
 */
export async function deliverNext(most: number, deliver: (events: readonly DeliveredEvent[]) => Promise<void>) {
  return withControlTransaction(async (db) => {
    await sql`INSERT INTO webhook_cursors (name, last_id) VALUES (${NAME}, 0) ON CONFLICT DO NOTHING`.execute(db);
    const cursor = await db
      .selectFrom('webhookCursors')
      .select('lastId')
      .where('name', '=', NAME)
      .forUpdate()
      .skipLocked()
      .executeTakeFirst();
    if (!cursor) return 0;
    const events: DeliveredEvent[] = await db
      .selectFrom('securityEvents')
      .select(['id', 'at', 'kind', 'userId', 'tenantId', 'sessionId', 'requestId', 'ipAddress', 'detail'])
      .where('id', '>', cursor.lastId)
      .where(sql<boolean>`at < now() - make_interval(secs => ${SETTLED_S})`)
      .orderBy('id')
      .limit(most)
      .execute();
    const last = events.at(-1);
    if (!last) return 0;
    await deliver(events);
    await db
      .updateTable('webhookCursors')
      .set({ lastId: last.id, updatedAt: sql<string>`now()` })
      .where('name', '=', NAME)
      .execute();
    return events.length;
  });
}
