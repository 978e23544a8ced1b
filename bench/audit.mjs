// What the audit log costs. A supplier is made by the service, in its transaction, commits waiting for the disk: with the audit
// row and without it (the context's `audit` does nothing), in turns. Then eight writers at once, beside a sealer that seals
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

/** Makes suppliers as the API does, with the audit row or with what is given in its place. */
async function writer(userId, tenantId) {
  const { recordAudit } = await import('../src/audit/audit.ts');
  const { NO_FIELDS } = await import('../src/contract/customFields.ts');
  const { latestVersion } = await import('../src/database/migrationFiles.ts');
  const { withTenantTransaction } = await import('../src/database/transaction.ts');
  const { suppliers } = await import('../src/modules/partners/partners.service.ts');
  const tenant = {
    id: tenantId,
    slug: 'mill-0',
    name: 'Mill 0',
    currency: 'EUR',
    country: 'Italy',
    schemaVersion: latestVersion('tenant'),
  };
  const base = {
    requestId: '01890000-0000-7000-8000-000000000002',
    ip: '127.0.0.1',
    userId,
    sessionId: userId,
    actor: `user:${userId}`,
    tenant,
    fields: NO_FIELDS,
    role: 'OWNER',
    can: () => true,
  };
  const body = { name: 'Filatura Alba', kind: 'YARN', city: 'Biella', country: 'Italy', contactName: 'Anna Conti' };
  return (audit = recordAudit) =>
    withTenantTransaction(base, (db) => {
      const ctx = { ...base, db, audit: (event) => audit(ctx, event) };
      return suppliers.create(ctx, body);
    });
}

async function* cost(write) {
  const nothing = async () => undefined;
  const sides = { with: [], without: [] };
  for (let n = 0; n < PAIRS + WARM_UP; n += 1) {
    // Whoever is second has its pages in the cache: they take turns at that too.
    const order = n % 2 === 0 ? ['with', 'without'] : ['without', 'with'];
    for (const side of order) {
      const began = performance.now();
      await (side === 'with' ? write() : write(nothing));
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
