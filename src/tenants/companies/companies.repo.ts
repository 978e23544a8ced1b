import { sql, type Transaction } from 'kysely';
import type { TenantStatus } from '@/contract/enums';
import { databaseManager } from '@/database/connection';
import type { ControlTables } from '@/database/tables';

/** All the control plane knows of a company, as whoever looks after the installation sees it. Spares are none. */
const COLUMNS = [
  'id',
  'name',
  'slug',
  'industry',
  'description',
  'country',
  'currency',
  'status',
  'statusReason',
  'secondFactorRequired',
  'deletionAskedBy',
  'deletionAskedAt',
  'deletionAgreedBy',
  'purgeAfter',
  'sandboxOf',
  'schemaVersion',
  'shapeVersion',
  'createdAt',
] as const;

export type CompanyRow = Awaited<ReturnType<typeof findCompany>> & object;

type Db = Transaction<ControlTables>;

export async function findCompany(by: { readonly id: string } | { readonly slug: string }) {
  const query = databaseManager.control.selectFrom('tenants').select(COLUMNS).where('status', '!=', 'SPARE');
  const found = 'id' in by ? query.where('id', '=', by.id) : query.where('slug', '=', by.slug);
  return found.executeTakeFirst();
}

/** The company that had this slug until lately. */
export async function findByFormerSlug(slug: string): Promise<{ slug: string } | undefined> {
  return databaseManager.control
    .selectFrom('formerSlugs')
    .innerJoin('tenants', 'tenants.id', 'formerSlugs.tenantId')
    .select('tenants.slug')
    .where('formerSlugs.slug', '=', slug)
    .where('expiresAt', '>', sql<string>`now()`)
    .executeTakeFirst();
}

/** Companies by slug, with the number of their active members. */
export async function listCompanies(statuses: readonly TenantStatus[]) {
  return databaseManager.control
    .selectFrom('tenants')
    .select(COLUMNS)
    .select((each) =>
      each
        .selectFrom('userTenants')
        .whereRef('userTenants.tenantId', '=', 'tenants.id')
        .where('userTenants.isActive', '=', true)
        .select(sql<number>`count(*)::int`.as('count'))
        .as('members'),
    )
    .where('status', '!=', 'SPARE')
    .where('status', 'in', [...statuses])
    .orderBy('slug')
    .execute();
}

/** The slugs a company had and nobody else can have yet. */
export async function formerSlugsOf(tenantId: string): Promise<{ slug: string; expiresAt: string }[]> {
  return databaseManager.control
    .selectFrom('formerSlugs')
    .select(['slug', 'expiresAt'])
    .where('tenantId', '=', tenantId)
    .where('expiresAt', '>', sql<string>`now()`)
    .orderBy('slug')
    .execute();
}

/** A company's row, which nobody else changes until the transaction ends. */
export async function lockCompany(db: Db, id: string): Promise<CompanyRow | undefined> {
  return db
    .selectFrom('tenants')
    .select(COLUMNS)
    .where('id', '=', id)
    .where('status', '!=', 'SPARE')
    .forUpdate()
    .executeTakeFirst();
}

/** What of a company's row its transitions change. */
export type CompanyChange = Partial<
  Pick<
    CompanyRow,
    | 'name'
    | 'industry'
    | 'description'
    | 'country'
    | 'slug'
    | 'status'
    | 'statusReason'
    | 'secondFactorRequired'
    | 'deletionAgreedBy'
  >
>;

export async function changeCompany(db: Db, id: string, change: CompanyChange): Promise<void> {
  await db
    .updateTable('tenants')
    .set({ ...change, updatedAt: sql<string>`now()` })
    .where('id', '=', id)
    .execute();
}
