import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';

/** The database every test file's own is a copy of. */
export const TEMPLATE = 'lavoro_template';

/**
 * One PostgreSQL for the whole run, in a folder of its own: real server, real roles. Its template database is
 * initialised once; each test file gets a copy.
 */
export default async function setup(): Promise<() => Promise<void>> {
  const home = mkdtempSync(path.join(tmpdir(), 'lavoro-test-'));
  chmodSync(home, 0o755);
  const password = 'test-cluster';
  process.env.NODE_ENV = 'test';
  process.env.LOG_LEVEL = 'silent';
  process.env.APP_SECRET = 'a-secret-only-for-tests-0123456789abcdef';
  process.env.LAVORO_DATA_DIR = path.join(home, 'data');
  const { embeddedServer } = await import('@/database/embedded');
  const server = await embeddedServer({
    home,
    password,
    settings: { fsync: 'off', max_connections: '300', log_statement: 'none' },
  });
  const base = `postgresql://${server.user}:${password}@${server.host}:${server.port}`;
  await runSql(`${base}/postgres`, `CREATE DATABASE ${TEMPLATE}`);
  process.env.DATABASE_URL = `${base}/${TEMPLATE}`;
  const { initialiseDatabase } = await import('@/database/initialise');
  await initialiseDatabase();
  process.env.TEST_CLUSTER = base;
  return async () => {
    await server.release();
    rmSync(home, { recursive: true, force: true });
  };
}

async function runSql(url: string, sql: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  await client.query(sql);
  await client.end();
}
