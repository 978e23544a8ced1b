// GET /api/v1/locations, 20 rows, signed in, a warm company, 32 keep-alive clients: requests a second of the whole server
// against a bare Hono handler that does the same SQL through pg and nothing else, and for information against the same
// server reading with Prisma. Each in a process of its own; rounds take turns.
import http from 'node:http';
import { figure, makeTenants, median, percentile, round, startCluster } from './lib/cluster.mjs';
import { get, startServer } from './lib/servers.mjs';

const ROUNDS = Number(process.env.HTTP_ROUNDS ?? 7);
const SECONDS = Number(process.env.HTTP_SECONDS ?? 4);
const CLIENTS = 32;
const ROWS = 20;

export async function* measure() {
  const cluster = await startCluster({ maxConnections: 120 });
  const servers = {};
  try {
    const { userId, ids } = await makeTenants(1);
    const { tokenOf, addLocations } = await import('./lib/people.mjs');
    await addLocations(ids[0], ROWS);
    const token = await tokenOf(userId, ids[0]);
    for (const name of ['floor', 'lavoro', 'prisma']) servers[name] = await startServer(name, ids[0]);
    const rates = { floor: [], lavoro: [], prisma: [] };
    const tails = { floor: [], lavoro: [], prisma: [] };
    for (const server of Object.values(servers)) await load(server.port, token, 2);
    for (let n = 0; n < ROUNDS; n += 1) {
      for (const [name, server] of Object.entries(servers)) {
        const times = await load(server.port, token, SECONDS);
        rates[name].push(times.length / SECONDS);
        tails[name].push(percentile(times, 0.99));
      }
    }
    const rate = (name) => round(median(rates[name]), 0);
    const ratio = round(median(rates.lavoro.map((value, n) => value / rates.floor[n])));
    const toPrisma = round(median(rates.lavoro.map((value, n) => value / rates.prisma[n])));
    const p99 = (name) => `p99 ${round(median(tails[name]))} ms`;
    yield figure('floor', rate('floor'), 'requests/s', p99('floor'));
    yield figure('locations', rate('lavoro'), 'requests/s', p99('lavoro'));
    yield figure('locations_prisma', rate('prisma'), 'requests/s', p99('prisma'));
    yield figure('locations_vs_floor', ratio, 'ratio', 'wanted ≥ 0.60', rate('floor'), ratio);
    yield figure('locations_vs_prisma', toPrisma, 'ratio', 'for information', rate('prisma'), toPrisma);
  } finally {
    for (const { stop } of Object.values(servers)) await stop();
    await cluster.stop();
  }
}

async function load(port, token, seconds) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: CLIENTS });
  const until = performance.now() + seconds * 1000;
  const times = [];
  const client = async () => {
    while (performance.now() < until) {
      const began = performance.now();
      await get(port, token, agent);
      times.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  agent.destroy();
  return times;
}
