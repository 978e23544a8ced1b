// What the first request of a company costs that nobody has used for a while, over the second: no connection, nothing
// remembered of the session. GET /api/v1/locations against the whole server, one request at a time.
import { figure, makeTenants, median, percentile, round, startCluster } from './lib/cluster.mjs';
import { startServer, timedGet } from './lib/servers.mjs';

const ROUNDS = Number(process.env.COLDSTART_ROUNDS ?? 5);
const COMPANIES = 40;

export async function* measure() {
  const cluster = await startCluster({ maxConnections: 120, env: { DB_IDLE_TIMEOUT: '300' } });
  let server;
  try {
    const { userId, ids } = await makeTenants(COMPANIES);
    const { tokenOf } = await import('./lib/people.mjs');
    const tokens = await Promise.all(ids.map((id) => tokenOf(userId, id)));
    server = await startServer('lavoro', ids[0]);
    await Promise.all(tokens.map((token) => timedGet(server.port, token)));
    const rounds = { cold: [], warm: [] };
    for (let n = 0; n < ROUNDS; n += 1) {
      await allIdle(cluster);
      const [cold, warm] = [[], []];
      for (const token of tokens) {
        cold.push(await timedGet(server.port, token));
        warm.push(await timedGet(server.port, token));
      }
      rounds.cold.push(median(cold));
      rounds.warm.push(median(warm));
      rounds.tail = Math.max(rounds.tail ?? 0, percentile(cold, 0.99));
    }
    const [cold, warm] = [median(rounds.cold), median(rounds.warm)];
    yield figure('cold_p50_ms', round(cold), 'ms', `slowest ${round(rounds.tail)} ms`);
    yield figure('warm_p50_ms', round(warm), 'ms', '');
    yield figure('cold_minus_warm_ms', round(cold - warm), 'ms', 'wanted ≤ 15', round(warm), round(cold / warm));
  } finally {
    await server?.stop();
    await cluster.stop();
  }
}

/** Until no company has a connection, and what was remembered of the sessions is too old. */
async function allIdle(cluster) {
  const open = `SELECT 1 FROM pg_stat_activity WHERE application_name LIKE 'lavoro:tenant_%'`;
  while ((await cluster.sql(open)).length > 0) await new Promise((resolve) => setTimeout(resolve, 50));
  await new Promise((resolve) => setTimeout(resolve, 5500));
}
