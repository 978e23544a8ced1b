// What knowing who asks costs a request, whether racing refreshes agree over two processes, and what a storm of sign-ins
// does to everybody else.
import { spawn } from 'node:child_process';
import http from 'node:http';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { figure, makeTenants, median, percentile, round, startCluster } from './lib/cluster.mjs';
import { get, startServer } from './lib/servers.mjs';

const ROUNDS = Number(process.env.AUTH_ROUNDS ?? 15);
const REQUESTS = 4000;
const RACES = 50;
const RACERS = 200;
const LOGINS = 200;
const CALM_CLIENTS = 4;
const SECONDS = 5;
const STORMS = 11;
/** Milliseconds from one request of a person at work to the next: a server with room, not one that is full already. */
const PACE_MS = 20;
const PASSWORD = 'a password for measuring';

export async function* measure() {
  const cluster = await startCluster({ maxConnections: 120 });
  const servers = [];
  try {
    const { userId, ids } = await makeTenants(1);
    const { tokenOf, addLocations } = await import('./lib/people.mjs');
    await addLocations(ids[0], 20);
    const token = await tokenOf(userId, ids[0]);
    yield* overhead(token);
    servers.push(await startServer('lavoro', ids[0]), await startServer('lavoro', ids[0]));
    const email = await person();
    yield* races(servers, email);
    yield* storm(servers[0], token, email);
  } finally {
    for (const { stop } of servers) await stop();
    await cluster.stop();
  }
}

/** The same route with and without somebody who must be known, in this process, in turns: processor time of a request. */
async function* overhead(token) {
  const { createRouter } = await import('../src/http/router.ts');
  const { mountRoutes } = await import('../src/http/mount.ts');
  const { defineRoute } = await import('../src/http/route.ts');
  const { requestLog } = await import('../src/http/requestLog.ts');
  const { config } = await import('../src/config/index.ts');
  const { z } = await import('zod');
  // What is asked is counted, as it is by default; nobody is refused.
  Object.assign(config(), { RATE_LIMIT_READS: 1_000_000, RATE_LIMIT_COMPANY: 100 });
  const common = {
    method: 'GET',
    summary: 'x',
    tag: 'x',
    response: z.object({ ok: z.boolean() }),
    handler: async () => ({ ok: true }),
  };
  const router = createRouter();
  router.use(requestLog);
  mountRoutes(router, [
    defineRoute({ ...common, path: '/open', access: 'public' }),
    defineRoute({ ...common, path: '/known', access: 'tenant', permission: 'tenant:read' }),
  ]);
  const ask = async (path) => {
    const began = process.cpuUsage();
    for (let n = 0; n < REQUESTS; n += 1) {
      const answer = await router.request(`/api/v1${path}`, { headers: { authorization: `Bearer ${token}` } });
      if (answer.status !== 200) throw new Error(`${path}: ${answer.status}`);
    }
    const { user, system } = process.cpuUsage(began);
    return (user + system) / REQUESTS;
  };
  const costs = { open: [], known: [] };
  for (const path of ['/open', '/known']) await ask(path);
  for (let n = 0; n < ROUNDS; n += 1) {
    costs.open.push(await ask('/open'));
    costs.known.push(await ask('/known'));
  }
  Object.assign(config(), { RATE_LIMIT_READS: 0 });
  const more = round(median(costs.known.map((cost, n) => cost - costs.open[n])), 1);
  yield figure('overhead_us', more, 'µs', `wanted ≤ 60; the bare route ${round(median(costs.open), 1)} µs`);
}

async function person() {
  const { databaseManager } = await import('../src/database/connection.ts');
  const { hashPassword } = await import('../src/auth/passwords/passwords.ts');
  const { v7 } = await import('uuid');
  const email = 'storm@example.test';
  const password = await hashPassword(PASSWORD);
  await databaseManager.control
    .insertInto('users')
    .values({ id: v7(), firstName: 'S', lastName: 'T', email, password })
    .execute();
  return email;
}

const agent = new http.Agent({ maxSockets: 250 });

