import type { ControlDb } from '@/database/connection';

/**
 * The slugs of the companies, in whatever state they are, that nobody but this user owns who is let in. They and their
 * owners stay so until the transaction ends.
 */
export async function companiesOwnedAlone(db: ControlDb, userId: string): Promise<string[]> {
  // The companies come first, as in every change of members: whoever leaves one holds it and then asks for the accounts.
  const companies = await db
    .selectFrom('tenants')
    .select(['id', 'slug'])
    .where('status', '!=', 'SPARE')
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('userTenants')
          .select('id')
          .whereRef('tenantId', '=', 'tenants.id')
          .where('userId', '=', userId)
          .where('role', '=', 'OWNER')
          .where('isActive', '=', true),
      ),
    )
    .orderBy('id')
    .forUpdate()
    .execute();
  if (companies.length === 0) return [];
  const owners = await db
    .selectFrom('userTenants')
    .innerJoin('users', 'users.id', 'userTenants.userId')
    .select(['tenantId', 'userId'])
    .where('tenantId', 'in', [...companies.map(({ id }) => id)])
    .where('role', '=', 'OWNER')
    .where('userTenants.isActive', '=', true)
    .where('users.isActive', '=', true)
    .orderBy('userId')
    .forShare('users')
    .execute();
  const ownersOf = (id: string) => owners.filter(({ tenantId }) => tenantId === id);
  return companies
    .filter(({ id }) => ownersOf(id).length > 0 && ownersOf(id).every((owner) => owner.userId === userId))
    .map(({ slug }) => slug)
    .sort();
}
