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
  process.env.NODE_ENV = 'test';
  process.env.LOG_LEVEL = 'info';
  // Tests ask as often as they like; those of the limits set their own.
  for (const what of ['PUBLIC', 'READS', 'WRITES']) process.env[`RATE_LIMIT_${what}`] = '0';
  // Many tests sign one person in again and again.
  process.env.SESSIONS_PER_USER = '1000';
  process.env.APP_SECRET = 'a-secret-only-for-tests-0123456789abcdef';
  process.env.LAVORO_DATA_DIR = path.join(home, 'data');
  const server = process.env.TEST_POSTGRES === 'debian' ? await debianServer() : await embedded(home);
  const base = `postgresql://postgres:${server.password}@127.0.0.1:${server.port}`;
  process.env.TEST_CLUSTER = base;
  const stop = async () => {
    await server.stop();
    rmSync(home, { recursive: true, force: true });
  };
  await makeTemplate(base).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return stop;
}

async function makeTemplate(base: string): Promise<void> {
  await runSql(`${base}/postgres`, `CREATE DATABASE ${TEMPLATE}`);
  process.env.DATABASE_URL = `${base}/${TEMPLATE}`;
  const { initialiseDatabase } = await import('@/database/initialise');
  await initialiseDatabase();
  process.env.TEST_NEIGHBOUR = JSON.stringify(await makeNeighbour());
}

/** A company with marks in all its texts, in every test file's database: whoever sees a mark of it sees too much. */
async function makeNeighbour(): Promise<unknown> {
  const { logTo } = await import('@/observability/log');
  logTo({ write: () => undefined });
  const { makeMarkedCompany } = await import('./markedCompany');
  const { databaseManager } = await import('@/database/connection');
  const neighbour = await makeMarkedCompany();
  // A database that is copied may have no connection.
  await databaseManager.disconnect();
  return neighbour;
}

type Server = { port: number; password: string; stop(): Promise<void> };

async function embedded(home: string): Promise<Server> {
  const { embeddedServer } = await import('@/database/embedded');
  const settings = { fsync: 'off', max_connections: '300' };
  const { port, password, release } = await embeddedServer({ home, password: 'test-cluster', settings });
  return { port, password, stop: release };
}

/** `TEST_POSTGRES=debian npm test`: the newest PostgreSQL of Debian's packages instead. */
async function debianServer(): Promise<Server> {
  const { debianBinaries, debianCluster } = await import('./debianPostgres');
  const binaries = debianBinaries();
  if (!binaries) throw new Error('TEST_POSTGRES=debian needs the package postgresql');
  return debianCluster(binaries);
}

async function runSql(url: string, sql: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  await client.query(sql);
  await client.end();
}
