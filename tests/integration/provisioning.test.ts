import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { openClient } from '@/database/client';
import { databaseManager } from '@/database/connection';
import { initialiseDatabase } from '@/database/initialise';
import { latestVersion } from '@/database/migrationFiles';
import { migrationManager } from '@/database/migrations';
import { TenantInputError } from '@/database/tenantInput';
import { tenantSchema, UnknownTenantError } from '@/database/tenantName';
import { asSuperuser, makeTenant, makeUser } from '../support/database';

const state = async () =>
  asSuperuser(
    `SELECT (SELECT count(*)::int FROM tenants) AS tenants, (SELECT count(*)::int FROM user_tenants) AS members,
            (SELECT count(*)::int FROM pg_namespace WHERE nspname LIKE 'tenant%') AS schemas`,
  );

/** Login roles without a schema in any database would be left-overs; roles are the cluster's, so they are looked up by name. */
const roleExists = async (role: string) =>
  (await asSuperuser('SELECT 1 AS yes FROM pg_roles WHERE rolname = $1', [role])).length === 1;

describe('createTenant', () => {
  let userId: string;
  beforeAll(async () => {
    userId = await makeUser();
  });

  it("should make the guide's four things and the login role", async () => {
    const id = await migrationManager.createTenant({
      name: 'New Textile Company',
      slug: 'new-textile-co',
      industry: 'Textile Manufacturing',
      description: 'A new textile company',
      country: 'India',
      userId,
    });
    expect(
      await asSuperuser(
        'SELECT name, slug, industry, description, country, currency, status, schema_version, is_active FROM tenants WHERE id = $1',
        [id],
      ),
    ).toEqual([
      {
        name: 'New Textile Company',
        slug: 'new-textile-co',
        industry: 'Textile Manufacturing',
        description: 'A new textile company',
        country: 'India',
        currency: 'INR',
        status: 'ACTIVE',
        schema_version: latestVersion('tenant'),
        is_active: true,
      },
    ]);
    expect(await asSuperuser('SELECT user_id, role, is_active FROM user_tenants WHERE tenant_id = $1', [id])).toEqual([
      { user_id: userId, role: 'OWNER', is_active: true },
    ]);
    const tables = await asSuperuser<{ tablename: string }>(
      'SELECT tablename FROM pg_tables WHERE schemaname = $1 ORDER BY 1',
      [tenantSchema(id)],
    );
    expect(tables.map(({ tablename }) => tablename)).toEqual([
      '_prisma_migrations',
      'audit_log',
      'company_settings',
      'cost_layers',
      'custom_fields',
      'customers',
      'financial_transactions',
      'idempotency_keys',
      'import_batches',
      'import_progress',
      'import_rows',
      'inventory_items',
      'item_categories',
      'item_costs',
      'item_image_files',
      'item_images',
      'item_prices',
      'locations',
      'lots',
      'number_counters',
      'partner_addresses',
      'partner_bank_accounts',
      'partner_certificates',
      'partner_contacts',
      'partner_terms',
      'primary_locations',
      'production_orders',
      'quality_defects',
      'quality_records',
      'reorder_levels',
      'reservation_allocations',
      'reservations',
      'sku_patterns',
      'stock_alerts',
      'stock_balances',
      'stock_count_lines',
      'stock_counts',
      'stock_document_lines',
      'stock_documents',
      'stock_moves',
      'stock_settings',
      'style_colourways',
      'style_sizes',
      'styles',
      'suppliers',
    ]);
    expect(await roleExists(tenantSchema(id))).toBe(true);
    const locations = await databaseManager.getTenantPrisma(id).tenantLocation.findMany();
    expect(locations).toMatchObject([
      { tenantId: id, name: 'Headquarters', country: 'India', isDefault: true, isHeadquarters: true, isActive: true },
    ]);
  });

  it('should have every table owned by lavoro_owner', async () => {
    const id = await makeTenant();
    const owners = await asSuperuser('SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = $1', [
      tenantSchema(id),
    ]);
    expect(owners).toEqual([{ tableowner: 'lavoro_owner' }]);
  });

  it.each([
    ['no name', { name: '  ' }, 'name'],
    ['a slug with bad characters', { slug: 'Bad Slug!' }, 'slug'],
    ['a slug of one letter', { slug: 'x' }, 'slug'],
    ['an id that is none', { userId: 'me' }, 'userId'],
    ['an unknown user', { userId: '01a2067e-9b6f-7513-86cb-897d49ea1bdb' }, 'userId'],
    ['an unknown currency', { currency: 'euro' }, 'currency'],
    ['an unknown time zone', { timeZone: 'Europe/Prato' }, 'timeZone'],
    ['a time zone that only other programs know', { timeZone: 'US/Pacific-New' }, 'timeZone'],
    ['a name of 200 letters', { name: 'x'.repeat(200) }, 'name'],
  ])('should refuse %s, naming the field, and leave nothing behind', async (_what, wrong, field) => {
    const before = await state();
    const attempt = migrationManager.createTenant({
      name: 'Mill',
      slug: `mill-${uuidv7().slice(-8)}`,
      userId,
      ...wrong,
    });
    await expect(attempt).rejects.toBeInstanceOf(TenantInputError);
    await expect(attempt).rejects.toMatchObject({ field });
    expect(await state()).toEqual(before);
  });

  it('should begin the day by the clock that is said, or by UTC', async () => {
    const zones = async (id: string) => asSuperuser(`SELECT time_zone FROM ${tenantSchema(id)}.company_settings`);
    expect(await zones(await makeTenant({ timeZone: 'Asia/Kolkata' }))).toEqual([{ time_zone: 'Asia/Kolkata' }]);
    expect(await zones(await makeTenant())).toEqual([]);
  });

  it('should refuse a taken slug, and of ten at once let exactly one have it', async () => {
    await makeTenant({ slug: 'taken' });
    await expect(migrationManager.createTenant({ name: 'Other', slug: 'taken', userId })).rejects.toMatchObject({
      code: 'ALREADY_EXISTS',
      field: 'slug',
    });
    const before = await asSuperuser<{ roles: number }>(
      `SELECT count(*)::int AS roles FROM pg_namespace WHERE nspname LIKE 'tenant%'`,
    );
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, () => migrationManager.createTenant({ name: 'Race', slug: 'race', userId })),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of results)
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'ALREADY_EXISTS', field: 'slug' });
    const after = await asSuperuser<{ roles: number }>(
      `SELECT count(*)::int AS roles FROM pg_namespace WHERE nspname LIKE 'tenant%'`,
    );
    expect(after[0]?.roles).toBe((before[0]?.roles ?? 0) + 1);
  });

  it('should hold few connections of the operator, however many companies are made at once', async () => {
    const observer = await openClient({ connectionString: process.env.DATABASE_URL });
    const open = `SELECT count(*)::int AS open FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'lavoro:operator'`;
    let working = true;
    const all = Promise.all(Array.from({ length: 16 }, () => makeTenant({ userId }))).finally(() => {
      working = false;
    });
    let most = 0;
    while (working) most = Math.max(most, (await observer.query<{ open: number }>(open)).rows[0]?.open ?? 0);
    await observer.end();
    expect(new Set(await all).size).toBe(16);
    // A connection that is closing may still be listed beside the one that takes its turn.
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThanOrEqual(8);
  });

  it('should refuse a user who is not active', async () => {
    const idle = await makeUser();
    await databaseManager.control.updateTable('users').set({ isActive: false }).where('id', '=', idle).execute();
    await expect(
      migrationManager.createTenant({ name: 'Mill', slug: 'idle-user', userId: idle }),
    ).rejects.toMatchObject({ field: 'userId' });
  });
});

