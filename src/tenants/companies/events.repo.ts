import { sql, type Transaction } from 'kysely';
import { databaseManager } from '@/database/connection';
import type { ControlTables } from '@/database/tables';
import type { TenantEventEntry } from '@/database/tenantEvents';

export type TenantEventRow = { id: string; at: string; event: string; actor: string; detail: unknown };

/** Writes one event in the transaction of what has happened. */
export async function recordEvent(db: Transaction<ControlTables>, entry: TenantEventEntry): Promise<void> {
  await db
    .insertInto('tenantEvents')
    .values({ ...entry, detail: JSON.stringify(entry.detail) })
    .execute();
}

/** The newest `most` events of a company, oldest first. */
export async function eventsOf(tenantId: string, most: number): Promise<TenantEventRow[]> {
  const newest = await databaseManager.control
    .selectFrom('tenantEvents')
    .select(['id', 'at', 'event', 'actor', 'detail'])
    .where('tenantId', '=', tenantId)
    .orderBy('id', 'desc')
    .limit(most)
    .execute();
  return newest.reverse();
}

/** The id of the company that was purged last under this slug. */
export async function purgedTenantOf(slug: string): Promise<string | undefined> {
  const row = await databaseManager.control
    .selectFrom('tenantEvents')
    .select('tenantId')
    .where('event', '=', 'purged')
    .where(sql<boolean>`detail ->> 'slug' = ${slug}`)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.tenantId;
}
