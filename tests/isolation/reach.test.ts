import fc from 'fast-check';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openClient } from '@/database/client';
import { proveIsolation } from '@/database/proof';
import { tenantSchema } from '@/database/tenantName';
import { makeTenant, makeUser } from '../support/database';

const TENANTS = 50;

/** Asks PostgreSQL itself, pair by pair, what each company's role may do with each object outside its own schema. */
const MATRIX = `
  WITH tenant AS (SELECT oid AS schema, nspname::text AS role FROM pg_namespace WHERE nspname ~ '^tenant_'),
  object AS (
    SELECT 'pg_namespace'::regclass AS class, oid, oid AS schema, 'n' AS kind FROM pg_namespace
    UNION ALL SELECT 'pg_class'::regclass, oid, relnamespace, CASE relkind WHEN 'S' THEN 'S' ELSE 'r' END FROM pg_class WHERE relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
    UNION ALL SELECT 'pg_proc'::regclass, oid, pronamespace, 'f' FROM pg_proc),
  pair AS (
    SELECT t.role, o.class, o.oid, CASE o.kind
      WHEN 'n' THEN has_schema_privilege(t.role, o.oid, 'USAGE, CREATE')
      WHEN 'S' THEN has_sequence_privilege(t.role, o.oid, 'USAGE, SELECT, UPDATE')
      WHEN 'f' THEN has_function_privilege(t.role, o.oid, 'EXECUTE')
      ELSE has_table_privilege(t.role, o.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')
           OR has_any_column_privilege(t.role, o.oid, 'SELECT, INSERT, UPDATE, REFERENCES') END AS reaches
    FROM tenant t JOIN object o ON o.schema <> t.schema JOIN pg_namespace n ON n.oid = o.schema
    WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema')
  SELECT count(*)::int AS pairs,
         coalesce(array_agg(role || ' ' || (pg_identify_object(class, oid, 0)).identity) FILTER (WHERE reaches), '{}') AS reached
  FROM pair`;

describe('B6: the reach of 50 companies', () => {
  let client: pg.Client;
  let tenants: string[];

  beforeAll(async () => {
    const userId = await makeUser();
    tenants = (await Promise.all(Array.from({ length: TENANTS }, () => makeTenant({ userId })))).map(tenantSchema);
    client = await openClient({ connectionString: process.env.DATABASE_URL });
  });
  afterAll(() => client.end());

  const matrix = async (): Promise<{ pairs: number; reached: string[] }> => (await client.query(MATRIX)).rows[0];

  it('B6: should be nothing outside the own schema, for every pair of a company and an object', async () => {
    const { pairs, reached } = await matrix();
    expect(pairs).toBeGreaterThan(TENANTS * (TENANTS - 1) * 15);
    expect(reached).toEqual([]);
    expect(await proveIsolation(client)).toEqual([]);
  });

  it('B6: should be told by the proof exactly as PostgreSQL itself tells it, whatever is granted', async () => {
    const tenant = fc.integer({ min: 0, max: TENANTS - 1 }).map((index) => tenants[index] ?? '');
    const objectOf = (schema: string) => [
      `USAGE ON SCHEMA ${schema}`,
      `SELECT ON ${schema}.locations`,
      `INSERT, DELETE ON ${schema}.customers`,
      `SELECT (name) ON ${schema}.suppliers`,
      `USAGE ON SEQUENCE ${schema}.audit_log_id_seq`,
    ];
    const ofPublic = ['USAGE ON SCHEMA public', 'SELECT ON public.users', 'UPDATE (slug) ON public.tenants'];
    const object = fc.oneof(
      tenant.chain((schema) => fc.constantFrom(...objectOf(schema))),
      fc.constantFrom(...ofPublic),
    );
    const grants = fc.array(fc.tuple(object, tenant), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(grants, async (given) => {
        await client.query('BEGIN');
        try {
          await client.query(given.map(([what, role]) => `GRANT ${what} TO ${role}`).join(';'));
          const { reached } = await matrix();
          const found = (await proveIsolation(client)).filter(({ role, object: name }) => isElsewhere(role, name));
          expect(new Set(found.map(({ role, object: name }) => `${role} ${withoutColumn(name ?? '')}`))).toEqual(
            new Set(reached),
          );
        } finally {
          await client.query('ROLLBACK');
        }
      }),
      { numRuns: 15 },
    );
  });
});

/** The matrix leaves the own schema out; INSERT into the own customers, say, is nobody's business. */
const isElsewhere = (role: string | null, object: string | null) =>
  role !== null && object !== role && !object?.startsWith(`${role}.`);

const withoutColumn = (object: string) => object.split('.').slice(0, 2).join('.');
