import type { TenantRecord } from '@/contract/auth';
import { databaseManager } from '@/database/connection';

const COLUMNS = [
  'tenants.id',
  'name',
  'slug',
  'industry',
  'description',
  'country',
  'currency',
  'status',
  'tenants.createdAt',
] as const;

export async function tenantsOf(userId: string): Promise<TenantRecord[]> {
  return databaseManager.control
    .selectFrom('tenants')
    .innerJoin('userTenants', 'userTenants.tenantId', 'tenants.id')
    .select(COLUMNS)
    .where('userTenants.userId', '=', userId)
    .where('userTenants.isActive', '=', true)
    .orderBy('name')
    .orderBy('tenants.id')
    .execute();
}

export async function findTenant(id: string): Promise<TenantRecord | undefined> {
  return databaseManager.control.selectFrom('tenants').select(COLUMNS).where('id', '=', id).executeTakeFirst();
}

export async function slugTaken(slug: string): Promise<boolean> {
  return (
    (await databaseManager.control.selectFrom('tenants').select('id').where('slug', '=', slug).executeTakeFirst()) !==
    undefined
  );
}
