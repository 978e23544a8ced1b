import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { databaseManager } from '@/database/connection';
import { asOperator } from '@/database/owner';
import { proveIsolation } from '@/database/proof';
import { restoreRoles } from '@/database/restoreRoles';
import { tenantSchema } from '@/database/tenantName';
import { connectAs, makeTenant } from '../support/database';
import { sendsOnPurpose } from '../support/statements';
import { RAW_HOOKS, stateOf } from './rawHooks';

const DENIED = ['42501'];
const UNKNOWN_FUNCTION = ['42883'];
/** The statement runs, and changes nothing of who one is and what one reaches. */
const POWERLESS = [undefined];

/** `{b}` is another company's schema and role, `{a}` the own. */
const HOSTILE: readonly (readonly [what: string, text: string, outcome: readonly (string | undefined)[]])[] = [
  // Become somebody else.
  ['SET ROLE', 'SET ROLE {b}', DENIED],
  ['SET ROLE of the owner', 'SET ROLE lavoro_owner', DENIED],
  ['SET LOCAL ROLE', 'SET LOCAL ROLE {b}', DENIED],
  ["set_config('role')", `SELECT set_config('role', '{b}', false)`, DENIED],
  ["set_config('role') of the superuser", `SELECT set_config('role', 'postgres', true)`, DENIED],
  ['RESET ROLE', 'RESET ROLE', POWERLESS],
  ['SET ROLE NONE', 'SET ROLE NONE', POWERLESS],
  ['SET SESSION AUTHORIZATION', 'SET SESSION AUTHORIZATION {b}', DENIED],
  ["set_config('session_authorization')", `SELECT set_config('session_authorization', 'postgres', false)`, DENIED],
  ['RESET SESSION AUTHORIZATION', 'RESET SESSION AUTHORIZATION', POWERLESS],
  ['a session without its plans', 'DISCARD PLANS', POWERLESS],
  ['a block that becomes another', `DO $$ BEGIN EXECUTE 'SET ROLE {b}'; END $$`, DENIED],
  ['XML that becomes another', `SELECT query_to_xml('SET ROLE {b}', true, true, '')`, ['42501', '0A000']],
  ['a grant to oneself', 'GRANT lavoro_owner TO CURRENT_USER', DENIED],
  ['an attribute for oneself', 'ALTER ROLE CURRENT_USER SUPERUSER', DENIED],
  ['the right to make roles', 'ALTER ROLE CURRENT_USER CREATEROLE', DENIED],
  ["another's password", `ALTER ROLE {b} PASSWORD 'x'`, DENIED],
  ['a role', 'CREATE ROLE mine', DENIED],
  // Fails at the sequence, of which it has but the use; what it has of the rest it keeps.
  ['what it was granted, thrown away', 'DROP OWNED BY CURRENT_USER', DENIED],
  ["the owner's possessions", 'REASSIGN OWNED BY lavoro_owner TO CURRENT_USER', DENIED],
  // Look elsewhere.
  ["set_config('search_path')", `SELECT set_config('search_path', '{b}', false)`, POWERLESS],
  ['SET search_path', 'SET search_path = {b}, public', POWERLESS],
  ['a search path for good', 'ALTER ROLE CURRENT_USER SET search_path = {b}, public', POWERLESS],
  ["another's table", 'SELECT * FROM {b}.locations', DENIED],
  ["another's table in a block", 'DO $$ BEGIN PERFORM * FROM {b}.locations; END $$', DENIED],
  ["another's table as XML", `SELECT query_to_xml('SELECT * FROM {b}.locations', true, true, '')`, DENIED],
  ["another's schema as XML", `SELECT schema_to_xml('{b}', true, true, '')`, DENIED],
  ["another's table by a cast", `SELECT '{b}.locations'::regclass`, DENIED],
  ['a lock on a global table', 'LOCK TABLE public.users', ['42501', '25P01']],
  ["another's table, copied", 'COPY {b}.locations TO STDOUT', DENIED],
  ['stored passwords', 'SELECT rolpassword FROM pg_authid', DENIED],
  ['the statistics of values', 'SELECT stavalues1 FROM pg_statistic', DENIED],
  // Reach the machine.
  ['COPY TO PROGRAM', `COPY (SELECT 1) TO PROGRAM 'id'`, DENIED],
  ['COPY FROM PROGRAM', `COPY suppliers FROM PROGRAM 'id'`, DENIED],
  ['COPY FROM a file', `COPY suppliers FROM '/etc/passwd'`, DENIED],
  ['pg_read_file', `SELECT pg_read_file('/etc/passwd')`, DENIED],
  ['pg_read_binary_file', `SELECT pg_read_binary_file('PG_VERSION')`, DENIED],
  ['pg_ls_dir', `SELECT pg_ls_dir('.')`, DENIED],
  ['lo_import', `SELECT lo_import('/etc/passwd')`, DENIED],
  ['lo_export', `SELECT lo_export(1, '/tmp/x')`, DENIED],
  ['LOAD', `LOAD 'auto_explain'`, DENIED],
  ['CREATE EXTENSION', 'CREATE EXTENSION dblink', DENIED],
  ['CREATE EXTENSION of a trusted one', 'CREATE EXTENSION hstore', DENIED],
  ['dblink', `SELECT * FROM dblink('dbname=postgres', 'SELECT 1') AS t (one int)`, UNKNOWN_FUNCTION],
  ['a foreign server', 'CREATE SERVER away FOREIGN DATA WRAPPER postgres_fdw', ['42501', '42704']],
  ['ALTER SYSTEM', `ALTER SYSTEM SET log_statement = 'all'`, DENIED],
  ['pg_reload_conf', 'SELECT pg_reload_conf()', DENIED],
  // Make something.
  ['CREATE FUNCTION', 'CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$', DENIED],
  ['CREATE FUNCTION in pg_temp', 'CREATE FUNCTION pg_temp.f() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$', DENIED],
  ['CREATE FUNCTION in C', `CREATE FUNCTION f() RETURNS int LANGUAGE c AS 'libc', 'system'`, DENIED],
  ['CREATE TEMP TABLE', 'CREATE TEMP TABLE locations ()', DENIED],
  ['CREATE SCHEMA', 'CREATE SCHEMA mine', DENIED],
  ['CREATE DATABASE', 'CREATE DATABASE mine', DENIED],
  [
    'a trigger',
    'CREATE TRIGGER t AFTER INSERT ON locations EXECUTE FUNCTION suppress_redundant_updates_trigger()',
    DENIED,
  ],
  ['row security', 'ALTER TABLE locations ENABLE ROW LEVEL SECURITY', DENIED],
  ['a grant to another', 'GRANT SELECT ON locations TO {b}', POWERLESS],
  ['a grant to everybody', 'GRANT USAGE ON SCHEMA {a} TO PUBLIC', POWERLESS],
  ['default privileges', 'ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO {b}', POWERLESS],
  [
    "the owner's default privileges",
    'ALTER DEFAULT PRIVILEGES FOR ROLE lavoro_owner GRANT SELECT ON TABLES TO {a}',
    DENIED,
  ],
  ['a large object', 'SELECT lo_create(0)', DENIED],
  ['a large object with contents', `SELECT lo_from_bytea(0, 'x')`, DENIED],
  // Hold up, signal or watch the others.
  ['an advisory lock', 'SELECT pg_advisory_lock(1)', DENIED],
  ['an advisory lock for a transaction', 'SELECT pg_try_advisory_xact_lock(1, 2)', DENIED],
  ['LISTEN', 'LISTEN lavoro', POWERLESS],
  ['NOTIFY', `NOTIFY lavoro, 'x'`, POWERLESS],
  ['pg_notify', `SELECT pg_notify('lavoro', 'x')`, DENIED],
  ['a logical message', `SELECT pg_logical_emit_message(true, 'x', 'y')`, DENIED],
  ['the sessions of all', 'SELECT * FROM pg_stat_activity', DENIED],
  ['the sessions of all, by function', 'SELECT * FROM pg_stat_get_activity(NULL)', DENIED],
  ['the locks of all', 'SELECT * FROM pg_locks', DENIED],
  ['the counters of all tables', 'SELECT * FROM pg_stat_all_tables', DENIED],
  ['the counters of all tables, by function', 'SELECT pg_stat_get_live_tuples(oid) FROM pg_class', DENIED],
  ['the size of all tables', 'SELECT pg_total_relation_size(oid) FROM pg_class', DENIED],
  [
    'the end of another session',
    'SELECT pg_terminate_backend(pid) FROM pg_stat_get_activity(NULL) AS s (d, pid)',
    DENIED,
  ],
  ['a server without triggers', 'SET session_replication_role = replica', DENIED],
  ['row security off', 'SET row_security = off', POWERLESS],
  ['a raised time limit', 'SET statement_timeout = 0', POWERLESS],
];

