import pg from 'pg';
import { appSecret, config } from '@/config';
import { openClient } from './client';
import { rolePassword, scramVerifier } from './credentials';
import { DatabaseUnavailableError } from './errors';
import { CONTROL_ROLE, OWNER_ROLE } from './owner';
import { databaseTarget } from './target';

const OLDEST_SERVER = 140_000;
const INSUFFICIENT_PRIVILEGE = '42501';
const WRONG_PASSWORD = '28P01';
/** What every session of a login role starts with, beside its search path; the server stops what takes longer. */
export const SESSION_LIMITS: Readonly<Record<string, string>> = {
  statement_timeout: '30s',
  idle_in_transaction_session_timeout: '15s',
};

/** What a tenant's role may do with the tables of its own schema; a table that is not named gets everything. */
export const TABLE_GRANTS: Readonly<Record<string, string>> = {
  audit_log: 'SELECT, INSERT',
  custom_fields: 'SELECT',
  primary_locations: 'SELECT, UPDATE',
  _prisma_migrations: '',
};
/** The same of the control login and the global tables: histories are read, and grown at most. */
const CONTROL_GRANTS: Readonly<Record<string, string>> = {
  _prisma_migrations: 'SELECT',
  migration_ledger: 'SELECT',
  tenant_events: 'SELECT, INSERT',
};
export const ALL_ROWS = 'SELECT, INSERT, UPDATE, DELETE';

/** Checks that the operator's login can do its work. Throws DatabaseUnavailableError saying what is missing. */
export async function requireOperator(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{
    version: number;
    makes_roles: boolean;
    makes_schemas: boolean;
    owns: boolean;
  }>(`
    SELECT current_setting('server_version_num')::int AS version,
           r.rolsuper OR r.rolcreaterole AS makes_roles,
           has_database_privilege(current_database(), 'CREATE') AS makes_schemas,
           r.rolsuper OR pg_has_role(d.datdba, 'USAGE') AS owns
    FROM pg_roles r, pg_database d WHERE r.rolname = current_user AND d.datname = current_database()`);
  const operator = rows[0];
  if (!operator) throw new DatabaseUnavailableError('The login of DATABASE_URL has no role of its own.');
  if (operator.version < OLDEST_SERVER)
    throw new DatabaseUnavailableError('PostgreSQL is too old: Lavoro needs version 14 or newer.');
  if (!operator.makes_roles)
    throw new DatabaseUnavailableError('The login of DATABASE_URL may not make roles: give it CREATEROLE.');
  if (!operator.makes_schemas || !operator.owns) {
    throw new DatabaseUnavailableError('The login of DATABASE_URL may not make schemas: let it own the database.');
  }
}

/** The two roles of the platform, and a `public` schema that nobody else can use. Safe to repeat. */
export async function ensurePlatformRoles(client: pg.Client): Promise<void> {
  await createRole(client, OWNER_ROLE, 'NOLOGIN');
  await joinOwner(client);
  if (await createRole(client, CONTROL_ROLE, 'LOGIN')) {
    await setPassword(client, CONTROL_ROLE);
    await client.query(settingsSql(CONTROL_ROLE, 'public'));
  } else await requireOwnPassword();
  await grantDatabase(client);
  await client.query(`
    REVOKE ALL ON SCHEMA public FROM PUBLIC;
    GRANT USAGE, CREATE ON SCHEMA public TO ${OWNER_ROLE};
    GRANT USAGE ON SCHEMA public TO ${CONTROL_ROLE}`);
}

/** Lets the operator act as the owner, when there is one. Throws DatabaseUnavailableError where that is not its to take. */
export async function joinOwner(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ member: boolean }>(
    `SELECT pg_has_role(current_user, oid, 'USAGE') AS member FROM pg_roles WHERE rolname = $1`,
    [OWNER_ROLE],
  );
  if (rows.length === 0 || rows[0]?.member) return;
  await client.query(`GRANT ${OWNER_ROLE} TO CURRENT_USER`).catch((error: pg.DatabaseError) => {
    if (error.code !== INSUFFICIENT_PRIVILEGE) throw error;
    throw new DatabaseUnavailableError(
      `The roles of this server were made by another login: use that one, or have it grant ${OWNER_ROLE} and ${CONTROL_ROLE} to this one WITH ADMIN OPTION.`,
    );
  });
}

/** Only the owner makes anything in the database, and nobody makes temporary tables. */
export async function grantDatabase(client: pg.Client): Promise<void> {
  const database = pg.escapeIdentifier(client.database ?? '');
  await client.query(
    `REVOKE CREATE, TEMPORARY ON DATABASE ${database} FROM PUBLIC; GRANT CREATE ON DATABASE ${database} TO ${OWNER_ROLE}`,
  );
}

