// A thousand companies change shape: how long a run takes that has nothing to do; an added column with its index, by the
// fleet and by the plain loop over the companies, in turns, both on disk at the end; and how long the readers of a large
// company wait at most while it is migrated, with somebody's report holding its table open. `MIGRATE_TENANTS`,
// `MIGRATE_ROUNDS` and `MIGRATE_ROWS` make it shorter.
import { createHash } from 'node:crypto';
import pg from 'pg';
import { figure, makeTenants, median, round, startCluster } from './lib/cluster.mjs';

const TENANTS = Number(process.env.MIGRATE_TENANTS ?? 1000);
const ROUNDS = Number(process.env.MIGRATE_ROUNDS ?? 5);
const ROWS = Number(process.env.MIGRATE_ROWS ?? 300_000);
const READERS = 8;
/** How long somebody else reads the table in one transaction, again and again. */
const REPORT_MS = 1500;

const NAME = '29990101000000_weave';
const UP = 'ALTER TABLE inventory_items ADD COLUMN weave text; CREATE INDEX weave_idx ON inventory_items (weave);';
const DOWN = 'ALTER TABLE inventory_items DROP COLUMN weave;';
const weave = { name: NAME, sql: UP, down: DOWN, checksum: createHash('sha256').update(UP).digest('hex') };

export async function* measure() {
  const cluster = await startCluster({ maxConnections: 60, fsync: 'on' });
  try {
    const { ids } = await makeTenants(TENANTS);
    await cluster.sql('ANALYZE');
    const fleet = await import('../src/database/fleet/fleet.ts');
    const { readMigrations } = await import('../src/database/migrationFiles.ts');
    const base = readMigrations('tenant');
    yield* nothingToDo(fleet);
    yield* addedColumn(cluster, fleet, base, ids);
    yield* readers(cluster, fleet, base, ids[0]);
  } finally {
    await cluster.stop();
  }
}

async function* nothingToDo({ migrateFleet }) {
  const { migrationManager } = await import('../src/database/migrations.ts');
  const times = { fleet: [], deployment: [] };
  for (let n = 0; n < 7; n += 1) {
    times.fleet.push(await timed(() => migrateFleet()));
    times.deployment.push(await timed(() => migrationManager.deploy()));
  }
  yield figure(`noop_${TENANTS}_ms`, round(median(times.fleet), 1), 'ms', 'wanted ≤ 300; connecting included');
  yield figure(
    `noop_deploy_${TENANTS}_ms`,
    round(median(times.deployment), 0),
    'ms',
    'the same with the global tables; a start also proves the wall (bench proof)',
  );
}

async function* addedColumn(cluster, { migrateFleetOn, rollbackFleet }, base, ids) {
  const { asOperator } = await import('../src/database/owner.ts');
  const { requireIsolation } = await import('../src/database/proof.ts');
  const migrations = [...base, weave];
  const last = base.at(-1).name;
  const rounds = [];
  for (let n = 0; n < ROUNDS; n += 1) {
    const fleet = await timed(() => asOperator((client) => migrateFleetOn(client, { migrations })));
    const proof = await timed(() => asOperator(requireIsolation));
    await rollbackFleet(last, { migrations });
    await cluster.sql('VACUUM (ANALYZE)');
    const plain = await timed(() => serial(cluster, ids, UP, INSERT));
    await serial(cluster, ids, DOWN, DELETE);
    await cluster.sql('VACUUM (ANALYZE)');
    rounds.push({ fleet, proof, plain });
  }
  const rate = (of) => round(median(rounds.map((each) => ids.length / (of(each) / 1000))), 0);
  const ratio = (of) => round(median(rounds.map((each) => each.plain / of(each))));
  const plainRate = rate(({ plain }) => plain);
  yield figure(
    'add_column_vs_serial',
    ratio(({ fleet }) => fleet),
    'ratio',
    'wanted ≥ 1.5; ledger, histories and the proof at the first company included, on disk at the end',
    plainRate,
    ratio(({ fleet }) => fleet),
  );
  yield figure(
    'add_column_per_second',
    rate(({ fleet }) => fleet),
    'companies/s',
    `the plain loop ${plainRate}`,
  );
  yield figure(
    'add_column_and_proof_vs_serial',
    ratio(({ fleet, proof }) => fleet + proof),
    'ratio',
    'with the proof of all companies at the end, which the plain loop has not',
    plainRate,
    ratio(({ fleet, proof }) => fleet + proof),
  );
}