describe.each(Object.keys(RAW_HOOKS))('B4: hostile SQL through %s', (name) => {
  const run = RAW_HOOKS[name] as (typeof RAW_HOOKS)[string];
  let own: string;
  let other: string;
  beforeAll(async () => {
    own = await makeTenant();
    other = await makeTenant();
  });
  const named = (text: string) => text.replaceAll('{a}', tenantSchema(own)).replaceAll('{b}', tenantSchema(other));

  it.each(HOSTILE)('B4: should be denied or powerless: %s', async (_what, text, outcome) => {
    // Before, so that both of the company's connections are open and may keep what the statement leaves.
    await reach(own, other);
    const state = await stateOf(run(own, named(text)));
    expect(outcome).toContain(state);
    expect(await reach(own, other)).toEqual(ITSELF_ALONE);
    if (state !== undefined) return;
    await databaseManager.disconnect();
    expect(await reach(own, other)).toEqual(ITSELF_ALONE);
    await asOperator(restoreRoles);
    await databaseManager.disconnect();
  });

  it("B4: should not end or cancel another's session", async () => {
    const theirs = await connectAs(other);
    const { rows } = await theirs.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    for (const end of ['pg_terminate_backend', 'pg_cancel_backend'])
      expect(DENIED).toContain(await stateOf(run(own, `SELECT ${end}(${rows[0]?.pid})`)));
    expect((await theirs.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    await theirs.end();
  });

  it('B4: should have broken nothing of the wall with all of it', async () => {
    for (const [, text] of HOSTILE) await stateOf(run(own, named(text)));
    await asOperator(restoreRoles);
    expect(await asOperator(proveIsolation)).toEqual([]);
  });
});

type Reach = { isItself: boolean; others: string | undefined; global: string | undefined; bare: string | undefined };
const ITSELF_ALONE: Reach = { isItself: true, others: '42501', global: '42501', bare: '42P01' };

/** What several of the company's connections at once say of who they are and what they reach; alike, or all of it. */
async function reach(own: string, other: string): Promise<Reach | Reach[]> {
  const db = databaseManager.getTenantDb(own);
  const sessions = await Promise.all(
    [1, 2, 3, 4].map(() =>
      db.connection().execute(async (session): Promise<Reach> => {
        const ask = (text: string) => sql.raw<{ one: unknown }>(sendsOnPurpose(text)).execute(session);
        const { rows } = await ask(
          `SELECT (current_user, session_user) = ('${tenantSchema(own)}', '${tenantSchema(own)}') AS one`,
        );
        return {
          isItself: rows[0]?.one === true,
          others: await stateOf(ask(`SELECT * FROM ${tenantSchema(other)}.locations`)),
          global: await stateOf(ask('SELECT * FROM public.users')),
          bare: await stateOf(ask('SELECT * FROM users')),
        };
      }),
    ),
  );
  const [first] = sessions;
  return first && sessions.every((session) => JSON.stringify(session) === JSON.stringify(first)) ? first : sessions;
}

describe('B4: what a company can do to its own role', () => {
  it('B4: should lock out nobody but itself with another password, and be mended by the next start', async () => {
    const [own, other] = [await makeTenant(), await makeTenant()];
    const client = await connectAs(own);
    await client.query(`ALTER ROLE CURRENT_USER PASSWORD 'mine now'`);
    await client.end();
    await expect(connectAs(own)).rejects.toMatchObject({ code: '28P01' });
    await (await connectAs(other)).end();
    await asOperator(restoreRoles);
    await (await connectAs(own)).end();
  });

  it('B4: should be found when it changes its own settings, and be mended by the next start', async () => {
    const own = await makeTenant();
    const client = await connectAs(own);
    await client.query('ALTER ROLE CURRENT_USER SET statement_timeout = 0');
    await client.end();
    expect((await asOperator(proveIsolation)).map(({ sentence }) => sentence)).toEqual([
      `${tenantSchema(own)} starts its sessions with statement_timeout = 0 instead of 30s.`,
    ]);
    await asOperator(restoreRoles);
    expect(await asOperator(proveIsolation)).toEqual([]);
  });
});
