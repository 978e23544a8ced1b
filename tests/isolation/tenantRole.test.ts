import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databaseManager } from '@/database/connection';
import { tenantSchema } from '@/database/tenantName';
import { asSuperuser, connectAs, makeTenant, sqlState } from '../support/database';
import { sendsOnPurpose } from '../support/statements';

const DENIED = '42501';
const UNKNOWN_TABLE = '42P01';

describe("a tenant's database role", () => {
  let own: string;
  let other: string;
  let client: pg.Client;

  beforeAll(async () => {
    own = await makeTenant();
    other = await makeTenant();
    client = await connectAs(own);
  });
  afterAll(() => client.end());

  it('should see its own tables without naming the schema', async () => {
    const { rows } = await client.query(
      'SELECT current_schema() AS schema, session_user AS role, count(*)::int AS locations FROM locations',
    );
    expect(rows).toEqual([{ schema: tenantSchema(own), role: tenantSchema(own), locations: 1 }]);
  });

  it("should be denied every table of another company's schema", async () => {
    const tables = await asSuperuser<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname = $1`,
      [tenantSchema(other)],
    );
    expect(tables.length).toBeGreaterThan(12);
    for (const { name } of tables)
      expect([name, await sqlState(client, `SELECT 1 FROM ${name}`)]).toEqual([name, DENIED]);
  });

  it('should be denied every global table', async () => {
    for (const table of ['users', 'tenants', 'user_tenants', 'sessions', '_prisma_migrations']) {
      expect([table, await sqlState(client, `SELECT 1 FROM public.${table}`)]).toEqual([table, DENIED]);
    }
  });

  it('should not find a global table by its bare name', async () => {
    expect(await sqlState(client, 'SELECT 1 FROM users')).toBe(UNKNOWN_TABLE);
  });

  it.each([
    ['make a table', 'CREATE TABLE mine (id int)'],
    ['make a table in public', 'CREATE TABLE public.mine (id int)'],
    ['make a schema', 'CREATE SCHEMA mine'],
    ['make a temporary table', 'CREATE TEMP TABLE mine (id int)'],
    ['become the owner', 'SET ROLE lavoro_owner'],
    ['become the control login', 'SET ROLE lavoro_control'],
    ['empty a table', 'TRUNCATE stock_balances'],
    ['drop a table', 'DROP TABLE stock_balances'],
    ['change a table', 'ALTER TABLE locations DROP COLUMN name'],
    ['read its own migration history', 'SELECT 1 FROM _prisma_migrations'],
    [
      'make a second pointer to the default location',
      'INSERT INTO primary_locations (default_location_id, headquarters_location_id) SELECT id, id FROM locations',
    ],
    ['delete the pointer to the default location', 'DELETE FROM primary_locations'],
  ])('should not be able to %s', async (_what, sql) => {
    expect(await sqlState(client, sql)).toBe(DENIED);
  });

  it('should be able to add to the audit log and read it, but never change or delete it', async () => {
    expect(
      await sqlState(client, "INSERT INTO audit_log (action, entity, entity_id) VALUES ('test', 'test', '1')"),
    ).toBeUndefined();
    expect(await sqlState(client, 'SELECT * FROM audit_log')).toBeUndefined();
    expect(await sqlState(client, "UPDATE audit_log SET action = 'other'")).toBe(DENIED);
    expect(await sqlState(client, 'DELETE FROM audit_log')).toBe(DENIED);
    expect(await sqlState(client, 'TRUNCATE audit_log')).toBe(DENIED);
  });

  it('should be refused a location that claims to be of another company', async () => {
    const insert = `INSERT INTO locations (id, tenant_id, name, location_type) VALUES (gen_random_uuid(), '${other}', 'Elsewhere', 'STORE')`;
    expect(await sqlState(client, insert)).toBe('23514');
  });

  it('should have no dangerous attribute and no membership', async () => {
    const roles = await asSuperuser(
      `SELECT rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls, rolcanlogin,
              (SELECT count(*)::int FROM pg_auth_members WHERE member = r.oid) AS memberships
       FROM pg_roles r WHERE rolname = $1`,
      [tenantSchema(own)],
    );
    expect(roles).toEqual([
      {
        rolsuper: false,
        rolinherit: false,
        rolcreaterole: false,
        rolcreatedb: false,
        rolreplication: false,
        rolbypassrls: false,
        rolcanlogin: true,
        memberships: 0,
      },
    ]);
  });

  it('should have no right on any schema but its own, and may only use that one', async () => {
    const { rows } = await client.query(
      `SELECT nspname AS schema, has_schema_privilege(nspname, 'CREATE') AS makes FROM pg_namespace
       WHERE nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema'
         AND (has_schema_privilege(nspname, 'USAGE') OR has_schema_privilege(nspname, 'CREATE'))`,
    );
    expect(rows).toEqual([{ schema: tenantSchema(own), makes: false }]);
  });

  it('should own nothing', async () => {
    expect(await asSuperuser('SELECT relname FROM pg_class WHERE relowner = $1::regrole', [tenantSchema(own)])).toEqual(
      [],
    );
  });

  it('should keep Prisma and raw SQL inside the schema', async () => {
    const prisma = databaseManager.getTenantPrisma(own);
    for (const table of [`${tenantSchema(other)}.locations`, 'public.users']) {
      const attempt = prisma.$queryRawUnsafe(sendsOnPurpose(`SELECT 1 FROM ${table}`));
      await expect(attempt).rejects.toThrow(/permission denied/);
    }
    const found = await prisma.tenantLocation.findMany({ where: { tenantId: other } });
    expect(found).toEqual([]);
    expect(await prisma.tenantLocation.count()).toBe(1);
  });
});
