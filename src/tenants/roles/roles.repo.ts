import { sql, type Transaction } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { CustomRole } from '@/contract/access';
import type { Role } from '@/contract/enums';
import { ALL_PERMISSIONS, type Permission } from '@/contract/permissions';
import { databaseManager } from '@/database/connection';
import type { ControlTables } from '@/database/tables';

type Db = Transaction<ControlTables>;

export type RoleContents = { readonly name: string; readonly permissions: readonly Permission[] };

/** The roles a company has made, by name. */
export async function listRoles(tenantId: string): Promise<CustomRole[]> {
  const rows = await selectRoles(databaseManager.control).where('tenantId', '=', tenantId).orderBy('name').execute();
  return rows.map(known);
}

export async function findRole(db: Db, tenantId: string, id: string): Promise<CustomRole | undefined> {
  const row = await selectRoles(db).where('tenantId', '=', tenantId).where('id', '=', id).executeTakeFirst();
  return row && known(row);
}

export async function countRoles(db: Db, tenantId: string): Promise<number> {
  const { count } = await db
    .selectFrom('customRoles')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('tenantId', '=', tenantId)
    .executeTakeFirstOrThrow();
  return count;
}

/** The roles under which people have a role of the company's own. */
export async function holdersOf(db: Db, id: string): Promise<Role[]> {
  const rows = await db.selectFrom('userTenants').select('role').where('customRoleId', '=', id).execute();
  return rows.map(({ role }) => role as Role);
}

export async function insertRole(db: Db, tenantId: string, { name, permissions }: RoleContents): Promise<string> {
  const id = uuidv7();
  await db
    .insertInto('customRoles')
    .values({ id, tenantId, name, permissions: [...permissions] })
    .execute();
  return id;
}

export async function updateRole(db: Db, id: string, { name, permissions }: RoleContents): Promise<void> {
  await db
    .updateTable('customRoles')
    .set({ name, permissions: [...permissions], version: sql<number>`version + 1`, updatedAt: sql<string>`now()` })
    .where('id', '=', id)
    .execute();
}

export async function deleteRole(db: Db, id: string): Promise<void> {
  await db.deleteFrom('customRoles').where('id', '=', id).execute();
}

function selectRoles(db: Pick<Db, 'selectFrom'>) {
  return db
    .selectFrom('customRoles')
    .select(['id', 'version', 'createdAt', 'updatedAt', 'name', 'permissions'])
    .select((each) =>
      each
        .selectFrom('userTenants')
        .whereRef('userTenants.customRoleId', '=', 'customRoles.id')
        .select(sql<number>`count(*)::int`.as('count'))
        .as('members'),
    );
}

type Row = Omit<CustomRole, 'permissions' | 'members'> & { permissions: string[]; members: number | null };

/** A permission that an older release knew is none any more. */
const known = (row: Row): CustomRole => ({
  ...row,
  permissions: ALL_PERMISSIONS.filter((permission) => row.permissions.includes(permission)),
  members: row.members ?? 0,
});
