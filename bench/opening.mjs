// A file of opening stock of a hundred thousand rows, half of them rolls of one item: sent, posted, and taken back. The server
// is a process of its own, compiled as `npm start` runs it; its memory is the most it had.
import { bundle } from '../scripts/lib/bundle.mjs';
import { caller, seconds, timed } from './lib/calls.mjs';
import { figure, makeTenants, round, startCluster } from './lib/cluster.mjs';
import { watched } from './lib/memory.mjs';
import { startServer } from './lib/servers.mjs';

const ROWS = Number(process.env.FILES_ROWS ?? 100_000);
/** Items that are kept by nothing. */
const ITEMS = 1000;

export async function* measure() {
  const cluster = await startCluster({ maxConnections: 30, fsync: 'on' });
  const program = await bundle('bench-server', 'bench/lib/server.ts');
  try {
    const { userId, ids } = await makeTenants(1);
    const { tokenOf } = await import('./lib/people.mjs');
    const token = await tokenOf(userId, ids[0]);
    const alone = async (work) => {
      const server = await startServer('lavoro', ids[0], {}, [program]);
      const memory = watched(server.pid);
      try {
        return await work(caller(server.port, token), memory);
      } finally {
        memory.stop();
        await server.stop();
      }
    };
    const send = (api, kind, body) => timed(() => api('POST', `/imports?kind=${kind}`, body, 'text/csv'));
    const run = (api, { answer }) =>
      timed(() => api('POST', `/imports/${answer.id}/actions/run`, JSON.stringify({ mode: 'all' })));
    await alone(async (api) => run(api, await send(api, 'items', itemFile())));

    const { sent, ran, staged, posted } = await alone(async (api, memory) => {
      const [{ name }] = (await api('GET', '/locations')).data;
      const sent = await send(api, 'opening-stock', openingFile(name));
      const staged = memory.take();
      const ran = await run(api, sent);
      if (ran.answer.madeCount !== ROWS) throw new Error(JSON.stringify(ran.answer));
      return { sent, ran, staged, posted: memory.take() };
    });
    const parts = `${seconds(sent)} s sent and checked, ${seconds(ran)} s posted`;
    yield figure('opening_100k_s', round((sent.ms + ran.ms) / 1000), 's', parts);
    const memory = `wanted < 200; sent ${staged} MB, posted ${posted} MB`;
    yield figure('opening_rss_mb', Math.max(staged, posted), 'MB', memory);
    const undone = await alone(async (api, memory) => ({
      ...(await timed(() => api('POST', `/imports/${sent.answer.id}/actions/undo`))),
      rss: memory.take(),
    }));
    yield figure('opening_undo_100k_s', seconds(undone), 's', `taken back; ${undone.rss} MB RSS`);
  } finally {
    await cluster.stop();
  }
}

function itemFile() {
  const lines = ['SKU,Name,Kind,Unit,Tracking', 'ROLLS,Jersey,RAW_MATERIAL,kg,ROLL'];
  for (let n = 0; n < ITEMS; n += 1) lines.push(`YRN-${n},Yarn ${n},RAW_MATERIAL,kg,NONE`);
  return lines.join('\n');
}

function openingFile(location) {
  const lines = ['Location,SKU,Lot,Quantity,Unit cost'];
  for (let n = 0; n < ROWS; n += 1) {
    const what = n % 2 === 0 ? `ROLLS,R-${n}` : `YRN-${n % ITEMS},`;
    lines.push(`${location},${what},${(n % 30) + 1}.5,${(n % 9) + 1}.25`);
  }
  return lines.join('\n');
}
