// `npm test`: sets everything up and runs all tests: unit, integration, isolation, end-to-end. `npm test -- tests/unit`
// runs a part. The last line is `N passed, N failed`.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ensureChromium } from './lib/chromium.mjs';
import { ensureRedis } from './lib/redis.mjs';
import { scratchFolder } from './lib/scratch.mjs';
import { root, setUp } from './lib/setup.mjs';

setUp();
const chromium = ensureChromium();
const redis = ensureRedis();
const { folder, remove } = scratchFolder();
const report = path.join(folder, 'report.json');
const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...process.argv.slice(2)];
const { status } = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', ...args], {
  cwd: root,
  stdio: ['ignore', 'inherit', 'inherit'],
  env: { ...process.env, CHROMIUM: chromium ?? '', REDIS_SERVER: redis ?? '', TMPDIR: folder },
});
const results = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : undefined;
remove();

const passed = results?.numPassedTests ?? 0;
// A file that could not even be loaded, or a hook that failed, has no test of its own to fail.
const failed = Math.max(results?.numFailedTests ?? 0, results?.numFailedTestSuites ? 1 : 0, status === 0 ? 0 : 1);
const skipped = results?.numPendingTests ?? 0;
if (!chromium) {
  console.log('\nNOT RUN: the browser tests, for there is no Chromium here.');
  console.log('Get it with "apt-get install chromium", or name one: CHROMIUM=/path/to/chromium npm test');
}
if (!redis) {
  console.log('\nNOT RUN: the tests with Redis, for there is no redis-server here.');
  console.log('Get it with "apt-get install redis-server", or name one: REDIS_SERVER=/path/to/redis-server npm test');
}
if (!existsSync('/usr/lib/postgresql')) {
  console.log(
    '\nNOT RUN: the tests on an external PostgreSQL, for there are no server programs in /usr/lib/postgresql.',
  );
  console.log('Get them with "apt-get install postgresql".');
}
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
