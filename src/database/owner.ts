import pg from 'pg';
import { openClient } from './client';
import { DatabaseUnavailableError } from './errors';
import { type DatabaseTarget, databaseTarget } from './target';

/** Owns every schema and table; nobody logs in as it. */
export const OWNER_ROLE = 'lavoro_owner';
/** The login of the control plane. */
export const CONTROL_ROLE = 'lavoro_control';

/**
 * Runs `work` on a connection of the operator's login (DATABASE_URL). Only for roles, DDL, provisioning, migrations.
 * Throws DatabaseUnavailableError when the server is not there, refuses the login or has no such database.
 */
export async function asOperator<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const leave = await enter();
  try {
    return await connected(work);
  } finally {
    leave();
  }
}

/** Operator connections of this process at once: many companies made together take turns. Nobody holding one asks for another. */
const MOST_OPERATORS = 2;
let operators = 0;
const queue: (() => void)[] = [];

async function enter(): Promise<() => void> {
  if (operators >= MOST_OPERATORS) await new Promise<void>((resolve) => queue.push(resolve));
  else operators += 1;
  return () => {
    const next = queue.shift();
    if (next) next();
    else operators -= 1;
  };
}

/** A connection of the operator's login; the caller ends it. Throws as asOperator does. */
export async function openOperator(name: string): Promise<pg.Client> {
  const target = await databaseTarget();
  return openClient({ ...target, ...OPTIONS, application_name: name }).catch((error: unknown) => {
    throw explain(error, target);
  });
}

const OPTIONS = { application_name: 'lavoro:operator', connectionTimeoutMillis: 10_000 };
/** Milliseconds an operator's connection is kept for the next one who asks. */
const KEPT_MS = 5000;

let kept: pg.Pool | undefined;

function keptPool(target: DatabaseTarget): pg.Pool {
  kept ??= new pg.Pool({
    ...target,
    ...OPTIONS,
    max: MOST_OPERATORS,
    idleTimeoutMillis: KEPT_MS,
    allowExitOnIdle: true,
  })
    .on('error', () => undefined)
    // Its loss while it is in use fails the statement under way; without a listener it would end the process.
    .on('connect', (client) => void client.on('error', () => undefined));
  return kept;
}

/** Closes the operator's connections that are kept. */
export async function closeOperators(): Promise<void> {
  const pool = kept;
  kept = undefined;
  await pool?.end();
}

async function connected<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const target = await databaseTarget();
  const pool = keptPool(target);
  const client = await pool.connect().catch(async (error: unknown) => {
    // The next one looks up anew where the server is.
    await closeOperators();
    throw explain(error, target);
  });
  try {
    return await work(client as unknown as pg.Client);
  } finally {
    await giveBack(client);
  }
}

/** As new, without roles, settings and locks; or closed. */
async function giveBack(client: pg.PoolClient): Promise<void> {
  try {
    await client.query('DISCARD ALL');
    client.release();
  } catch {
    client.release(true);
  }
}

/** Runs `work` in one transaction; anything thrown rolls it back. */
export async function inTransaction<T>(client: pg.Client, work: () => Promise<T>): Promise<T> {
  await client.query('BEGIN');
  try {
    const result = await work();
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

/** From here to the end of the transaction, everything is done as the owner and lands in `schema`. */
export async function actAsOwner(client: pg.Client, schema: string): Promise<void> {
  await client.query(`SET LOCAL ROLE ${OWNER_ROLE}; SET LOCAL search_path = ${pg.escapeIdentifier(schema)}`);
}

function explain(error: unknown, { host, port, database, user }: DatabaseTarget): unknown {
  const { code, message } = error as { code?: string; message?: string };
  switch (code) {
    case 'ECONNREFUSED':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'ETIMEDOUT':
      return new DatabaseUnavailableError(
        `No PostgreSQL answers at ${host}:${port}. Check DATABASE_URL (or DB_HOST and DB_PORT) and that the service runs.`,
      );
    case '28P01':
    case '28000':
      return new DatabaseUnavailableError(
        `PostgreSQL at ${host}:${port} refuses the login of "${user}". Check the user and password of DATABASE_URL.`,
      );
    case '3D000':
      return new DatabaseUnavailableError(
        `There is no database "${database}" at ${host}:${port}. Make it with: CREATE DATABASE ${database};`,
      );
    default:
      return new DatabaseUnavailableError(
        `PostgreSQL at ${host}:${port} cannot be used: ${message ?? 'unknown reason'}.`,
      );
  }
}
