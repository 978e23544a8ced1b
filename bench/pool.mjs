// A thousand companies, asked unevenly (Zipf, exponent 1) by 64 clients, three indexed reads a request, in four ways: the
// broker at a budget of 1,000 and of 100; a pool for each company without a budget; one pool of 100 for all with SET
// search_path at each checkout; and, as the limit, connections that were opened beforehand, one a company. Each way
// is alone on the server while it runs; rounds take turns. `POOL_ROUNDS`, `POOL_SECONDS`, `POOL_TENANTS` make it shorter.
import pg from 'pg';
import { backends, figure, makeTenants, median, percentile, round, startCluster } from './lib/cluster.mjs';
import { brokerPools, usePools, withClient } from './lib/pools.mjs';

const TENANTS = Number(process.env.POOL_TENANTS ?? 1000);
const ROUNDS = Number(process.env.POOL_ROUNDS ?? 5);
const SECONDS = Number(process.env.POOL_SECONDS ?? 8);
const ONLY = process.env.POOL_ONLY?.split(',');
const CLIENTS = 64;
const WARM_UP_SECONDS = Number(process.env.POOL_WARM ?? 8);
const MEMORY_SECONDS = Number(process.env.POOL_MEMORY ?? 60);
const MAX_CONNECTIONS = 1100;
const TWICE = 60;

const READS = [
  'SELECT id, name, city, version FROM locations WHERE id = $1',
  'SELECT id, sku, name, unit, version FROM inventory_items WHERE sku = $1',
  'SELECT on_hand, reserved FROM stock_balances WHERE item_id = $1 AND location_id = $2',
];

export async function* measure() {
  const cluster = await startCluster({ maxConnections: MAX_CONNECTIONS });
  try {
    const { ids } = await makeTenants(TENANTS);
    const tenants = await fill(cluster, ids);
    const ways = {
      ours1000: ours(1000),
      ours100: ours(100),
      poolEach: poolEach(),
      searchPath: searchPath(cluster),
      limit: limit(),
    };
    const runs = Object.fromEntries(Object.keys(ways).map((name) => [name, []]));
    for (let n = 0; n < ROUNDS; n += 1) {
      for (const [name, way] of Object.entries(ways)) {
        if (ONLY && !ONLY.includes(name)) continue;
        runs[name].push(await run(cluster, way, tenants, name, n === ROUNDS - 1));
      }
    }
    yield* figures(runs);
  } finally {
    await cluster.stop();
  }
}

async function run(cluster, way, tenants, name, last) {
  const access = await way.open(tenants);
  await load(access, tenants, WARM_UP_SECONDS);
  const watch = watchBackends(cluster, way.application);
  const result = await load(access, tenants, SECONDS);
  const most = await watch.stop();
  const memory = last && name !== 'limit' && name !== 'poolEach' ? MEMORY_SECONDS - SECONDS - WARM_UP_SECONDS : 0;
  if (memory > 0) await load(access, tenants, memory);
  const { count, megabytes } = await backends(cluster, way.application);
  await access.close();
  await gone(cluster, way.application);
  const { coldConnects } = result;
  const line = {
    perSecond: round(result.done / SECONDS, 0),
    p50: round(percentile(result.times, 0.5)),
    p99: round(percentile(result.times, 0.99)),
    warmP99: round(percentile(result.warm, 0.99)),
    errors: result.errors,
    firstError: result.firstError,
    coldConnects,
    connections: Math.max(most, count),
    megabytes,
  };
  if (process.env.POOL_VERBOSE) console.error(name, JSON.stringify(line));
  return line;
}

