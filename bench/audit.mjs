// What the audit log costs. A supplier is made by POST, in this process, commits waiting for the disk: with the audit row and
// without it (the context's `audit` does nothing), in turns. Then eight writers at once, beside a sealer that seals
// their log every second and without one, in turns; the server itself seals once a minute.
import { figure, makeTenants, median, percentile, round, startCluster } from './lib/cluster.mjs';

const PAIRS = Number(process.env.AUDIT_PAIRS ?? 1500);
const ROUNDS = Number(process.env.AUDIT_ROUNDS ?? 7);
const SECONDS = Number(process.env.AUDIT_SECONDS ?? 4);
const WRITERS = 8;
const SEAL_EVERY_MS = 1000;
const WARM_UP = 100;

export async function* measure() {
  const cluster = await startCluster({
    maxConnections: 60,
    fsync: 'on',
    env: { DB_TENANT_MAX_CONNECTIONS: String(WRITERS) },
  });
  try {
    const { userId, ids } = await makeTenants(1);
    const [tenantId] = ids;
    const write = await writer(userId, tenantId);
    yield* cost(write);
    yield* sealing(write, tenantId);
  } finally {
    await cluster.stop();
  }
}

/** Makes suppliers by POST, with the audit row or with what is given in its place; the two differ in nothing else. */
async function writer(userId, tenantId) {
  const { recordAudit } = await import('../src/audit/audit.ts');
  const { withTenantTransaction } = await import('../src/database/transaction.ts');
  const { mountRoutes } = await import('../src/http/mount.ts');
  const { createRouter } = await import('../src/http/router.ts');
  const { routes } = await import('../src/routes.ts');
  const { tokenOf } = await import('./lib/people.mjs');
  const route = routes.find(({ method, path }) => method === 'POST' && path === '/suppliers');
  // A route that makes its own transaction is free to say what its context's `audit` does.
  const appWith = (audit) => {
    const handler = (outer, input) =>
      withTenantTransaction(outer, (db) => {
        const ctx = { ...outer, db, audit: (event) => audit(ctx, event) };
        return route.handler(ctx, input);
      });
    const app = createRouter();
    mountRoutes(app, [{ ...route, ownTransaction: true, handler }]);
    return app;
  };
  const apps = { with: appWith(recordAudit), without: appWith(async () => undefined) };
  const headers = {
    authorization: `Bearer ${await tokenOf(userId, tenantId)}`,
    'content-type': 'application/json',
  };
  const body = JSON.stringify({ name: 'Filatura Alba', kind: 'YARN', city: 'Biella', contactName: 'Anna Conti' });
  return async (side = 'with') => {
    const answer = await apps[side].request('/api/v1/suppliers', { method: 'POST', headers, body });
    if (answer.status !== 201) throw new Error(await answer.text());
    await answer.text();
  };
}

async function* cost(write) {
  const sides = { with: [], without: [] };
  for (let n = 0; n < PAIRS + WARM_UP; n += 1) {
    // Whoever is second has its pages in the cache: they take turns at that too.
    const order = n % 2 === 0 ? ['with', 'without'] : ['without', 'with'];
    for (const side of order) {
      const began = performance.now();
      await write(side);
      if (n >= WARM_UP) sides[side].push(performance.now() - began);
    }
  }
  const ms = (side) => round(median(sides[side]), 3);
  const p99 = (side) => `p99 ${round(percentile(sides[side], 0.99))} ms`;
  const ratio = round(median(sides.with) / median(sides.without), 3);
  yield figure('write_ms', ms('with'), 'ms', p99('with'));
  yield figure('write_without_row_ms', ms('without'), 'ms', p99('without'));
  yield figure('audit_cost', ratio, 'ratio', 'wanted ≤ 1.1', ms('without'), ratio);
}

async function* sealing(write, tenantId) {
  const { sealCompany } = await import('../src/audit/seal.ts');
  await sealCompany(tenantId);
  const rates = { beside: [], alone: [] };
  let sealed = 0;
  await load(write, 1);
  for (let n = 0; n < ROUNDS; n += 1) {
    for (const side of n % 2 === 0 ? ['alone', 'beside'] : ['beside', 'alone']) {
      let over = false;
      const sealer = (async () => {
        while (side === 'beside' && !over) {
          sealed += (await sealCompany(tenantId)).made.reduce((sum, { rows }) => sum + rows, 0);
          await new Promise((resolve) => setTimeout(resolve, SEAL_EVERY_MS));
        }
      })();
      rates[side].push((await load(write, SECONDS)) / SECONDS);
      over = true;
      await sealer;
      // What one side has written is not left to the other to seal.
      await sealCompany(tenantId);
    }
  }
  const rate = (side) => round(median(rates[side]), 0);
  const ratio = round(median(rates.beside.map((value, n) => value / rates.alone[n])), 3);
  yield figure('writes_alone', rate('alone'), 'writes/s', `${WRITERS} writers`);
  yield figure('writes_beside_sealer', rate('beside'), 'writes/s', `${sealed} rows sealed meanwhile`);
  yield figure('seal_throughput', ratio, 'ratio', 'wanted ≥ 0.9', rate('alone'), ratio);
}

/** How many writes eight writers do. */
async function load(write, seconds) {
  const until = performance.now() + seconds * 1000;
  let count = 0;
  const one = async () => {
    while (performance.now() < until) {
      await write();
      count += 1;
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, one));
  return count;
}
