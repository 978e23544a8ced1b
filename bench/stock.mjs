// Posting of issues through the whole server, against the same guarded UPDATE and inserts through raw pg with nothing around
// them: over many items, and all of one item. A receipt of 5,000 rolls in one request. A million balances and a million
// moves: pages of the list of stock, what the stock was worth on a day, and the check of the books against the ledger.
import http from 'node:http';
import pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { bundle } from '../scripts/lib/bundle.mjs';
import { figure, makeTenants, median, percentile, round, startCluster } from './lib/cluster.mjs';
import { startServer } from './lib/servers.mjs';

/** Of the server, which is compiled as `npm start` runs it. */
const FLAGS = (process.env.STOCK_NODE_FLAGS ?? '').split(' ').filter((flag) => flag !== '');
const ROUNDS = Number(process.env.STOCK_ROUNDS ?? 5);
const PARTS = new Set((process.env.STOCK_PARTS ?? 'posting,rolls,reading').split(','));
const SECONDS = Number(process.env.STOCK_SECONDS ?? 4);
const ISSUERS = 50;
/** Of one company in the one process: the floor gets as many, or one for each issuer, whichever is faster. */
const CONNECTIONS = Number(process.env.STOCK_CONNECTIONS ?? 16);
const ITEMS = 200;
const ROLLS = 5000;
const RECEIPTS = 3;
/** Items × places × lots: a million balances, each with the move it comes of. */
const [WIDE_ITEMS, WIDE_PLACES] = [20_000, 50];

export async function* measure() {
  const env = { DB_TENANT_MAX_CONNECTIONS: String(CONNECTIONS), DB_MAX_CONNECTIONS: '100' };
  const cluster = await startCluster({ maxConnections: 200, fsync: 'on', env });
  let server;
  try {
    const { userId, ids } = await makeTenants(2);
    const { tokenOf } = await import('./lib/people.mjs');
    const program = await bundle('bench-server', 'bench/lib/server.ts');
    server = await startServer('lavoro', ids[0], env, [...FLAGS, program]);
    const call = caller(server.port, await tokenOf(userId, ids[0]));
    const shop = await makeShop(call);
    if (PARTS.has('posting')) yield* posting(call, shop, await floorOf(ids[0], shop));
    if (PARTS.has('rolls')) yield* rolls(call, shop);
    if (!PARTS.has('reading')) return;
    const wide = caller(server.port, await tokenOf(userId, ids[1]));
    await fill(cluster, ids[1]);
    yield* reading(wide);
  } finally {
    await server?.stop();
    await cluster.stop();
  }
}

/** Answers `{ status, body }` of the API. */
function caller(port, token) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: ISSUERS });
  return (method, path, body) =>
    new Promise((resolve, reject) => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      if (method === 'POST') headers['idempotency-key'] = uuidv7();
      const request = http.request(
        { host: '127.0.0.1', port, path: `/api/v1${path}`, method, agent, headers },
        (response) => {
          const chunks = [];
          response.on('data', (chunk) => chunks.push(chunk));
          response.on('end', () => {
            const text = Buffer.concat(chunks).toString();
            resolve({ status: response.statusCode, body: text === '' ? null : JSON.parse(text) });
          });
        },
      );
      request.on('error', reject);
      request.end(body === undefined ? undefined : JSON.stringify(body));
    });
}

async function done(answer, status) {
  const { status: got, body } = await answer;
  if (got !== status) throw new Error(`${got}: ${JSON.stringify(body).slice(0, 500)}`);
  return body;
}

/** A place with plenty of many items. */
async function makeShop(call) {
  const place = await done(call('POST', '/locations', { name: 'Yarn store', locationType: 'WAREHOUSE' }), 201);
  const items = [];
  for (let n = 0; n < ITEMS; n += 1) {
    const body = { name: `Yarn ${n}`, kind: 'RAW_MATERIAL', unit: 'kg', unitCost: '3.25' };
    items.push((await done(call('POST', '/inventory/items', body), 201)).id);
  }
  const lines = items.map((itemId) => ({ itemId, quantity: '1000000000' }));
  const receipt = { type: 'RECEIPT', post: true, locationId: place.id, lines };
  await done(call('POST', '/inventory/documents', receipt), 201);
  return { place: place.id, items };
}

