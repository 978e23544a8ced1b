// How long `npm start` takes until /health says ok (first start: empty data folder, samples; second: data there), and how
// long it takes to stop after SIGTERM. Beside the running server, how long `lavoro tenants list` takes: as it is compiled, and
// from its TypeScript, in turns. Five rounds, medians. The set-up of a fresh clone is not in it.
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from '../scripts/lib/setup.mjs';

const ROUNDS = 5;

export async function* measure() {
  const times = { first_start_ms: [], second_start_ms: [], stop_ms: [], command_ms: [], command_from_source_ms: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    const home = mkdtempSync(path.join(tmpdir(), 'lavoro-bench-'));
    chmodSync(home, 0o755);
    for (const name of ['first_start_ms', 'second_start_ms']) {
      const port = await freePort();
      const begun = performance.now();
      const server = spawn(process.execPath, ['scripts/start.mjs'], {
        cwd: root,
        stdio: 'ignore',
        env: environment(home, port),
      });
      await healthy(port);
      times[name].push(performance.now() - begun);
      times.command_ms.push(await commandMs(environment(home, port), ['scripts/lavoro.mjs']));
      times.command_from_source_ms.push(
        await commandMs(environment(home, port), ['--import', 'tsx', 'src/cli/index.ts']),
      );
      const stopping = performance.now();
      server.kill('SIGTERM');
      await new Promise((resolve) => server.once('exit', resolve));
      times.stop_ms.push(performance.now() - stopping);
    }
    rmSync(home, { recursive: true, force: true });
  }
  for (const [name, values] of Object.entries(times)) {
    const sorted = values.sort((a, b) => a - b).map(Math.round);
    const note = `min ${sorted[0]}, max ${sorted.at(-1)}, ${sorted.length} runs`;
    yield { name, value: sorted[Math.floor(sorted.length / 2)], unit: 'ms', baseline: null, ratio: null, note };
  }
}

const environment = (home, port) => ({
  ...process.env,
  DATABASE_URL: '',
  DB_HOST: '',
  LAVORO_DATA_DIR: home,
  PORT: String(port),
});

async function commandMs(env, program) {
  const begun = performance.now();
  const command = spawn(process.execPath, [...program, 'tenants', 'list'], {
    cwd: root,
    stdio: 'ignore',
    env,
  });
  const code = await new Promise((resolve) => command.once('exit', resolve));
  if (code !== 0) throw new Error(`lavoro tenants list ended with ${code}`);
  return performance.now() - begun;
}

async function healthy(port) {
  while (true) {
    const state = await fetch(`http://127.0.0.1:${port}/health`).then(
      (response) => response.json(),
      () => undefined,
    );
    if (state?.status === 'ok') return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
