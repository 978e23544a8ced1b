import { type Kysely, sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { Role } from '@/contract/enums';
import { databaseManager } from '@/database/connection';
import { prepared } from '@/database/guard';
import type { ControlTables } from '@/database/tables';

export type UserRow = { id: string; firstName: string; lastName: string; email: string | null; phone: string | null };
export type MembershipRow = {
  id: string;
  slug: string;
  name: string;
  role: string;
  currency: string;
  country: string | null;
};

const USER_COLUMNS = ['id', 'firstName', 'lastName', 'email', 'phone'] as const;

export async function insertUser(
  user: Omit<UserRow, 'id'> & { id?: string; password: string },
  db: Kysely<ControlTables> = databaseManager.control,
): Promise<UserRow> {
  return db
    .insertInto('users')
    .values({ id: uuidv7(), ...user })
    .returning(USER_COLUMNS)
    .executeTakeFirstOrThrow();
}

/** An active user by e-mail address or phone number, with the password's hash. */
export async function findUserForLogin(identifier: string): Promise<(UserRow & { password: string }) | undefined> {
  const column = identifier.includes('@') ? 'email' : 'phone';
  return databaseManager.control
    .selectFrom('users')
    .select([...USER_COLUMNS, 'password'])
    .where(column, '=', identifier)
    .where('isActive', '=', true)
    .executeTakeFirst();
}

export async function findUser(userId: string): Promise<UserRow | undefined> {
  return databaseManager.control
    .selectFrom('users')
    .select(USER_COLUMNS)
    .where('id', '=', userId)
    .where('isActive', '=', true)
    .executeTakeFirst();
}

/** The companies a user may work in now, by name. */
export async function findMemberships(userId: string): Promise<MembershipRow[]> {
  return databaseManager.control
    .selectFrom('userTenants')
    .innerJoin('tenants', 'tenants.id', 'userTenants.tenantId')
    .select(['tenants.id', 'tenants.slug', 'tenants.name', 'tenants.currency', 'tenants.country', 'userTenants.role'])
    .where('userTenants.userId', '=', userId)
    .where('userTenants.isActive', '=', true)
    .where('tenants.status', '=', 'ACTIVE')
    .where('tenants.isActive', '=', true)
    .orderBy('tenants.name')
    .orderBy('tenants.id')
    .execute();
}

/** The company that had this slug until lately. */
export async function findFormerSlug(slug: string): Promise<string | undefined> {
  const former = await databaseManager.control
    .selectFrom('formerSlugs')
    .select('tenantId')
    .where('slug', '=', slug)
    .where('expiresAt', '>', sql<string>`now()`)
    .executeTakeFirst();
  return former?.tenantId;
}

/** The state of a company; undefined when there is none. */
export async function findTenantStatus(tenantId: string): Promise<string | undefined> {
  const tenant = await databaseManager.control
    .selectFrom('tenants')
    .select('status')
    .where('id', '=', tenantId)
    .executeTakeFirst();
  return tenant?.status;
}

export type AccessRow = {
  userId: string;
  tenantId: string | null;
  status: string | null;
  isActive: boolean | null;
  schemaVersion: string | null;
  shapeVersion: number | null;
  role: Role | null;
  slug: string | null;
  name: string | null;
  currency: string | null;
  country: string | null;
};

const FIND_ACCESS = prepared(`
  SELECT s.user_id AS "userId", s.tenant_id AS "tenantId", t.status, t.is_active AS "isActive",
         t.schema_version AS "schemaVersion", t.shape_version AS "shapeVersion", m.role, t.slug, t.name, t.currency, t.country
  FROM sessions s
  JOIN users u ON u.id = s.user_id
  LEFT JOIN tenants t ON t.id = s.tenant_id
  LEFT JOIN user_tenants m ON m.tenant_id = s.tenant_id AND m.user_id = s.user_id AND m.is_active
  WHERE s.id = $1 AND s.revoked_at IS NULL AND s.expires_at > now() AND s.ends_at > now() AND u.is_active`);

/** A living session of an active user, with its company and the role there, all as of now. */
export async function findAccess(sessionId: string): Promise<AccessRow | undefined> {
  const { rows } = await databaseManager.controlPool.query<AccessRow>(FIND_ACCESS, [sessionId]);
  return rows[0];
}
