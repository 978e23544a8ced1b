import { sql, type Transaction } from 'kysely';
import type { ApiKey } from '@/contract/access';
import { ALL_PERMISSIONS } from '@/contract/permissions';
import { databaseManager } from '@/database/connection';
import type { ControlTables } from '@/database/tables';

type Db = Transaction<ControlTables>;

/** Days for which a key that has ended is still shown. */
const SHOWN_DAYS = 90;
const living = sql<boolean>`api_keys.revoked_at IS NULL AND api_keys.expires_at > now()`;

export type KeyColumns = {
  readonly id: string;
  readonly tenantId: string;
  readonly name: string;
  readonly prefix: string;
  readonly secretHash: string;
  readonly permissions: readonly string[];
  readonly locationIds: readonly string[] | null;
  readonly createdBy: string;
};

/** The keys of a company, the newest first; those that ended long ago are left out. */
export async function listKeys(tenantId: string): Promise<ApiKey[]> {
  const lately = sql<boolean>`coalesce(api_keys.revoked_at, api_keys.expires_at) > now() - make_interval(days => ${SHOWN_DAYS})`;
  const rows = await selectKeys(databaseManager.control)
    .where('apiKeys.tenantId', '=', tenantId)
    .where(lately)
    .orderBy('apiKeys.id', 'desc')
    .execute();
  return rows.map(answerOf);
}

export async function findKey(db: Db, tenantId: string, id: string): Promise<ApiKey | undefined> {
  const row = await selectKeys(db)
    .where('apiKeys.tenantId', '=', tenantId)
    .where('apiKeys.id', '=', id)
    .executeTakeFirst();
  return row && answerOf(row);
}

export async function countLivingKeys(db: Db, tenantId: string): Promise<number> {
  const { count } = await db
    .selectFrom('apiKeys')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('tenantId', '=', tenantId)
    .where(living)
    .executeTakeFirstOrThrow();
  return count;
}

export async function insertKey(db: Db, key: KeyColumns, days: number): Promise<void> {
  const expiresAt = sql<string>`now() + make_interval(days => ${days})`;
  await db
    .insertInto('apiKeys')
    .values({ ...key, permissions: [...key.permissions], expiresAt })
    .execute();
}

export async function revokeKey(db: Db, id: string): Promise<void> {
  await db.updateTable('apiKeys').set({ revokedAt: sql<string>`now()` }).where('id', '=', id).execute();
}

function selectKeys(db: Pick<Db, 'selectFrom'>) {
  return db
    .selectFrom('apiKeys')
    .innerJoin('users', 'users.id', 'apiKeys.createdBy')
    .select(['apiKeys.id', 'apiKeys.name', 'prefix', 'permissions', 'locationIds', 'createdBy'])
    .select(['apiKeys.createdAt', 'expiresAt', 'lastUsedAt', 'revokedAt'])
    .select(sql<string>`users.first_name || ' ' || users.last_name`.as('maker'));
}

type Row = Omit<ApiKey, 'createdBy' | 'permissions'> & { permissions: string[]; createdBy: string; maker: string };

const answerOf = ({ maker, createdBy, permissions, ...row }: Row): ApiKey => ({
  ...row,
  permissions: ALL_PERMISSIONS.filter((permission) => permissions.includes(permission)),
  createdBy: { id: createdBy, name: maker },
});