/**
 * The same UPDATE and inserts through a pool of pg: as the superuser, whose connections nobody counts. `issue` writes balance,
 * document, line and movement; `issueAll` all that the server writes, so what the item is worth, the audit row and the answer
 * under its key as well.
 */
async function floorOf(tenantId, { place }) {
  const { tenantSchema } = await import('../src/database/tenantName.ts');
  const poolOf = (max) => {
    const options = `-c search_path=${tenantSchema(tenantId)}`;
    const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, options, max });
    pool.on('error', () => undefined);
    return pool;
  };
  const text = {
    update: `UPDATE stock_balances SET on_hand = on_hand - $4, updated_at = now() WHERE item_id = $1 AND location_id = $2
      AND status = $3 AND coalesce(lot_id, '00000000-0000-0000-0000-000000000000') = '00000000-0000-0000-0000-000000000000'
      AND on_hand - reserved >= $4`,
    document: `INSERT INTO stock_documents (id, number, type, status, location_id, effective_date, posted_at)
      VALUES ($1, $2, 'ISSUE', 'POSTED', $3, CURRENT_DATE, now())`,
    line: `INSERT INTO stock_document_lines (id, document_id, line_number, item_id, quantity, entered_unit, entered_qty, unit_factor)
      VALUES ($1, $2, 1, $3, $4, 'kg', $4, 1)`,
    move: `INSERT INTO stock_moves (id, effective_date, movement_type, item_id, from_location_id, from_status, to_end, qty, entered_unit,
        entered_qty, unit_factor, value, currency, source_type, source_id, source_line_id, source_event, created_by)
      VALUES ($1, CURRENT_DATE, 'PRODUCTION_OUT', $2, $3, 'AVAILABLE', 'PRODUCTION', $4, 'kg', $4, 1, 3.25, 'EUR', 'DOCUMENT', $5, $6,
        'POST', 'floor')`,
  };
  const all = {
    cost: 'UPDATE item_costs SET qty = qty - $2::numeric, value = value - 3.25 WHERE item_id = $1',
    audit: `INSERT INTO audit_log (actor_user_id, actor, request_id, action, entity, entity_id, after)
      VALUES ($1, 'floor', $2, 'create', 'stock_document', $2, $3)`,
    key: `INSERT INTO idempotency_keys (user_id, key, request_hash, response_status, response_body) VALUES ($1, $2, $2, 201, $3)`,
  };
  const issueOf = (more) => async (pool, itemId) => {
    const client = await pool.connect();
    try {
      const [id, lineId] = [uuidv7(), uuidv7()];
      await client.query('BEGIN');
      const { rowCount } = await client.query({
        name: 'update',
        text: text.update,
        values: [itemId, place, 'AVAILABLE', '1'],
      });
      if (rowCount !== 1) throw new Error('the floor found nothing to issue');
      await client.query({ name: 'document', text: text.document, values: [id, id, place] });
      await client.query({ name: 'line', text: text.line, values: [lineId, id, itemId, '1'] });
      await client.query({ name: 'move', text: text.move, values: [uuidv7(), itemId, place, '1', id, lineId] });
      await more(client, id, itemId);
      await client.query('COMMIT');
    } finally {
      client.release();
    }
  };
  const rest = async (client, id, itemId) => {
    const answer = JSON.stringify({
      id,
      number: id,
      type: 'ISSUE',
      status: 'POSTED',
      lines: [{ itemId, quantity: '1' }],
    });
    await client.query({ name: 'cost', text: all.cost, values: [itemId, '1'] });
    await client.query({ name: 'audit', text: all.audit, values: [id, id, answer] });
    await client.query({ name: 'key', text: all.key, values: [id, id, answer] });
  };
  return { poolOf, issue: issueOf(() => undefined), issueAll: issueOf(rest) };
}

/** Many at once for some seconds; answers how many a second, how long they took, and how they were answered. */
async function storm(seconds, issue) {
  const until = performance.now() + seconds * 1000;
  const times = [];
  const statuses = new Map();
  const issuer = async () => {
    while (performance.now() < until) {
      const began = performance.now();
      const status = await issue();
      times.push(performance.now() - began);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: ISSUERS }, issuer));
  return { perSecond: times.length / seconds, p99: percentile(times, 0.99), statuses };
}

