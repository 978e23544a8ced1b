#!/usr/bin/env node
// The `lavoro` command: sets up what it needs, then runs src/cli. `npx lavoro doctor`, or `npm run lavoro -- doctor`.
import { spawnSync } from 'node:child_process';
import { root, setUp } from './lib/setup.mjs';

setUp({ console: false });
const { status } = spawnSync(process.execPath, ['--import', 'tsx', 'src/cli/index.ts', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
});
process.exit(status ?? 1);