/**
 * The login role of one tenant, named like its schema: bare (no membership, no attribute), few connections, a search
 * path of its own schema alone. The caller runs this in the transaction that makes the schema.
 */
export async function createTenantRole(client: pg.Client, schema: string): Promise<void> {
  const role = pg.escapeIdentifier(schema);
  await client.query(`
    CREATE ROLE ${role} LOGIN NOINHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS
      CONNECTION LIMIT ${connectionLimit()} PASSWORD ${pg.escapeLiteral(verifierOf(schema))};
    ${settingsSql(schema, schema)}`);
}

/** How many connections a tenant's role may have: those of four processes. */
export const connectionLimit = () => config().DB_TENANT_MAX_CONNECTIONS * 4;

function settingsSql(role: string, searchPath: string): string {
  const set = `ALTER ROLE ${pg.escapeIdentifier(role)} SET`;
  const limits = Object.entries(SESSION_LIMITS).map(([name, value]) => `${set} ${name} = '${value}'`);
  return [`${set} search_path = ${pg.escapeIdentifier(searchPath)}`, ...limits].join(';\n');
}

/** Gives a tenant's role what it may have in its schema, and nothing else; run by the owner after every change of the tables. */
export async function grantTenantTables(client: pg.Client, schema: string): Promise<void> {
  await grantTables(client, schema, schema, TABLE_GRANTS);
}

/** What the control login may do with the global tables. */
export async function grantControlTables(client: pg.Client): Promise<void> {
  await grantTables(client, 'public', CONTROL_ROLE, CONTROL_GRANTS);
}

/** Statements only for what differs: after most migrations that is nothing. */
async function grantTables(
  client: pg.Client,
  schema: string,
  grantee: string,
  grants: Readonly<Record<string, string>>,
): Promise<void> {
  const role = pg.escapeIdentifier(grantee);
  const inSchema = pg.escapeIdentifier(schema);
  const { rows } = await client.query<{ name: string; kind: 'SCHEMA' | 'TABLE' | 'SEQUENCE'; has: string }>(
    `WITH listed AS (
       SELECT NULL AS name, 'SCHEMA' AS kind, nspacl AS acl FROM pg_namespace WHERE oid = $1::regnamespace
       UNION ALL
       SELECT relname, CASE relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, relacl FROM pg_class
       WHERE relnamespace = $1::regnamespace AND relkind IN ('r', 'p', 'S'))
     SELECT name, kind, (
       SELECT coalesce(string_agg(privilege_type, ', ' ORDER BY privilege_type), '') FROM aclexplode(acl)
       WHERE grantee = (SELECT oid FROM pg_roles WHERE rolname = $2)) AS has
     FROM listed`,
    [inSchema, grantee],
  );
  const statements = rows.flatMap(({ name, kind, has }) => {
    const wanted = kind === 'TABLE' ? (grants[name] ?? ALL_ROWS) : 'USAGE';
    if (has === wanted.split(', ').sort().join(', ')) return [];
    const object = kind === 'SCHEMA' ? `SCHEMA ${inSchema}` : `${kind} ${inSchema}.${pg.escapeIdentifier(name)}`;
    const revoke = `REVOKE ALL ON ${object} FROM ${role}`;
    return wanted === '' ? [revoke] : [revoke, `GRANT ${wanted} ON ${object} TO ${role}`];
  });
  if (statements.length > 0) await client.query(statements.join(';\n'));
}

/** Answers whether the role was missing. */
async function createRole(client: pg.Client, role: string, login: 'LOGIN' | 'NOLOGIN'): Promise<boolean> {
  const found = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role]);
  if (found.rowCount === 0) await client.query(`CREATE ROLE ${role} ${login} NOINHERIT`);
  return found.rowCount === 0;
}

/** Gives a login role the password that APP_SECRET gives it. */
export async function setPassword(client: pg.Client, role: string): Promise<void> {
  await client.query(`ALTER ROLE ${pg.escapeIdentifier(role)} PASSWORD ${pg.escapeLiteral(verifierOf(role))}`);
}

/** The control login that is there must be this installation's: setting its password anew would lock another one out. */
async function requireOwnPassword(): Promise<void> {
  const target = await databaseTarget();
  const password = rolePassword(appSecret(), CONTROL_ROLE);
  try {
    const login = await openClient({ ...target, database: 'postgres', user: CONTROL_ROLE, password });
    await login.end();
  } catch (error) {
    if ((error as pg.DatabaseError).code !== WRONG_PASSWORD) return;
    throw new DatabaseUnavailableError(
      'This server has the roles of a Lavoro with another secret. Give this one the same APP_SECRET, or a PostgreSQL server of its own.',
    );
  }
}

/** What the server stores of the password that APP_SECRET gives a role. */
export const verifierOf = (role: string) => scramVerifier(rolePassword(appSecret(), role));