async function* posting(call, { place, items }, floor) {
  const any = () => items[Math.floor(Math.random() * items.length)];
  const one = () => items[0];
  const ours = (pick) => async () => {
    const lines = [{ itemId: pick(), quantity: '1' }];
    return (await call('POST', '/inventory/documents', { type: 'ISSUE', post: true, locationId: place, lines })).status;
  };
  const pools = [floor.poolOf(CONNECTIONS), floor.poolOf(ISSUERS)];
  const bare = (issue, pool, pick) => async () => {
    await issue(pool, pick());
    return 201;
  };
  const floors = { floor: floor.issue, all: floor.issueAll };
  for (const [name, pick, wanted] of [
    ['many_items', any, 0.5],
    ['hot_item', one, 0.6],
  ]) {
    const rates = { ours: [], floor: [], all: [] };
    const tails = [];
    const statuses = new Map();
    await storm(2, ours(pick));
    for (const pool of pools) await storm(1, bare(floor.issueAll, pool, pick));
    for (let n = 0; n < ROUNDS; n += 1) {
      const run = await storm(SECONDS, ours(pick));
      rates.ours.push(run.perSecond);
      tails.push(run.p99);
      for (const [status, count] of run.statuses) statuses.set(status, (statuses.get(status) ?? 0) + count);
      for (const [which, issue] of Object.entries(floors)) {
        const bareRates = [];
        for (const pool of pools) bareRates.push((await storm(SECONDS / 2, bare(issue, pool, pick))).perSecond);
        rates[which].push(Math.max(...bareRates));
      }
    }
    const ratioTo = (which) => round(median(rates.ours.map((rate, n) => rate / rates[which][n])));
    const ratio = ratioTo('floor');
    const answers = [...statuses].map(([status, count]) => `${count} × ${status}`).join(', ');
    yield figure(`${name}_floor`, round(median(rates.floor), 0), 'movements/s');
    yield figure(
      `${name}_per_second`,
      round(median(rates.ours), 0),
      'movements/s',
      `p99 ${round(median(tails))} ms; ${answers}`,
    );
    yield figure(`${name}_vs_floor`, ratio, 'ratio', `wanted ≥ ${wanted}`, round(median(rates.floor), 0), ratio);
    const rows = 'the floor writes cost, audit row and answer, too';
    yield figure(`${name}_vs_all_rows`, ratioTo('all'), 'ratio', rows, round(median(rates.all), 0), ratioTo('all'));
  }
  for (const pool of pools) await pool.end();
}

async function* rolls(call, { place }) {
  const body = { name: 'Single jersey', kind: 'FINISHED_GOODS', unit: 'kg', tracking: 'ROLL', valuation: 'LOT' };
  const item = await done(call('POST', '/inventory/items', body), 201);
  const times = { RECEIPT: [], ISSUE: [] };
  const post = async (type, lines) => {
    const began = performance.now();
    const made = await done(call('POST', '/inventory/documents', { type, post: true, locationId: place, lines }), 201);
    times[type].push((performance.now() - began) / 1000);
    return made.lines;
  };
  for (let n = 0; n < RECEIPTS; n += 1) {
    const lines = Array.from({ length: ROLLS }, (_, roll) => ({
      itemId: item.id,
      lot: { number: `R${n}-${roll}`, dyeLot: 'D 1' },
      quantity: '21.5',
      unitCost: '4.20',
    }));
    const come = await post('RECEIPT', lines);
    const leaving = come.map(({ lotId, quantity }) => ({ itemId: item.id, lotId, quantity }));
    await post('ISSUE', leaving);
  }
  yield figure('receipt_5000_rolls_s', round(median(times.RECEIPT)), 's', 'wanted ≤ 3');
  yield figure('issue_5000_rolls_s', round(median(times.ISSUE)), 's');
}

