import { sql, type Transaction } from 'kysely';
import type { ControlTables } from '@/database/tables';

type Db = Transaction<ControlTables>;

/** By the clock, not by the beginning of a transaction that may have waited for a lock. */
const clock = sql<string>`clock_timestamp()`;

/** Whether a key lives, with its maker in the company; it does until the transaction ends. */
export async function holdKey(db: Db, tenantId: string, id: string): Promise<boolean> {
  const row = await db
    .selectFrom('apiKeys as k')
    .innerJoin('userTenants as m', (join) =>
      join.onRef('m.tenantId', '=', 'k.tenantId').onRef('m.userId', '=', 'k.createdBy'),
    )
    .innerJoin('users as u', 'u.id', 'k.createdBy')
    .select('k.id')
    .where('k.tenantId', '=', tenantId)
    .where('k.id', '=', id)
    .where('k.revokedAt', 'is', null)
    .where('k.expiresAt', '>', clock)
    .where('m.isActive', '=', true)
    .where('u.isActive', '=', true)
    .forShare(['k', 'u'])
    .executeTakeFirst();
  return row !== undefined;
}

/** Whether an access of support is open under a consent that lives; both stay so until the transaction ends. */
export async function holdSupportAccess(db: Db, tenantId: string, id: string): Promise<boolean> {
  const row = await db
    .selectFrom('supportAccesses as a')
    .innerJoin('supportConsents as c', (join) =>
      join.onRef('c.tenantId', '=', 'a.tenantId').onRef('c.id', '=', 'a.consentId'),
    )
    .select('a.id')
    .where('a.tenantId', '=', tenantId)
    .where('a.id', '=', id)
    .where('a.closedAt', 'is', null)
    .where('a.expiresAt', '>', clock)
    .where('c.endedAt', 'is', null)
    .where('c.expiresAt', '>', clock)
    .forShare(['a', 'c'])
    .executeTakeFirst();
  return row !== undefined;
}
