// Files of a hundred thousand items: one sent and run, then all of them taken away, CSV and XLSX. The server is a process of its
// own, compiled as `npm start` runs it; its memory is the most it had, read from Linux twenty times a second.
import { bundle } from '../scripts/lib/bundle.mjs';
import { caller, seconds, timed } from './lib/calls.mjs';
import { figure, makeTenants, round, startCluster } from './lib/cluster.mjs';
import { watched } from './lib/memory.mjs';
import { startServer } from './lib/servers.mjs';

const ROWS = Number(process.env.FILES_ROWS ?? 100_000);
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const flags = (process.env.FILES_NODE_FLAGS ?? '').split(' ').filter((flag) => flag !== '');

export async function* measure() {
  const cluster = await startCluster({ maxConnections: 30, fsync: 'on' });
  const program = await bundle('bench-server', 'bench/lib/server.ts');
  try {
    const { userId, ids } = await makeTenants(1);
    const { tokenOf } = await import('./lib/people.mjs');
    const token = await tokenOf(userId, ids[0]);
    /** Each in a server of its own, so that none pays for the memory of another. */
    const alone = async (work) => {
      const server = await startServer('lavoro', ids[0], {}, [...flags, program]);
      const memory = watched(server.pid);
      try {
        const api = caller(server.port, token);
        await api('GET', '/locations');
        return await work(api, memory);
      } finally {
        memory.stop();
        await server.stop();
      }
    };
    const csv = file();
    const send = (api, body, type) => timed(() => api('POST', '/imports?kind=items', body, type));
    const run = (api, { answer }) =>
      timed(() => api('POST', `/imports/${answer.id}/actions/run`, JSON.stringify({ mode: 'all' })));

    const first = await alone(async (api, memory) => {
      const idle = memory.take();
      const sent = await send(api, csv, 'text/csv');
      const staged = memory.take();
      const ran = await run(api, sent);
      if (ran.answer.madeCount !== ROWS) throw new Error(JSON.stringify(ran.answer));
      return { idle, sent, staged, ran, run: memory.take(), cpu: memory.cpu() };
    });
    const { idle, sent, staged, ran } = first;
    const parts = `${seconds(sent)} s sent and checked, ${seconds(ran)} s run`;
    yield figure('import_cpu_s', round(first.cpu), 's', 'of a processor, in the server, its start too');
    yield figure('import_100k_s', round((sent.ms + ran.ms) / 1000), 's', `wanted ≤ 60; ${parts}`);
    const memory = `idle ${idle} MB, sent ${staged} MB, run ${first.run} MB`;
    yield figure('import_rss_mb', Math.max(staged, first.run), 'MB', `wanted < 200; ${memory}`);

    const read = {};
    for (const format of ['csv', 'xlsx']) {
      read[format] = await alone(async (api, memory) => {
        const taken = await timed(() => api('GET', `/inventory/items/export?format=${format}`));
        return { ...taken, rss: memory.take() };
      });
      const name = format === 'csv' ? 'export_100k_s' : 'export_xlsx_100k_s';
      const { answer, rss } = read[format];
      yield figure(name, seconds(read[format]), 's', `${round(answer.length / 1e6)} MB, ${rss} MB RSS`);
    }
    yield figure('export_rss_mb', Math.max(read.csv.rss, read.xlsx.rss), 'MB', `wanted < 200; idle ${idle} MB`);

    const book = await alone(async (api, memory) => ({
      ...(await send(api, read.xlsx.answer, XLSX)),
      rss: memory.take(),
    }));
    yield figure('import_xlsx_check_100k_s', seconds(book), 's', `sent and checked; ${book.rss} MB RSS`);
    const again = await alone(async (api) => run(api, await send(api, csv, 'text/csv')));
    yield figure('import_again_100k_s', seconds(again), 's', 'run once more: nothing to change');
    const undone = await alone((api) => timed(() => api('POST', `/imports/${sent.answer.id}/actions/undo`)));
    yield figure('import_undo_100k_s', seconds(undone), 's', 'taken back');
  } finally {
    await cluster.stop();
  }
}

function file() {
  const lines = ['SKU,Name,Kind,Unit,Unit cost,Category,Composition,Colour,Yarn count,Yarn count system,Reorder point'];
  for (let n = 0; n < ROWS; n += 1)
    lines.push(
      `YRN-${n},"Cotton yarn Ne ${n % 80}, lot ${n}",RAW_MATERIAL,kg,${(n % 900) + 1}.25,Yarn,100% cotton,Shade ${n % 500},${(n % 60) + 10},NE,${n % 400}`,
    );
  return lines.join('\n');
}
