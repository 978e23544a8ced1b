// How long a new company takes: made whole, against its bare DDL sent in one round trip, in turns; among ten companies and
// among two thousand; and where a spare stands ready. `PROVISION_TENANTS` makes it shorter.
import pg from 'pg';
import { figure, makeTenants, median, percentile, round, startCluster } from './lib/cluster.mjs';

const MANY = Number(process.env.PROVISION_TENANTS ?? 2000);
const FEW = 10;
const ROUNDS = 25;
const SPARES = 60;

export async function* measure() {
  const cluster = await startCluster({ maxConnections: 60, fsync: 'on', env: { TENANT_SPARES: String(SPARES) } });
  const raw = new pg.Client(cluster.url);
  try {
    await raw.connect();
    const { migrationManager } = await import('../src/database/migrations.ts');
    const { fillSpares } = await import('../src/database/spares.ts');
    const { userId } = await makeTenants(FEW);
    let count = FEW;
    const create = () => {
      count += 1;
      return timed(() =>
        migrationManager.createTenant({ name: 'Mill', slug: `new-mill-${count}`, country: 'Italy', userId }),
      );
    };

    const few = { ours: [], raw: [] };
    for (let n = 0; n < ROUNDS; n += 1) {
      few.ours.push(await create());
      few.raw.push(await rawDdl(raw, n));
    }
    const ratio = round(median(few.ours.map((ms, n) => ms / few.raw[n])));
    const bare = round(median(few.raw), 1);
    yield figure('create_ms', round(median(few.ours), 1), 'ms', 'role, schema, tables, grants, first rows');
    yield figure('create_vs_raw_ddl', ratio, 'ratio', 'wanted ≤ 1.5', bare, ratio);

    await makeTenants(MANY, { after: count });
    count = MANY;
    const many = [];
    for (let n = 0; n < ROUNDS; n += 1) many.push(await create());
    const growth = round(median(many) / median(few.ours));
    yield figure(`create_${MANY}_vs_${FEW}`, growth, 'ratio', 'wanted ≤ 1.5', round(median(few.ours), 1), growth);

    await fillSpares();
    const claims = [];
    for (let n = 0; n < SPARES - 5; n += 1) claims.push(await create());
    const note = `wanted ≤ 15; p99 ${round(percentile(claims, 0.99), 1)}, among ${MANY} companies`;
    yield figure('spare_p50_ms', round(median(claims), 1), 'ms', note);
  } finally {
    await raw.end();
    await cluster.stop();
  }
}

/** The statements of the migrations in one round trip, on a connection that is open. */
async function rawDdl(client, n) {
  const { readMigrations } = await import('../src/database/migrationFiles.ts');
  const sql = readMigrations('tenant').map((migration) => migration.sql);
  const id = `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
  const text = [
    'BEGIN',
    `CREATE SCHEMA raw_${n}`,
    `SET LOCAL search_path = raw_${n}`,
    `SET LOCAL lavoro.tenant_id = '${id}'`,
    ...sql,
    'COMMIT',
  ].join(';\n');
  return timed(() => client.query(text));
}

async function timed(work) {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
