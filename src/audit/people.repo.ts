import { sql } from 'kysely';
import { databaseManager } from '@/database/connection';

/**
 * The names of people by their ids: of members of the company, and of those who were, as its events tell. Others stay
 * nameless, whatever somebody has written into a company's log.
 */
export async function namesOf(tenantId: string, userIds: readonly string[]): Promise<Map<string, string>> {
  if (userIds.length === 0) return new Map();
  const rows = await databaseManager.control
    .selectFrom('users')
    .select('id')
    .select(sql<string>`first_name || ' ' || last_name`.as('name'))
    .where('id', 'in', userIds)
    .where(
      sql<boolean>`(EXISTS (SELECT FROM user_tenants m WHERE m.tenant_id = ${tenantId} AND m.user_id = users.id)
        OR EXISTS (SELECT FROM tenant_events e WHERE e.tenant_id = ${tenantId} AND e.detail ->> 'userId' = users.id::text))`,
    )
    .execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}
