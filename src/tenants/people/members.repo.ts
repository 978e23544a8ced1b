import { type Kysely, sql, type Transaction } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { endSessions } from '@/auth/sessions/sessions.repo';
import type { Role } from '@/contract/enums';
import type { Member } from '@/contract/members';
import { databaseManager } from '@/database/connection';
import type { ControlTables } from '@/database/tables';

type Db = Transaction<ControlTables>;

export type MemberRow = { userId: string; name: string; email: string | null; phone: string | null; role: string };

const BY_ROLE = sql`array_position(ARRAY['OWNER', 'ADMIN', 'MANAGER', 'EMPLOYEE'], role)`;

/** The active members of a company, owners first. */
export async function membersOf(tenantId: string): Promise<MemberRow[]> {
  return databaseManager.control
    .selectFrom('userTenants')
    .innerJoin('users', 'users.id', 'userTenants.userId')
    .select(['users.id as userId', 'email', 'phone', 'role'])
    .select(sql<string>`first_name || ' ' || last_name`.as('name'))
    .where('userTenants.tenantId', '=', tenantId)
    .where('userTenants.isActive', '=', true)
    .orderBy(BY_ROLE)
    .orderBy('name')
    .execute();
}

/** The role of an active member. */
export async function findRole(db: Db, tenantId: string, userId: string): Promise<Role | undefined> {
  const row = await db
    .selectFrom('userTenants')
    .select('role')
    .$castTo<{ role: Role }>()
    .where('tenantId', '=', tenantId)
    .where('userId', '=', userId)
    .where('isActive', '=', true)
    .executeTakeFirst();
  return row?.role;
}

const OF_MEMBER = [
  'users.id as userId',
  'firstName',
  'lastName',
  'email',
  'phone',
  'role',
  'locationIds',
  'userTenants.version',
  'userTenants.createdAt as memberSince',
] as const;

const CUSTOM_ROLE = sql<Member['customRole']>`CASE WHEN custom_roles.id IS NOT NULL
  THEN jsonb_build_object('id', custom_roles.id, 'name', custom_roles.name) END`;

/** The active members of a company, owners first, as its people see them. */
export async function memberRecords(tenantId: string): Promise<Member[]> {
  return memberQuery(databaseManager.control, tenantId)
    .orderBy(BY_ROLE)
    .orderBy('lastName')
    .orderBy('firstName')
    .orderBy('users.id')
    .execute();
}

/** An active member as the company's people see them, in a transaction that may have changed them. */
export async function memberRecord(db: Db, tenantId: string, userId: string): Promise<Member | undefined> {
  return memberQuery(db, tenantId).where('users.id', '=', userId).executeTakeFirst();
}

function memberQuery(db: Kysely<ControlTables>, tenantId: string) {
  return db
    .selectFrom('userTenants')
    .innerJoin('users', 'users.id', 'userTenants.userId')
    .leftJoin('customRoles', 'customRoles.id', 'userTenants.customRoleId')
    .select(OF_MEMBER)
    .select(CUSTOM_ROLE.as('customRole'))
    .where('userTenants.tenantId', '=', tenantId)
    .where('userTenants.isActive', '=', true)
    .$castTo<Member>();
}

/** How many active owners a company has but this user; who disables one of them waits until the transaction ends. */
export async function countOtherOwners(db: Db, tenantId: string, userId: string): Promise<number> {
  const others = await db
    .selectFrom('userTenants')
    .innerJoin('users', 'users.id', 'userTenants.userId')
    .select('userId')
    .where('userTenants.tenantId', '=', tenantId)
    .where('userTenants.userId', '!=', userId)
    .where('role', '=', 'OWNER')
    .where('userTenants.isActive', '=', true)
    .where('users.isActive', '=', true)
    .orderBy('userId')
    .forShare('users')
    .execute();
  return others.length;
}

/**
 * Makes somebody an active member, with this role from now on: what a role of the company's own gave is over. The locations
 * a member works at stay, unless others are given; null is all of them.
 */
export async function putMember(
  db: Db,
  tenantId: string,
  userId: string,
  role: Role,
  locationIds?: readonly string[] | null,
): Promise<void> {
  const places = locationIds === undefined ? {} : { locationIds };
  await db
    .insertInto('userTenants')
    .values({ id: uuidv7(), userId, tenantId, role, ...places })
    .onConflict((conflict) =>
      conflict.columns(['userId', 'tenantId']).doUpdateSet({
        role,
        isActive: true,
        customRoleId: null,
        ...places,
        version: sql<number>`user_tenants.version + 1`,
        updatedAt: sql<string>`now()`,
      }),
    )
    .execute();
}

/** Ends a membership and the sessions of that person in the company. */
export async function deleteMember(db: Db, tenantId: string, userId: string): Promise<void> {
  await endSessions(db, { tenantId, userId }, 'REMOVED');
  await db.deleteFrom('userTenants').where('tenantId', '=', tenantId).where('userId', '=', userId).execute();
}
