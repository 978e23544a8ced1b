// Nine companies with one client each, three reads a request, first alone and then beside a tenth with fifty clients: how
// much longer the nine wait, with the broker and with one shared pool and SET search_path. The same budget for both; the
// ways and the two situations take turns.
import pg from 'pg';
import { figure, makeTenants, median, percentile, round, startCluster } from './lib/cluster.mjs';
import { brokerPools, withClient } from './lib/pools.mjs';

const ROUNDS = Number(process.env.NOISY_ROUNDS ?? 7);
const SECONDS = Number(process.env.NOISY_SECONDS ?? 4);
const QUIET = 9;
const NOISY_CLIENTS = 50;
const BUDGET = 20;
const READ = 'SELECT id, name, city, version FROM locations ORDER BY name LIMIT $1';

export async function* measure() {
  const cluster = await startCluster({ maxConnections: 120 });
  try {
    const { ids } = await makeTenants(QUIET + 1);
    const schemas = ids.map((id) => `tenant_${id.replaceAll('-', '_')}`);
    const ways = { broker: await broker(), shared: shared(cluster) };
    const results = { broker: [], shared: [] };
    for (const way of Object.values(ways)) await run(way, schemas, true, 2);
    for (let n = 0; n < ROUNDS; n += 1) {
      for (const [name, way] of Object.entries(ways)) {
        const alone = await run(way, schemas, false, SECONDS);
        const beside = await run(way, schemas, true, SECONDS);
        results[name].push({
          alone: percentile(alone.others, 0.99),
          beside: percentile(beside.others, 0.99),
          othersPerSecond: beside.others.length / SECONDS,
          noisyPerSecond: beside.noisy / SECONDS,
        });
      }
    }
    for (const way of Object.values(ways)) await way.close();
    const of = (name, key) => round(median(results[name].map((each) => each[key])));
    const ratio = (name) => round(median(results[name].map(({ alone, beside }) => beside / alone)));
    yield figure('others_p99_alone', of('broker', 'alone'), 'ms', 'nine companies, nobody else');
    yield figure(
      'others_p99',
      of('broker', 'beside'),
      'ms',
      `beside fifty clients of one company; wanted ≤ 1.5 × alone. The nine ${of('broker', 'othersPerSecond')} requests/s, the one ${of('broker', 'noisyPerSecond')}`,
      of('broker', 'alone'),
      ratio('broker'),
    );
    yield figure(
      'others_p99_shared_pool',
      of('shared', 'beside'),
      'ms',
      `the same with one shared pool. The nine ${of('shared', 'othersPerSecond')} requests/s, the one ${of('shared', 'noisyPerSecond')}`,
      of('shared', 'alone'),
      ratio('shared'),
    );
  } finally {
    await cluster.stop();
  }
}

async function run(way, schemas, withNoise, seconds) {
  const until = performance.now() + seconds * 1000;
  const [noisy, ...quiet] = schemas;
  const result = { others: [], noisy: 0 };
  const client = async (schema, done) => {
    while (performance.now() < until) {
      const began = performance.now();
      await way.request(schema);
      done(performance.now() - began);
    }
  };
  const count = () => {
    result.noisy += 1;
  };
  await Promise.all([
    ...quiet.map((schema) => client(schema, (ms) => result.others.push(ms))),
    ...Array.from({ length: withNoise ? NOISY_CLIENTS : 0 }, () => client(noisy, count)),
  ]);
  return result;
}

async function readThree(client) {
  for (let n = 0; n < 3; n += 1) await client.query(READ, [10]);
}

async function broker() {
  const { use, close } = await brokerPools(BUDGET);
  return { request: (schema) => use(schema, readThree), close };
}

function shared(cluster) {
  const pool = new pg.Pool({ connectionString: cluster.url, max: BUDGET });
  return {
    request: (schema) =>
      withClient(pool, async (client) => {
        await client.query(`SET search_path TO ${schema}`);
        await readThree(client);
      }),
    close: () => pool.end(),
  };
}
