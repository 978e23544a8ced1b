import type pg from 'pg';
import { appSecret } from '@/config';
import { log } from '@/observability/log';
import { rolePassword, scramVerifier } from './credentials';
import { settings } from './proof/roles';
import { runChecks, TENANT_NAME } from './proof/shared';
import { connectionLimit, setPassword } from './roles';

const NOT_ALLOWED = '42501';

/** SQL: the companies' login roles of this database, rows of pg_roles. */
const TENANT_ROLES = `
  (SELECT r.* FROM pg_roles r JOIN pg_namespace n ON n.nspname = r.rolname WHERE r.rolname ~ '${TENANT_NAME}') role`;

/**
 * Gives the login roles back what one can change of itself (ALTER ROLE CURRENT_USER …): settings and password; and the
 * companies' roles the connection limit of DB_TENANT_MAX_CONNECTIONS. Only a superuser sees the passwords; where the
 * operator is none, `lavoro doctor` finds a wrong one by logging in.
 */
export async function restoreRoles(client: pg.Client): Promise<void> {
  const { rows } = await client.query(`SELECT FROM pg_class WHERE oid = to_regclass('public.tenants')`);
  if (rows.length === 0) return;
  await restoreSettings(client);
  await restoreConnectionLimits(client);
  await restorePasswords(client);
}

async function restoreSettings(client: pg.Client): Promise<void> {
  for (const { role, privilege, mend } of await runChecks(client, [settings])) {
    // Not what it was set to: that may be anybody's name.
    log().warn({ role, setting: privilege }, 'a role had other settings');
    if (mend !== null) await ifAllowed(client.query(mend));
  }
}

async function restoreConnectionLimits(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ sql: string }>(
    `SELECT format('ALTER ROLE %I CONNECTION LIMIT %s', role.rolname, $1::int) AS sql
     FROM ${TENANT_ROLES} WHERE role.rolconnlimit <> $1::int`,
    [connectionLimit()],
  );
  for (const { sql } of rows) await ifAllowed(client.query(sql));
}

async function restorePasswords(client: pg.Client): Promise<void> {
  const stored = await ifAllowed(
    client.query<{ role: string; verifier: string | null }>(
      `SELECT a.rolname AS role, a.rolpassword AS verifier FROM pg_authid a JOIN ${TENANT_ROLES} ON role.oid = a.oid`,
    ),
  );
  for (const { role, verifier } of stored?.rows ?? []) {
    if (isOwnPassword(role, verifier)) continue;
    log().warn({ role }, 'a role had another password');
    await setPassword(client, role);
  }
}

/** Whether a stored verifier is that of the password APP_SECRET gives the role. */
function isOwnPassword(role: string, verifier: string | null): boolean {
  const salt = /^SCRAM-SHA-256\$1:([^$]+)\$/.exec(verifier ?? '')?.[1];
  if (salt === undefined) return false;
  return scramVerifier(rolePassword(appSecret(), role), 1, Buffer.from(salt, 'base64')) === verifier;
}

async function ifAllowed<T>(query: Promise<T>): Promise<T | undefined> {
  try {
    return await query;
  } catch (error) {
    if ((error as pg.DatabaseError).code === NOT_ALLOWED) return undefined;
    throw error;
  }
}