function post(port, path, body) {
  const text = JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) };
    const request = http.request(
      { host: '127.0.0.1', port, path: `/api/v1${path}`, method: 'POST', agent, headers },
      (response) => {
        const chunks = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('end', () =>
          resolve({ status: response.statusCode, body: JSON.parse(Buffer.concat(chunks).toString() || 'null') }),
        );
      },
    );
    request.on('error', reject);
    request.end(text);
  });
}

const login = (port, email) =>
  post(port, '/auth/login', { identifier: email, password: PASSWORD, tokenTransport: 'body' });

async function* races(servers, email) {
  let { body } = await login(servers[0].port, email);
  const successors = [];
  let refused = 0;
  for (let race = 0; race < RACES; race += 1) {
    const answers = await Promise.all(
      Array.from({ length: RACERS }, (_, n) =>
        post(servers[n % servers.length].port, '/auth/refresh', { refreshToken: body.refreshToken }),
      ),
    );
    const good = answers.filter(({ status }) => status === 200);
    refused += answers.length - good.length;
    successors.push(new Set(good.map((answer) => answer.body.refreshToken)).size);
    body = good[0].body;
  }
  const note = `wanted exactly 1 each; ${RACERS} racers × ${RACES} rounds over two processes, ${refused} not answered`;
  yield figure(
    'racing_refresh_successors',
    Math.max(...successors),
    'tokens',
    `${note}, least ${Math.min(...successors)}`,
  );
}

async function* storm(server, token, email) {
  const rounds = { calm: [], stormy: [], loop: [], took: [] };
  for (let n = 0; n < STORMS; n += 1) {
    rounds.calm.push(percentile(await others(server, token, until(SECONDS)), 0.99));
    await loopOf(server);
    const signIns = await signInsOf(server, email);
    let stormy = true;
    const waiting = others(server, token, () => !stormy);
    const { tookMs, counts } = await signIns();
    stormy = false;
    const strange = Object.keys(counts).find((status) => status !== '200' && status !== '503');
    if (strange) throw new Error(`a sign-in was answered ${strange}`);
    rounds.stormy.push(percentile(await waiting, 0.99));
    rounds.loop.push(await loopOf(server));
    rounds.took.push(tookMs);
  }
  const [calm, stormy] = [round(median(rounds.calm)), round(median(rounds.stormy))];
  const ratio = round(median(rounds.stormy.map((p99, n) => p99 / rounds.calm[n])));
  const note = `wanted ≤ 2; p99 ${calm} ms alone, ${stormy} ms beside ${LOGINS} sign-ins at once, which took ${round(median(rounds.took) / 1000, 1)} s; ${STORMS} times`;
  yield figure('login_storm_p99', ratio, 'ratio', note, calm, ratio);
  yield figure('login_storm_loop_p99_ms', round(median(rounds.loop), 1), 'ms', 'wanted < 100');
}

/** A process that is ready to sign somebody in, and begins when asked. */
async function signInsOf({ port }, email) {
  const script = fileURLToPath(new URL('./lib/signIns.mjs', import.meta.url));
  const child = spawn(process.execPath, [script, port, email, PASSWORD, LOGINS], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  await lines.next();
  return async () => {
    child.stdin.write('\n');
    return JSON.parse((await lines.next()).value);
  };
}

const until = (seconds) => {
  const end = performance.now() + seconds * 1000;
  return () => performance.now() > end;
};

async function others(server, token, over) {
  const calm = new http.Agent({ keepAlive: true, maxSockets: CALM_CLIENTS });
  const times = [];
  const client = async () => {
    while (!over()) {
      const began = performance.now();
      await get(server.port, token, calm);
      const took = performance.now() - began;
      times.push(took);
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, PACE_MS - took)));
    }
  };
  await Promise.all(Array.from({ length: CALM_CLIENTS }, client));
  calm.destroy();
  return times;
}

async function loopOf({ port }) {
  const answer = await fetch(`http://127.0.0.1:${port}/bench/loop`);
  return (await answer.json()).p99Ms;
}
