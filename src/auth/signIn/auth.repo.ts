import { type ExpressionBuilder, sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { Role } from '@/contract/enums';
import { type ControlDb, databaseManager } from '@/database/connection';
import { prepared } from '@/database/guard';
import type { ControlTables } from '@/database/tables';

export type UserRow = {
  id: string;
  firstName: string;
  lastName: string;
  email: string | null;
  phone: string | null;
  emailVerifiedAt: string | null;
  phoneVerifiedAt: string | null;
  hasTotp: boolean;
};
export type MembershipRow = {
  id: string;
  slug: string;
  name: string;
  role: Role;
  currency: string;
  country: string | null;
  customRoleId: string | null;
  customRoleName: string | null;
  customPermissions: string[] | null;
  locationIds: string[] | null;
};

const USER_COLUMNS = ['id', 'firstName', 'lastName', 'email', 'phone', 'emailVerifiedAt', 'phoneVerifiedAt'] as const;

/** Whether signing in takes a code beside the password. */
export const hasTotp = (each: ExpressionBuilder<ControlTables, 'users'>) =>
  each
    .exists(
      each
        .selectFrom('totpSecrets')
        .whereRef('totpSecrets.userId', '=', 'users.id')
        .where('confirmedAt', 'is not', null)
        .select('totpSecrets.userId'),
    )
    .$castTo<boolean>()
    .as('hasTotp');

type NewUser = Pick<UserRow, 'firstName' | 'lastName' | 'email' | 'phone'> & {
  readonly id?: string;
  readonly password: string;
};

export async function insertUser(db: ControlDb, user: NewUser): Promise<UserRow> {
  const row = await db
    .insertInto('users')
    .values({ id: uuidv7(), ...user })
    .returning(USER_COLUMNS)
    .executeTakeFirstOrThrow();
  return { ...row, hasTotp: false };
}

export type UserWithPassword = UserRow & { readonly password: string };

const activeUsers = (db: ControlDb) => db.selectFrom('users').select(hasTotp).where('isActive', '=', true);

/** An active user by e-mail address or phone number, with the password's hash. */
export async function findUserForLogin(
  identifier: string,
  db: ControlDb = databaseManager.control,
): Promise<UserWithPassword | undefined> {
  const column = identifier.includes('@') ? 'email' : 'phone';
  return activeUsers(db)
    .select([...USER_COLUMNS, 'password'])
    .where(column, '=', identifier)
    .executeTakeFirst();
}

/** An active user with the password's hash. */
export async function findUserWithPassword(userId: string): Promise<UserWithPassword | undefined> {
  return activeUsers(databaseManager.control)
    .select([...USER_COLUMNS, 'password'])
    .where('id', '=', userId)
    .executeTakeFirst();
}

export async function findUser(userId: string): Promise<UserRow | undefined> {
  return activeUsers(databaseManager.control).select(USER_COLUMNS).where('id', '=', userId).executeTakeFirst();
}

/** The companies a user may work in now, by name. */
export async function findMemberships(userId: string): Promise<MembershipRow[]> {
  return databaseManager.control
    .selectFrom('userTenants')
    .innerJoin('tenants', 'tenants.id', 'userTenants.tenantId')
    .leftJoin('customRoles', 'customRoles.id', 'userTenants.customRoleId')
    .select(['tenants.id', 'tenants.slug', 'tenants.name', 'tenants.currency', 'tenants.country'])
    .select(['userTenants.role', 'userTenants.locationIds'])
    .select(['customRoles.id as customRoleId', 'customRoles.name as customRoleName'])
    .select('customRoles.permissions as customPermissions')
    .where('userTenants.userId', '=', userId)
    .where('userTenants.isActive', '=', true)
    .where('tenants.status', '=', 'ACTIVE')
    .where('tenants.isActive', '=', true)
    .orderBy('tenants.name')
    .orderBy('tenants.id')
    .$castTo<MembershipRow>()
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

/** A company as the global tables know it. */
export type TenantState = {
  tenantId: string;
  status: string;
  isActive: boolean;
  schemaVersion: string;
  shapeVersion: number;
  secondFactorRequired: boolean;
  slug: string;
  name: string;
  currency: string;
  country: string | null;
};

type OfSession = {
  userId: string;
  role: Role | null;
  customPermissions: string[] | null;
  locationIds: string[] | null;
  /** Null where the company does not ask for a second factor. */
  hasTotp: boolean | null;
};
/** The columns of the company are null where the session has none. */
export type AccessRow = OfSession & (TenantState | { tenantId: null });

/** The columns of TenantState, of `tenants t`. */
export const TENANT_STATE = `t.id AS "tenantId", t.status, t.is_active AS "isActive", t.schema_version AS "schemaVersion",
         t.shape_version AS "shapeVersion", t.second_factor_required AS "secondFactorRequired", t.slug, t.name, t.currency, t.country`;

const FIND_ACCESS = prepared(`
  SELECT s.user_id AS "userId", m.role, r.permissions AS "customPermissions", m.location_ids AS "locationIds",
         CASE WHEN t.second_factor_required THEN
           EXISTS (SELECT FROM totp_secrets z WHERE z.user_id = s.user_id AND z.confirmed_at IS NOT NULL) END AS "hasTotp",
         ${TENANT_STATE}
  FROM sessions s
  JOIN users u ON u.id = s.user_id
  LEFT JOIN tenants t ON t.id = s.tenant_id
  LEFT JOIN user_tenants m ON m.tenant_id = s.tenant_id AND m.user_id = s.user_id AND m.is_active
  LEFT JOIN custom_roles r ON r.id = m.custom_role_id
  WHERE s.id = $1 AND s.revoked_at IS NULL AND s.expires_at > now() AND s.ends_at > now() AND u.is_active`);

/** A living session of an active user, with its company and the role there, all as of now. */
export async function findAccess(sessionId: string): Promise<AccessRow | undefined> {
  const { rows } = await databaseManager.controlPool.query<AccessRow>(FIND_ACCESS, [sessionId]);
  return rows[0];
}