/** 64 clients, each asking again as soon as it is answered. */
async function load(access, tenants, seconds) {
  const choose = zipf(tenants.length, 42);
  const until = performance.now() + seconds * 1000;
  const result = { done: 0, errors: 0, firstError: undefined, times: [], warm: [], coldConnects: 0 };
  const coldBefore = access.coldConnects();
  const client = async () => {
    while (performance.now() < until) {
      const tenant = tenants[choose()];
      const began = performance.now();
      const warm = access.isWarm(tenant);
      try {
        await access.request(tenant);
        const took = performance.now() - began;
        result.times.push(took);
        if (warm) result.warm.push(took);
        result.done += 1;
      } catch (error) {
        result.errors += 1;
        result.firstError ??= error.message;
      }
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  result.coldConnects = access.coldConnects() - coldBefore;
  return result;
}

async function readThree(client, { locationId, sku, itemId }) {
  await client.query(READS[0], [locationId]);
  await client.query(READS[1], [sku]);
  await client.query(READS[2], [itemId, locationId]);
}

function ours(budget) {
  return {
    application: 'lavoro:tenant_%',
    open: async () => {
      const { broker, use, close } = await brokerPools(budget);
      return {
        coldConnects: () => broker.stats().coldConnects,
        isWarm: ({ schema }) => broker.statsOf(schema).open > 0,
        request: (tenant) => use(tenant.schema, (client) => readThree(client, tenant)),
        close,
      };
    },
  };
}

/** The usual snippet: a Map of pg pools, each with pg's defaults. */
function poolEach() {
  return {
    application: 'each:%',
    open: async () => {
      const login = await loginOf();
      const counted = countedPools();
      const use = usePools((schema) => counted.make({ ...login(schema), application_name: `each:${schema}` }));
      return {
        coldConnects: counted.cold,
        isWarm: () => true,
        request: (tenant) => use(tenant.schema, (client) => readThree(client, tenant)),
        close: () => Promise.all([...use.pools.values()].map((pool) => pool.end())),
      };
    },
  };
}

/** One pool for all, the company chosen by search_path at each checkout. */
function searchPath(cluster) {
  return {
    application: 'shared',
    open: async () => {
      const counted = countedPools();
      const pool = counted.make({ connectionString: cluster.url, max: 100, application_name: 'shared' });
      return {
        coldConnects: counted.cold,
        isWarm: () => true,
        request: (tenant) =>
          withClient(pool, async (client) => {
            await client.query(`SET search_path TO ${tenant.schema}`);
            await readThree(client, tenant);
          }),
        close: () => pool.end(),
      };
    },
  };
}

/** Pools of pg that count the connections they open and outlive one that is lost. */
function countedPools() {
  let cold = 0;
  const make = (settings) =>
    new pg.Pool(settings)
      .on('error', () => undefined)
      .on('connect', () => {
        cold += 1;
      });
  return { make, cold: () => cold };
}

/** Connections opened before the clock runs: one for each company, two for those asked most, as the broker would have. */
function limit() {
  return {
    application: 'limit:%',
    open: async (tenants) => {
      const login = await loginOf();
      const clients = new Map();
      for (const [rank, { schema }] of tenants.entries()) {
        const pair = [];
        for (let n = 0; n < (rank < TWICE ? 2 : 1); n += 1) {
          const client = new pg.Client({ ...login(schema), application_name: `limit:${schema}` });
          await client.connect();
          pair.push({ client, busy: 0 });
        }
        clients.set(schema, pair);
      }
      return {
        coldConnects: () => 0,
        isWarm: () => true,
        request: async (tenant) => {
          const [first, second = first] = clients.get(tenant.schema);
          const chosen = second.busy < first.busy ? second : first;
          chosen.busy += 1;
          try {
            await readThree(chosen.client, tenant);
          } finally {
            chosen.busy -= 1;
          }
        },
        close: () => Promise.all([...clients.values()].flat().map(({ client }) => client.end())),
      };
    },
  };
}

async function loginOf() {
  const { rolePassword } = await import('../src/database/credentials.ts');
  const { hostname, port, pathname } = new URL(process.env.DATABASE_URL);
  return (schema) => ({
    host: hostname,
    port: Number(port),
    database: pathname.slice(1),
    user: schema,
    password: rolePassword(process.env.APP_SECRET, schema),
  });
}

/** Twenty items with stock at the headquarters, in each company. */
async function fill(cluster, ids) {
  const tenants = [];
  for (const id of ids) {
    const schema = `tenant_${id.replaceAll('-', '_')}`;
    const [row] = await cluster.sql(`
      WITH items AS (
        INSERT INTO ${schema}.inventory_items (id, sku, name, kind, unit, currency)
        SELECT gen_random_uuid(), 'SKU-' || n, 'Yarn ' || n, 'RAW_MATERIAL', 'kg', 'EUR' FROM generate_series(1, 20) n
        RETURNING id, sku
      ), stock AS (
        INSERT INTO ${schema}.stock_balances (item_id, location_id, on_hand)
        SELECT items.id, l.id, 100 FROM items, ${schema}.locations l RETURNING item_id
      )
      SELECT l.id AS "locationId", i.id AS "itemId", i.sku FROM ${schema}.locations l, items i WHERE i.sku = 'SKU-7'`);
    // The way without a budget is not to fail for a limit that is ours.
    await cluster.sql(`ALTER ROLE ${schema} CONNECTION LIMIT -1`);
    tenants.push({ schema, ...row });
  }
  return tenants;
}

/** Draws 0 … n-1 with chance ∝ 1/(rank+1); the same sequence for the same seed. */
function zipf(n, seed) {
  const cumulative = new Float64Array(n);
  let sum = 0;
  for (let rank = 0; rank < n; rank += 1) {
    sum += 1 / (rank + 1);
    cumulative[rank] = sum;
  }
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const wanted = (state / 2 ** 32) * sum;
    let low = 0;
    let high = n - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (cumulative[middle] < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}

/** The most connections the server had at once, looked at every 50 ms. */
function watchBackends(cluster, like) {
  const client = new pg.Client(cluster.url);
  let most = 0;
  let running = true;
  const watching = (async () => {
    await client.connect();
    while (running) {
      const { rows } = await client.query(
        `SELECT count(*)::int AS n FROM pg_stat_activity WHERE backend_type = 'client backend' AND application_name LIKE $1`,
        [like],
      );
      most = Math.max(most, rows[0].n);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await client.end();
  })();
  return {
    stop: async () => {
      running = false;
      await watching;
      return most;
    },
  };
}

async function gone(cluster, like) {
  while ((await backends(cluster, like)).count > 0) await new Promise((resolve) => setTimeout(resolve, 50));
}

function* figures(runs) {
  for (const [name, all] of Object.entries(runs)) {
    if (all.length === 0) continue;
    const of = (key) => median(all.map((each) => each[key]));
    const errors = all.reduce((sum, each) => sum + each.errors, 0);
    const most = Math.max(...all.map(({ connections }) => connections));
    yield figure(`${name}_per_second`, of('perSecond'), 'requests/s', `p50 ${of('p50')} ms, p99 ${of('p99')} ms`);
    yield figure(`${name}_warm_p99`, of('warmP99'), 'ms', 'of requests whose company had a connection');
    yield figure(`${name}_errors`, errors, 'requests', all.find(({ firstError }) => firstError)?.firstError ?? '');
    yield figure(`${name}_cold_connects`, of('coldConnects'), 'connections', `in ${SECONDS} s`);
    yield figure(`${name}_connections`, most, 'connections', 'most at once on the server');
    yield figure(`${name}_memory`, all.at(-1).megabytes, 'MB', 'private memory of the backends at the end');
  }
  const { ours1000, ours100, searchPath, limit } = runs;
  if (ONLY) return;
  yield compared('zipf_vs_search_path', ours1000, searchPath, 'perSecond', 'wanted ≥ 1.0');
  yield compared('memory_vs_search_path', ours1000.slice(-1), searchPath.slice(-1), 'megabytes', 'wanted ≤ 0.5');
  yield compared('warm_p99_vs_limit', ours1000, limit, 'warmP99', 'wanted ≤ 1.3');
  yield compared('zipf_tight_vs_search_path', ours100, searchPath, 'perSecond', 'wanted ≥ 0.25');
  yield compared('memory_tight_vs_search_path', ours100.slice(-1), searchPath.slice(-1), 'megabytes', 'wanted ≤ 0.1');
  const tail = median(ours100.map(({ p99, p50 }) => p99 / p50));
  yield figure('tight_p99_vs_p50', round(tail), 'ratio', 'wanted ≤ 10', null, round(tail));
}

/** The median of the rounds' ratios: the two sides of a round ran one after the other. */
function compared(name, ours, theirs, key, note) {
  const ratio = round(median(ours.map((each, n) => each[key] / theirs[n][key])));
  return figure(name, ratio, 'ratio', note, median(theirs.map((each) => each[key])), ratio);
}
