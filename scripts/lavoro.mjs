#!/usr/bin/env node
// The `lavoro` command: sets up what it needs, then runs src/cli as it was compiled. `npx lavoro doctor`, or
// `npm run lavoro -- doctor`.
import { setUp } from './lib/setup.mjs';

setUp({ console: false });
process.setSourceMapsEnabled(true);
await import('../build/lavoro.mjs');