describe('getTenantPrisma', () => {
  it('should refuse a malformed id at once', () => {
    expect(() => databaseManager.getTenantPrisma('../public')).toThrow(UnknownTenantError);
  });

  it('should refuse the id of no company at the first query, without a login attempt as its role', async () => {
    const id = uuidv7();
    await expect(databaseManager.getTenantPrisma(id).tenantLocation.findMany()).rejects.toBeInstanceOf(
      UnknownTenantError,
    );
    expect(await roleExists(tenantSchema(id))).toBe(false);
  });

  it('should log in as the role of the tenant', async () => {
    const id = await makeTenant();
    const rows = await databaseManager.getTenantPrisma(id)
      .$queryRaw`SELECT session_user::text AS "user", current_schema()::text AS schema`;
    expect(rows).toEqual([{ user: tenantSchema(id), schema: tenantSchema(id) }]);
  });

  it('should run several statements in one transaction, and none when one fails', async () => {
    const prisma = databaseManager.getTenantPrisma(await makeTenant());
    const work = prisma.$transaction(async (tx) => {
      await tx.auditEntry.create({ data: { action: 'test', entity: 'test', entityId: '1' } });
      await tx.$executeRaw`SELECT 1 / 0`;
    });
    await expect(work).rejects.toThrow();
    expect(await prisma.auditEntry.count()).toBe(0);
  });
});

describe('initialiseDatabase', () => {
  it('should change nothing when it is repeated', async () => {
    await makeTenant();
    const before = await state();
    const { control, applied, failures } = await initialiseDatabase();
    expect({ control, applied, failures }).toEqual({ control: [], applied: [], failures: [] });
    expect(await state()).toEqual(before);
  });
});
