// Files of a hundred thousand items: one sent and run, then all of them taken away, CSV and XLSX. The server is a process of its
// own, compiled by nobody (tsx); its memory is the most it had, read from Linux twenty times a second.
import { readFileSync } from 'node:fs';
import { figure, makeTenants, round, startCluster } from './lib/cluster.mjs';
import { startServer } from './lib/servers.mjs';

const ROWS = Number(process.env.FILES_ROWS ?? 100_000);
const EVERY_MS = 50;

export async function* measure() {
  const cluster = await startCluster({ maxConnections: 30, fsync: 'on' });
  let server;
  try {
    const { userId, ids } = await makeTenants(1);
    const { tokenOf } = await import('./lib/people.mjs');
    const token = await tokenOf(userId, ids[0]);
    server = await startServer('lavoro', ids[0]);
    const api = caller(server.port, token);
    await api('GET', '/locations');
    const memory = watched(server.pid);
    const idle = memory.take();
    const csv = file();
    const sent = await timed(() => api('POST', '/imports?kind=items', csv, 'text/csv'));
    const staged = memory.take();
    const ran = await timed(() =>
      api('POST', `/imports/${sent.answer.id}/actions/run`, JSON.stringify({ mode: 'all' })),
    );
    if (ran.answer.madeCount !== ROWS) throw new Error(JSON.stringify(ran.answer));
    const run = memory.take();
    const again = await timed(() => api('POST', '/imports?kind=items', csv, 'text/csv'));
    const changed = await timed(() =>
      api('POST', `/imports/${again.answer.id}/actions/run`, JSON.stringify({ mode: 'all' })),
    );
    memory.take();
    const read = {};
    for (const format of ['csv', 'xlsx']) {
      read[format] = await timed(() => api('GET', `/inventory/items/export?format=${format}`));
      read[format].rss = memory.take();
    }
    const workbook = read.xlsx.answer;
    const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
    const book = await timed(() => api('POST', '/imports?kind=items', workbook, type));
    const bookRss = memory.take();
    const undone = await timed(() => api('POST', `/imports/${sent.answer.id}/actions/undo`));
    memory.stop();
    const all = round((sent.ms + ran.ms) / 1000);
    yield figure(
      'import_100k_s',
      all,
      's',
      `wanted ≤ 60; ${round(sent.ms / 1000)} s sent and checked, ${round(ran.ms / 1000)} s run`,
    );
    yield figure(
      'import_rss_mb',
      Math.max(staged, run),
      'MB',
      `wanted < 200; idle ${idle} MB, sent ${staged} MB, run ${run} MB`,
    );
    yield figure(
      'import_again_100k_s',
      round((again.ms + changed.ms) / 1000),
      's',
      'the same file once more: nothing to change',
    );
    yield figure(
      'import_xlsx_100k_s',
      round(book.ms / 1000),
      's',
      `sent and checked; ${round(workbook.length / 1e6)} MB, ${bookRss} MB RSS`,
    );
    yield figure('undo_100k_s', round(undone.ms / 1000), 's');
    yield figure('export_100k_s', round(read.csv.ms / 1000), 's', `CSV, ${round(read.csv.answer.length / 1e6)} MB`);
    yield figure(
      'export_xlsx_100k_s',
      round(read.xlsx.ms / 1000),
      's',
      `XLSX, ${round(read.xlsx.answer.length / 1e6)} MB`,
    );
    yield figure(
      'export_rss_mb',
      Math.max(read.csv.rss, read.xlsx.rss),
      'MB',
      `wanted < 200; CSV ${read.csv.rss} MB, XLSX ${read.xlsx.rss} MB`,
    );
  } finally {
    await server?.stop();
    await cluster.stop();
  }
}

function file() {
  const lines = ['SKU,Name,Kind,Unit,Unit cost,Category,Composition,Colour,Yarn count,Yarn count system,Reorder point'];
  for (let n = 0; n < ROWS; n += 1)
    lines.push(
      `YRN-${n},"Cotton yarn Ne ${n % 80}, lot ${n}",RAW_MATERIAL,kg,${(n % 900) + 1}.25,Yarn,"100% cotton, combed",Shade ${n % 500},${(n % 60) + 10},NE,${n % 400}`,
    );
  return lines.join('\n');
}

function caller(port, token) {
  return async (method, path, body, type = 'application/json') => {
    const headers = { authorization: `Bearer ${token}`, ...(body && { 'content-type': type }) };
    const response = await fetch(`http://127.0.0.1:${port}/api/v1${path}`, { method, headers, body });
    const bytes = Buffer.from(await response.arrayBuffer());
    if (!response.ok) throw new Error(`${path}: ${bytes.toString().slice(0, 500)}`);
    return response.headers.get('content-type')?.startsWith('application/json') ? JSON.parse(bytes.toString()) : bytes;
  };
}

async function timed(work) {
  const began = performance.now();
  const answer = await work();
  return { answer, ms: performance.now() - began };
}

/** The most memory of a process, in MB, since it was asked for the last time. */
function watched(pid) {
  let most = 0;
  const look = () => {
    const kilobytes = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
    most = Math.max(most, Math.round(kilobytes / 1024));
  };
  const timer = setInterval(look, EVERY_MS);
  return {
    take: () => {
      look();
      const value = most;
      most = 0;
      return value;
    },
    stop: () => clearInterval(timer),
  };
}
