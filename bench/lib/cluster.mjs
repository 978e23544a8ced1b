// A PostgreSQL of its own for a measurement, with companies in it, and what its backends weigh.
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';

/** Starts the embedded server in a new folder, makes it Lavoro's, and points this process at it. `fsync` is for commits that count. */
export async function startCluster({ maxConnections, env = {}, fsync = 'off' }) {
  const home = mkdtempSync(path.join(tmpdir(), 'lavoro-bench-'));
  chmodSync(home, 0o755);
  Object.assign(process.env, {
    NODE_ENV: 'test',
    LOG_LEVEL: 'silent',
    APP_SECRET: 'a-secret-only-for-measuring-0123456789abcdef',
    LAVORO_DATA_DIR: path.join(home, 'data'),
    // One person owns everything here, and asks as much as can be answered.
    SESSIONS_PER_USER: '1000',
    RATE_LIMIT_PUBLIC: '0',
    RATE_LIMIT_READS: '0',
    RATE_LIMIT_WRITES: '0',
    ...env,
  });
  const { embeddedServer } = await import('../../src/database/embedded.ts');
  const server = await embeddedServer({
    home,
    password: 'bench',
    settings: { fsync, max_connections: String(maxConnections), shared_buffers: '256MB', jit: 'off' },
  });
  const base = `postgresql://postgres:bench@127.0.0.1:${server.port}`;
  await asSuperuser(`${base}/postgres`, 'CREATE DATABASE lavoro');
  process.env.DATABASE_URL = `${base}/lavoro`;
  const { initialiseDatabase } = await import('../../src/database/initialise.ts');
  await initialiseDatabase();
  return {
    url: `${base}/lavoro`,
    port: server.port,
    sql: (text, values) => asSuperuser(`${base}/lavoro`, text, values),
    stop: async () => {
      const { databaseManager } = await import('../../src/database/connection.ts');
      await databaseManager.disconnect();
      await server.release();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

async function asSuperuser(url, text, values) {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query(text, values)).rows;
  } finally {
    await client.end();
  }
}

/** Brings the companies of one owner from `after` to `count`, through the application; answers the new ones' ids. */
export async function makeTenants(count, { after = 0 } = {}) {
  const { databaseManager } = await import('../../src/database/connection.ts');
  const { migrationManager } = await import('../../src/database/migrations.ts');
  const userId = '01890000-0000-7000-8000-000000000001';
  await databaseManager.control
    .insertInto('users')
    .values({ id: userId, firstName: 'Anna', lastName: 'Conti', email: 'anna@example.test', password: 'none' })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const ids = [];
  let next = after;
  const worker = async () => {
    while (next < count) {
      const n = next++;
      ids[n - after] = await migrationManager.createTenant({
        name: `Mill ${n}`,
        slug: `mill-${n}`,
        country: 'Italy',
        userId,
      });
    }
  };
  await Promise.all([worker(), worker(), worker()]);
  return { userId, ids };
}

/** Server processes of clients, by application name, and the memory that is theirs alone, in MB. */
export async function backends(cluster, like) {
  const rows = await cluster.sql(
    `SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND application_name LIKE $1`,
    [like],
  );
  const bytes = rows.map(({ pid }) => {
    try {
      const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
      return [...rollup.matchAll(/^Private_(?:Clean|Dirty):\s+(\d+) kB/gm)].reduce(
        (sum, [, kb]) => sum + Number(kb),
        0,
      );
    } catch {
      return 0;
    }
  });
  return { count: rows.length, megabytes: Math.round(bytes.reduce((sum, kb) => sum + kb, 0) / 1024) };
}

export const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** The value below which `share` of the values lie. */
export function percentile(values, share) {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export const round = (value, digits = 2) => Math.round(value * 10 ** digits) / 10 ** digits;

export const figure = (name, value, unit, note, baseline = null, ratio = null) => ({
  name,
  value,
  unit,
  baseline,
  ratio,
  note,
});
