import { sql } from 'kysely';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databaseManager } from '@/database/connection';
import { closeDoors, openDoors } from '@/database/hardening';
import { initialiseDatabase } from '@/database/initialise';
import { asOperator } from '@/database/owner';
import { tenantSchema } from '@/database/tenantName';
import { asSuperuser, connectAs, makeTenant, sqlState } from '../support/database';

const DENIED = '42501';

describe('what PostgreSQL gives everybody', () => {
  let own: string;
  let client: pg.Client;
  beforeAll(async () => {
    own = await makeTenant();
    client = await connectAs(own);
  });
  afterAll(() => client.end());

  it('should be closed where no company needs it', async () => {
    expect(await asOperator(openDoors)).toEqual([]);
  });

  it('should be closed to a company, function by function and view by view', async () => {
    const still = await asSuperuser<{ name: string }>(
      `SELECT p.oid::regprocedure::text AS name FROM pg_proc p
       WHERE pronamespace = 'pg_catalog'::regnamespace AND has_function_privilege($1, p.oid, 'EXECUTE')
         AND (proname ~ '^pg_(try_)?advisory|^lo_|^loread|^lowrite|^pg_stat_get|_notify$' OR proname IN ('pg_lock_status', 'pg_logical_emit_message'))
       UNION ALL
       SELECT c.oid::regclass::text FROM pg_class c
       WHERE relnamespace = 'pg_catalog'::regnamespace AND relkind = 'v' AND has_table_privilege($1, c.oid, 'SELECT')
         AND (relname ~ '^pg_stat_|^pg_statio_' OR relname = 'pg_locks')`,
      [tenantSchema(own)],
    );
    expect(still).toEqual([]);
  });

  it('should be closed again by the next start when somebody has opened it', async () => {
    await asSuperuser(
      'GRANT EXECUTE ON FUNCTION pg_advisory_lock(bigint), lo_create(oid) TO PUBLIC; GRANT SELECT ON pg_stat_activity TO PUBLIC',
    );
    expect(await asOperator(openDoors)).toEqual([
      { what: 'advisory locks', functions: ['pg_advisory_lock(bigint)'], views: [] },
      { what: 'large objects', functions: ['lo_create(oid)'], views: [] },
      { what: 'activity', functions: [], views: ['pg_stat_activity'] },
    ]);
    await initialiseDatabase();
    expect(await asOperator(openDoors)).toEqual([]);
    expect(await sqlState(client, 'SELECT pg_advisory_lock(1)')).toBe(DENIED);
  });

  it('should not even be tried by an operator who is no superuser', async () => {
    const notices = await asOperator(async (operator) => {
      const heard: unknown[] = [];
      await operator.query('BEGIN; GRANT EXECUTE ON FUNCTION lo_create(oid) TO PUBLIC; SET LOCAL ROLE lavoro_owner');
      operator.on('notice', ({ message }) => heard.push(message));
      await closeDoors(operator);
      await operator.query('ROLLBACK');
      return heard;
    });
    expect(notices).toEqual([]);
  });

  it('should stay open to the platform: locks and notifications', async () => {
    const { rows } = await sql`
      SELECT pg_try_advisory_xact_lock(1) AS locked, pg_notify('lavoro', '')::text AS notified`.execute(
      databaseManager.control,
    );
    expect(rows).toEqual([{ locked: true, notified: '' }]);
  });

  it('should stay open to the operator and to those who may watch the server', async () => {
    const sessions = 'SELECT count(*)::int AS sessions FROM pg_stat_activity';
    for (const role of ['postgres', 'lavoro_owner', 'pg_monitor']) {
      const [row] = await asOperator(async (operator) => {
        await operator.query(`SET ROLE ${role}`);
        return (await operator.query<{ sessions: number }>(sessions)).rows;
      });
      expect(row?.sessions).toBeGreaterThan(0);
    }
  });
});

describe("what a company's role can see of another company", () => {
  let own: string;
  let other: string;
  let client: pg.Client;
  beforeAll(async () => {
    own = await makeTenant();
    other = await makeTenant();
    await asSuperuser(
      `INSERT INTO ${tenantSchema(other)}.suppliers (id, code, name, kind, currency, payment_terms, city)
       SELECT gen_random_uuid(), n::text, 'x', 'YARN', 'EUR', 'COD', 'CANARY' FROM generate_series(1, 20) n;
       ANALYZE ${tenantSchema(other)}.suppliers`,
    );
    client = await connectAs(own);
  });
  afterAll(() => client.end());

  it('should be the names of its schema, role and tables, and how many rows the planner thinks they have', async () => {
    const { rows } = await client.query(
      `SELECT nspname, rolname, relname, reltuples FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       JOIN pg_roles r ON r.rolname = n.nspname WHERE nspname = $1 AND relname = 'suppliers'`,
      [tenantSchema(other)],
    );
    expect(rows).toEqual([
      { nspname: tenantSchema(other), rolname: tenantSchema(other), relname: 'suppliers', reltuples: 20 },
    ]);
  });

  it('should not be a value, in any catalog or view there is', async () => {
    const catalogs = await asSuperuser<{ name: string }>(
      `SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname IN ('pg_catalog', 'information_schema') AND c.relkind IN ('r', 'v')`,
    );
    /** Where the value is seen, and what cannot be looked at. */
    const look = async (as: pg.Client) => {
      const seen: string[] = [];
      const failed = new Set<string | undefined>();
      for (const { name } of catalogs) {
        const query = `SELECT FROM ${name} t WHERE t::text LIKE '%CANARY%' LIMIT 1`;
        const state = await as.query(query).then(
          ({ rowCount }) => void (rowCount && seen.push(name)),
          ({ code }: pg.DatabaseError) => code,
        );
        if (state) failed.add(state);
      }
      return { seen, failed: [...failed] };
    };
    expect(catalogs.length).toBeGreaterThan(150);
    expect((await asOperator(look)).seen).toEqual(expect.arrayContaining(['pg_statistic', 'pg_stats']));
    expect(await look(client)).toEqual({ seen: [], failed: [DENIED] });
  });
});