/** A million balances and the moves they are the sum of. */
async function fill(cluster, tenantId) {
  const { tenantSchema } = await import('../src/database/tenantName.ts');
  const schema = tenantSchema(tenantId);
  const s = (table) => `${schema}.${table}`;
  await cluster.sql(`
    INSERT INTO ${s('locations')} (id, tenant_id, name, location_type)
      SELECT gen_random_uuid(), '${tenantId}', 'Store ' || n, 'WAREHOUSE' FROM generate_series(2, ${WIDE_PLACES}) n;
    INSERT INTO ${s('inventory_items')} (id, sku, name, kind, unit, currency)
      SELECT gen_random_uuid(), 'YRN-' || n, 'Yarn ' || (n % 5000), 'RAW_MATERIAL', 'kg', 'EUR' FROM generate_series(1, ${WIDE_ITEMS}) n;
    INSERT INTO ${s('stock_balances')} (item_id, location_id, on_hand)
      SELECT i.id, l.id, 1 + (random() * 1000)::int FROM ${s('inventory_items')} i CROSS JOIN ${s('locations')} l;
    INSERT INTO ${s('stock_moves')} (id, effective_date, movement_type, item_id, from_end, to_location_id, to_status, qty, entered_unit,
        entered_qty, unit_factor, value, currency, source_type, source_id, source_line_id, source_event, created_by)
      SELECT gen_random_uuid(), CURRENT_DATE - (random() * 700)::int, 'OPENING', item_id, 'OPENING', location_id, status, on_hand, 'kg',
        on_hand, 1, on_hand * 3, 'EUR', 'ITEM', item_id, id, 'OPENING', 'bench' FROM ${s('stock_balances')};
    INSERT INTO ${s('item_costs')} (item_id, qty, value) SELECT item_id, sum(qty), sum(value) FROM ${s('stock_moves')} GROUP BY item_id;
    ANALYZE ${s('inventory_items')}; ANALYZE ${s('stock_balances')}; ANALYZE ${s('stock_moves')}; ANALYZE ${s('locations')};
    ANALYZE ${s('item_costs')}`);
  await cluster.sql(`VACUUM ${s('stock_balances')}`);
}

async function* reading(call) {
  // The whole list, page by page: warm is what is read a second time.
  const pages = async (sort, most) => {
    const times = [];
    let cursor = null;
    let rows = 0;
    do {
      const began = performance.now();
      const next = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const page = await done(call('GET', `/inventory/stock?limit=50&sort=${sort}${next}`), 200);
      times.push(performance.now() - began);
      rows += page.data.length;
      cursor = page.nextCursor;
    } while (cursor !== null && times.length < most);
    return { times, rows };
  };
  await pages('itemName', 200);
  const { times, rows } = await pages('itemName', Number.POSITIVE_INFINITY);
  yield figure(
    'stock_list_p95_ms',
    round(percentile(times, 0.95)),
    'ms',
    `wanted ≤ 50; ${times.length} pages, ${rows} rows`,
  );
  // Orders without an index are those of one item.
  const [{ itemId }] = (await done(call('GET', '/inventory/stock?limit=1'), 200)).data;
  const ofOne = ['locationName', '-onHand', '-updatedAt'].map((sort) => `${sort}&itemId=${itemId}`);
  for (const sort of ['-itemName', 'sku', ...ofOne]) {
    const some = (await pages(sort, 40)).times.slice(sort.includes('&') ? 0 : 2);
    yield figure(
      `stock_list_by_${sort.replace(/-|&.*/g, '')}_ms`,
      round(percentile(some, 0.95)),
      'ms',
      `p95 of ${some.length} pages, sort=${sort.replace(/&.*/, ' of one item')}`,
    );
  }
  const timed = async (method, path) => {
    const runs = [];
    for (let n = 0; n < 4; n += 1) {
      const began = performance.now();
      await done(call(method, path), 200);
      runs.push((performance.now() - began) / 1000);
    }
    return round(median(runs.slice(1)));
  };
  const lastYear = new Date(Date.now() - 365 * 86_400_000).toISOString().slice(0, 10);
  yield figure(
    'as_of_valuation_s',
    await timed('GET', `/inventory/reports/valuation?on=${lastYear}`),
    's',
    'wanted ≤ 2; a million moves',
  );
  yield figure('verify_s', await timed('POST', '/inventory/actions/verify'), 's', 'a million balances and moves');
}
