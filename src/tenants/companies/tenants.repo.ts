import { sql } from 'kysely';
import type { TenantRecord } from '@/contract/auth';
import { databaseManager } from '@/database/connection';

const COLUMNS = [
  'tenants.id',
  'name',
  'tenants.slug',
  'industry',
  'description',
  'country',
  'currency',
  'status',
  'secondFactorRequired',
  'tenants.createdAt',
] as const;

const notExpired = sql<boolean>`former_slugs.expires_at > now()`;

export async function tenantsOf(userId: string): Promise<TenantRecord[]> {
  return ofMember(userId).orderBy('name').orderBy('tenants.id').execute();
}

export async function findTenant(id: string): Promise<TenantRecord | undefined> {
  return databaseManager.control
    .selectFrom('tenants')
    .select(COLUMNS)
    .where('id', '=', id)
    .where('status', '!=', 'SPARE')
    .executeTakeFirst();
}

/** One of the companies a user belongs to, by its slug of now. */
export async function findOwnBySlug(userId: string, slug: string): Promise<TenantRecord | undefined> {
  return ofMember(userId).where('tenants.slug', '=', slug).executeTakeFirst();
}

/** The slug of now of one of a user's companies that had `slug` before. */
export async function findOwnByFormerSlug(userId: string, slug: string): Promise<string | undefined> {
  const found = await ofMember(userId)
    .innerJoin('formerSlugs', 'formerSlugs.tenantId', 'tenants.id')
    .where('formerSlugs.slug', '=', slug)
    .where(notExpired)
    .executeTakeFirst();
  return found?.slug;
}

/** Whether a company has the slug, or had it until lately. */
export async function slugTaken(slug: string): Promise<boolean> {
  const { control } = databaseManager;
  const now = await control.selectFrom('tenants').select('id').where('slug', '=', slug).executeTakeFirst();
  if (now) return true;
  const before = await control
    .selectFrom('formerSlugs')
    .select('tenantId')
    .where('slug', '=', slug)
    .where(notExpired)
    .executeTakeFirst();
  return before !== undefined;
}

function ofMember(userId: string) {
  return databaseManager.control
    .selectFrom('tenants')
    .innerJoin('userTenants', 'userTenants.tenantId', 'tenants.id')
    .select(COLUMNS)
    .where('userTenants.userId', '=', userId)
    .where('userTenants.isActive', '=', true)
    .where('status', '!=', 'SPARE');
}
