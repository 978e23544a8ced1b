import { sql, type Transaction } from 'kysely';
import type { ControlTables } from '@/database/tables';

type Db = Transaction<ControlTables>;

/** Whoever else asks for a deletion waits until the transaction ends, so that each counts those before it. */
export async function lockDeletions(db: Db): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended('lavoro:deletions', 0))`.execute(db);
}

/**
 * Of how many companies but `tenantId` the deletion was asked for in the last 24 hours, withdrawn or not: by that person, or
 * by all who work at the command line. So nobody uses up what others may ask.
 */
export async function recentDeletions(db: Db, tenantId: string, actor: string): Promise<number> {
  const byPerson = actor.startsWith('user:');
  const { count } = await db
    .selectFrom('tenantEvents')
    .select(sql<number>`count(DISTINCT tenant_id)::int`.as('count'))
    .where('event', '=', 'deletion-asked')
    .where('at', '>', sql<string>`now() - interval '24 hours'`)
    .where('tenantId', '!=', tenantId)
    .$if(byPerson, (query) => query.where('actor', '=', actor))
    .$if(!byPerson, (query) => query.where('actor', 'not like', 'user:%'))
    .executeTakeFirstOrThrow();
  return count;
}

/** Puts the company on its way out, and answers when its data may go. */
export async function beginDeletion(db: Db, id: string, askedBy: string, graceDays: number): Promise<string> {
  const { purgeAfter } = await db
    .updateTable('tenants')
    .set({
      status: 'DELETING',
      deletionAskedBy: askedBy,
      deletionAskedAt: sql<string>`now()`,
      purgeAfter: sql<string>`now() + make_interval(days => ${graceDays})`,
      updatedAt: sql<string>`now()`,
    })
    .where('id', '=', id)
    .returning('purgeAfter')
    .executeTakeFirstOrThrow();
  return purgeAfter ?? '';
}

/** The company is `status` again, as if nobody had asked. */
export async function endDeletion(db: Db, id: string, status: 'ACTIVE' | 'SUSPENDED'): Promise<void> {
  await db
    .updateTable('tenants')
    .set({
      status,
      deletionAskedBy: null,
      deletionAskedAt: null,
      deletionAgreedBy: null,
      purgeAfter: null,
      updatedAt: sql<string>`now()`,
    })
    .where('id', '=', id)
    .execute();
}
