#!/usr/bin/env node
// The `lavoro` command: sets up what it needs, then runs src/cli. `npx lavoro doctor`, or `npm run lavoro -- doctor`.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { root, setUp } from './lib/setup.mjs';

setUp({ console: false });
const child = spawn(process.execPath, ['--import', 'tsx', 'src/cli/index.ts', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
});
// A terminal sends Ctrl-C to both; what is sent to this process alone is passed on. The command decides when it ends.
process.on('SIGINT', () => undefined);
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
