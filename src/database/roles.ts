import pg from 'pg';
import { appSecret, config } from '@/config';
import { openClient } from './client';
import { rolePassword, scramVerifier } from './credentials';
import { DatabaseUnavailableError } from './errors';
import { inNamespace } from './namespace';
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
  stock_moves: 'SELECT, INSERT',
  custom_fields: 'SELECT',
  primary_locations: 'SELECT, UPDATE',
  _prisma_migrations: '',
};
/** The same of the control login and the global tables: histories are read, and grown at most. */
const CONTROL_GRANTS: Readonly<Record<string, string>> = {
  _prisma_migrations: 'SELECT',
  migration_ledger: 'SELECT',
  tenant_events: 'SELECT, INSERT',
  security_events: 'SELECT, INSERT',
  audit_seals: 'SELECT, INSERT',
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

/** Who may do what in a schema: the privileges of the tables that are named; the others have ALL_ROWS. */
export type Granted = {
  readonly schema: string;
  readonly role: string;
  readonly tables: Readonly<Record<string, string>>;
};

/** What a tenant's role may have in its schema. */
export const tenantGrants = (schema: string): Granted => ({ schema, role: schema, tables: TABLE_GRANTS });
/** What the control login may do with the global tables. */
export const CONTROL: Granted = { schema: 'public', role: CONTROL_ROLE, tables: CONTROL_GRANTS };

/** Gives the role what it may have in the schema, and nothing else; run by the owner after every change of the tables. */
export async function grant(client: pg.Client, granted: Granted): Promise<void> {
  const { rows } = await client.query<AccessList>(accessListsSql(granted));
  const statements = missingGrants(granted, rows);
  if (statements.length > 0) await client.query(statements.join(';\n'));
}

export type AccessList = {
  readonly name: string;
  readonly kind: 'SCHEMA' | 'TABLE' | 'SEQUENCE';
  readonly acl: string | null;
};

/** SQL: the access lists of the schema and of everything in it. */
export const accessListsSql = ({ schema }: Granted) => `
  SELECT '' AS name, 'SCHEMA' AS kind, nspacl::text AS acl FROM pg_namespace WHERE nspname = ${pg.escapeLiteral(schema)}
  UNION ALL
  SELECT relname, CASE relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, relacl::text
  FROM (${inNamespace('pg_class', `${pg.escapeLiteral(pg.escapeIdentifier(schema))}::regnamespace`)}) c
  WHERE relkind IN ('r', 'p', 'S')`;

/** As an access list writes them. */
const LETTERS: Readonly<Record<string, string>> = { SELECT: 'r', INSERT: 'a', UPDATE: 'w', DELETE: 'd', USAGE: 'U' };

/** The statements for what differs: after most migrations there are none. */
export function missingGrants({ schema, role, tables }: Granted, lists: readonly AccessList[]): string[] {
  const grantee = pg.escapeIdentifier(role);
  const inSchema = pg.escapeIdentifier(schema);
  const entry = new RegExp(`[{,]${role}=([^/]*)/`);
  return lists.flatMap(({ name, kind, acl }) => {
    const wanted = kind === 'TABLE' ? (tables[name] ?? ALL_ROWS) : 'USAGE';
    const letters = wanted.split(', ').map((privilege) => LETTERS[privilege] ?? '');
    if (sorted(entry.exec(acl ?? '')?.[1] ?? '') === sorted(letters.join(''))) return [];
    const object = kind === 'SCHEMA' ? `SCHEMA ${inSchema}` : `${kind} ${inSchema}.${pg.escapeIdentifier(name)}`;
    const revoke = `REVOKE ALL ON ${object} FROM ${grantee}`;
    return wanted === '' ? [revoke] : [revoke, `GRANT ${wanted} ON ${object} TO ${grantee}`];
  });
}

const sorted = (letters: string) => [...letters].sort().join('');

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
