import type pg from 'pg';
import { appSecret } from '@/config';
import { openClient } from './client';
import { rolePassword } from './credentials';
import { latestVersion } from './migrationFiles';
import { CONTROL_ROLE } from './owner';
import { verifierOf } from './roles';
import { databaseTarget } from './target';
import { tenantSchema } from './tenantName';

/** What is looked at from outside, for `lavoro doctor`. All of it only reads. */
export type Server = {
  readonly version: string;
  readonly superuser: boolean;
  /** Connections that are not kept for superusers and the like. */
  readonly connections: number;
};

export async function examineServer(client: pg.Client): Promise<Server> {
  const { rows } = await client.query<Server>(
    `SELECT current_setting('server_version') AS version, r.rolsuper AS superuser,
            current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
              - coalesce(current_setting('reserved_connections', true), '0')::int AS connections
     FROM pg_roles r WHERE r.rolname = current_user`,
  );
  return rows[0] ?? { version: 'unknown', superuser: false, connections: 0 };
}

/** What waits for a migration: the global tables, companies by their slug; undefined in a database that is not Lavoro's. */
export async function schemasBehind(client: pg.Client): Promise<string[] | undefined> {
  const { rows: found } = await client.query(
    `SELECT FROM pg_roles WHERE to_regclass('public.tenants') IS NOT NULL AND rolname IN ('lavoro_owner', 'lavoro_control')`,
  );
  if (found.length < 2) return undefined;
  const { rows } = await client.query<{ name: string }>(
    `SELECT 'the global tables' AS name WHERE NOT EXISTS (
       SELECT FROM public._prisma_migrations
       WHERE migration_name = $1 AND finished_at IS NOT NULL AND rolled_back_at IS NULL)
     UNION ALL (SELECT slug FROM public.tenants WHERE schema_version < $2 ORDER BY slug)`,
    [latestVersion('control'), latestVersion('tenant')],
  );
  return rows.map(({ name }) => name);
}

export type RefusedLogin = {
  readonly role: string;
  /** SQLSTATE, or the code of the network. */
  readonly code: string | undefined;
  readonly message: string;
  /** Gives the role the password that it should have; the verifier in it opens nothing. */
  readonly password: string;
};

/** Logins tried at the same time. */
const AT_ONCE = 4;

/** The login roles, of the platform and of every company, that do not get in or then find no table of theirs. */
export async function refusedLogins(client: pg.Client): Promise<{ tried: number; refused: RefusedLogin[] }> {
  const { rows } = await client.query<{ id: string }>('SELECT id FROM public.tenants ORDER BY id');
  const control = await tryLogin(CONTROL_ROLE, 'users');
  // With another installation's secret none would get in.
  if (control?.code === '28P01') return { tried: 1, refused: [control] };
  const waiting = rows.map(({ id }) => tenantSchema(id));
  const refused = control ? [control] : [];
  const tryAll = async () => {
    for (let role = waiting.pop(); role !== undefined; role = waiting.pop()) {
      const failure = await tryLogin(role, 'locations');
      if (failure) refused.push(failure);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, tryAll));
  return { tried: rows.length + 1, refused: refused.sort((a, b) => a.role.localeCompare(b.role)) };
}

async function tryLogin(role: string, table: string): Promise<RefusedLogin | undefined> {
  const target = await databaseTarget();
  try {
    const login = await openClient({ ...target, user: role, password: rolePassword(appSecret(), role) });
    try {
      await login.query(`SELECT FROM ${table} LIMIT 1`);
    } finally {
      await login.end();
    }
    return undefined;
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    return { role, code, message, password: `ALTER ROLE ${role} PASSWORD '${verifierOf(role)}'` };
  }
}
