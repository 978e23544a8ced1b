import { readFileSync } from 'node:fs';
import pg from 'pg';
import { config, keptSecrets } from '@/config';
import { openClient } from './client';
import { type EmbeddedServer, embeddedServer } from './embedded';
import { DatabaseUnavailableError } from './errors';

/** Where the one database is, and the login of DATABASE_URL (the operator's, who owns the roles). */
export type DatabaseTarget = {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  readonly ssl: false | { ca?: string; rejectUnauthorized: boolean };
};

let resolved: Promise<{ target: DatabaseTarget; server?: EmbeddedServer }> | undefined;

/** The database this process uses: DATABASE_URL, else DB_*, else the embedded one, which is started when it is not up. */
export async function databaseTarget(): Promise<DatabaseTarget> {
  resolved ??= config().embedded ? embeddedTarget() : externalTarget();
  const looking = resolved;
  try {
    return (await looking).target;
  } catch (error) {
    // What failed once may work the next time.
    if (resolved === looking) resolved = undefined;
    throw error;
  }
}

/** Where the embedded cluster's files are; undefined with an external server or before the first use. */
export async function clusterFolder(): Promise<string | undefined> {
  return (await resolved)?.server?.dataDir;
}

/** Makes the next use look the server up anew. An external server has its address for good. */
export function forgetDatabase(): void {
  if (config().embedded) resolved = undefined;
}

/** Gives the embedded server up, when there is one. After this a new call of databaseTarget starts it again. */
export async function releaseDatabase(): Promise<void> {
  const last = resolved;
  resolved = undefined;
  const server = (await last?.catch(() => undefined))?.server;
  await server?.release();
}

async function embeddedTarget(): Promise<{ target: DatabaseTarget; server: EmbeddedServer }> {
  const { dataDir, DB_NAME, DB_MAX_CONNECTIONS } = config();
  const { databasePassword } = keptSecrets(dataDir);
  const server = await embeddedServer({
    home: dataDir,
    password: databasePassword,
    settings: { max_connections: String(Math.max(100, DB_MAX_CONNECTIONS + 20)) },
  });
  const { host, port, user, password } = server;
  const target: DatabaseTarget = { host, port, database: DB_NAME, user, password, ssl: false };
  try {
    await createDatabase(target);
  } catch (error) {
    await server.release();
    throw error;
  }
  return { target, server };
}

/** Makes the database when it is missing; every other database of the embedded cluster is closed to the tenants' roles. */
async function createDatabase(target: DatabaseTarget): Promise<void> {
  const client = await openClient({ ...target, database: 'postgres' });
  try {
    // Two processes that start at once must not change the same rows of the catalog at once.
    await client.query(`SELECT pg_advisory_lock(hashtextextended('lavoro:database', 0))`);
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [target.database]);
    if (found.rowCount === 0) {
      await client.query('REVOKE CONNECT ON DATABASE postgres, template1 FROM PUBLIC');
      await client.query(`CREATE DATABASE ${pg.escapeIdentifier(target.database)}`);
    }
  } catch (error) {
    // Another process may have made it between the question and the answer.
    if (!['42P04', '23505'].includes((error as { code?: string }).code ?? '')) throw error;
  } finally {
    await client.end();
  }
}

async function externalTarget(): Promise<{ target: DatabaseTarget }> {
  return { target: describedTarget() };
}

function describedTarget(): DatabaseTarget {
  const env = config();
  const ssl = env.DB_SSL && {
    rejectUnauthorized: true,
    ...(env.DB_SSL_CA && { ca: certificate(env.DB_SSL_CA) }),
  };
  if (env.DATABASE_URL === undefined) {
    return {
      host: env.DB_HOST ?? 'localhost',
      port: env.DB_PORT,
      database: env.DB_NAME,
      user: env.DB_USER,
      password: env.DB_PASSWORD,
      ssl,
    };
  }
  const url = parsed(env.DATABASE_URL);
  // pg would take the user's name for it, as psql does.
  if (!/^[^/?#]+:\/\/[^/?#]*\/[^?#]/.test(env.DATABASE_URL))
    throw new DatabaseUnavailableError('DATABASE_URL names no database: it must end in /lavoro_ai_ferri or the like.');
  return {
    host: url.host,
    port: url.port,
    database: url.database ?? '',
    user: url.user ?? env.DB_USER,
    password: url.password ?? '',
    ssl: ssl || (url.ssl ? { rejectUnauthorized: /[?&]sslmode=verify-(full|ca)\b/.test(env.DATABASE_URL) } : false),
  };
}

/** As pg itself reads it; nothing is opened. */
function parsed(url: string): pg.Client {
  try {
    return new pg.Client({ user: config().DB_USER, connectionString: url });
  } catch {
    throw new DatabaseUnavailableError(
      'DATABASE_URL cannot be read: it must look like postgresql://user:password@host:5432/database.',
    );
  }
}

function certificate(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new DatabaseUnavailableError(`DB_SSL_CA names ${file}, which cannot be read.`);
  }
}
