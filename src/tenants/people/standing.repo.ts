import type { Transaction } from 'kysely';
import type { Role } from '@/contract/enums';
import type { ControlTables, TenantTables } from '@/database/tables';

type Db = Transaction<ControlTables>;

/** What an active member may do, as the global tables say it now. */
export type StandingRow = {
  role: Role;
  customRoleId: string | null;
  customRoleName: string | null;
  customPermissions: string[] | null;
  locationIds: string[] | null;
};

/** That of somebody who is let in. */
export async function findStanding(db: Db, tenantId: string, userId: string): Promise<StandingRow | undefined> {
  return standingOf(db, tenantId, userId).where('users.isActive', '=', true).executeTakeFirst();
}

/** The same of a member whose account may be disabled: what they hold when they are let in again. */
export async function findMemberStanding(db: Db, tenantId: string, userId: string): Promise<StandingRow | undefined> {
  return standingOf(db, tenantId, userId).executeTakeFirst();
}

function standingOf(db: Db, tenantId: string, userId: string) {
  return db
    .selectFrom('userTenants')
    .innerJoin('users', 'users.id', 'userTenants.userId')
    .leftJoin('customRoles', 'customRoles.id', 'userTenants.customRoleId')
    .select(['role', 'locationIds', 'customRoles.id as customRoleId', 'customRoles.name as customRoleName'])
    .select('customRoles.permissions as customPermissions')
    .where('userTenants.tenantId', '=', tenantId)
    .where('userId', '=', userId)
    .where('userTenants.isActive', '=', true)
    .$castTo<StandingRow>();
}

/** Those of `ids` that are locations of the company. */
export async function knownLocations(own: Transaction<TenantTables>, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await own.selectFrom('locations').select('id').where('id', 'in', ids).execute();
  return new Set(rows.map(({ id }) => id));
}