const INSERT = `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
  VALUES (gen_random_uuid()::text, '${weave.checksum}', '${NAME}', now(), 1)`;
const DELETE = `DELETE FROM _prisma_migrations WHERE migration_name = '${NAME}'`;

/** What one would write by hand: company after company, each in a transaction with its history row. */
async function serial(cluster, ids, sql, history) {
  const client = new pg.Client(cluster.url);
  await client.connect();
  for (const id of ids) {
    await client.query('BEGIN');
    await client.query(`SET LOCAL ROLE lavoro_owner; SET LOCAL search_path = "tenant_${id.replaceAll('-', '_')}"`);
    await client.query(sql);
    await client.query(history);
    await client.query('COMMIT');
  }
  await client.end();
}

async function* readers(cluster, { migrateFleet, rollbackFleet }, base, id) {
  const schema = `tenant_${id.replaceAll('-', '_')}`;
  await cluster.sql(`
    INSERT INTO ${schema}.inventory_items (id, sku, name, kind, unit, currency)
    SELECT gen_random_uuid(), 'SKU-' || n, 'Yarn ' || n, 'RAW_MATERIAL', 'kg', 'EUR' FROM generate_series(1, ${ROWS}) n`);
  const migrations = [...base, weave];
  const waits = [];
  let errors = 0;
  for (let n = 0; n < ROUNDS; n += 1) {
    const reading = read(cluster, schema, true);
    await migrateFleet({ migrations, tenants: [id] });
    const during = await reading.stop();
    await rollbackFleet(base.at(-1).name, { migrations, tenants: [id] });
    waits.push(during.longest);
    errors += during.errors;
  }
  const reading = read(cluster, schema, true);
  await new Promise((resolve) => setTimeout(resolve, 3000));
  const { longest } = await reading.stop();
  const note = `wanted ≤ 1000; ${ROWS} rows, ${READERS} readers, ${errors} errors; without a migration ${round(longest, 0)}`;
  yield figure('reader_max_wait_ms', round(Math.max(...waits), 0), 'ms', note, round(longest, 0));
}

/** Readers of one company's items, and beside them one who keeps a transaction open. */
function read(cluster, schema) {
  const result = { longest: 0, errors: 0 };
  let running = true;
  const connect = async () => {
    const client = new pg.Client(cluster.url);
    await client.connect();
    await client.query(`SET search_path = ${schema}`);
    return client;
  };
  const reader = async () => {
    const client = await connect();
    while (running) {
      const took = await timed(() => client.query(`SELECT id, name FROM inventory_items WHERE sku = 'SKU-7'`)).catch(
        () => {
          result.errors += 1;
          return 0;
        },
      );
      result.longest = Math.max(result.longest, took);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await client.end();
  };
  const report = async () => {
    const client = await connect();
    while (running) {
      await client.query('BEGIN');
      await client.query('SELECT count(*) FROM inventory_items WHERE sku LIKE $1', ['SKU-1%']);
      await new Promise((resolve) => setTimeout(resolve, REPORT_MS));
      await client.query('COMMIT');
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await client.end();
  };
  const all = Promise.all([...Array.from({ length: READERS }, reader), report()]);
  return {
    stop: async () => {
      running = false;
      await all;
      return result;
    },
  };
}

async function timed(work) {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
