// How long the proof of the wall between the companies takes: with one company, and with 300 (14 tables each), on the
// embedded PostgreSQL. Medians of seven.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { register } from 'tsx/esm/api';

const COMPANIES = [1, 300];
const ROUNDS = 7;

export async function* measure() {
  const home = mkdtempSync(path.join(tmpdir(), 'lavoro-bench-'));
  chmodSync(home, 0o755);
  Object.assign(process.env, { DATABASE_URL: '', DB_HOST: '', LAVORO_DATA_DIR: home, LOG_LEVEL: 'silent' });
  register();
  const { initialiseDatabase } = await import('../src/database/initialise.ts');
  const { databaseManager } = await import('../src/database/connection.ts');
  const { migrationManager } = await import('../src/database/migrations.ts');
  const { asOperator } = await import('../src/database/owner.ts');
  const { proveIsolation } = await import('../src/database/proof.ts');
  try {
    await initialiseDatabase();
    const userId = '01a2067e-9b6f-7513-86cb-897d49ea1bdb';
    const user = { id: userId, firstName: 'Anna', lastName: 'Conti', email: 'anna@example.test', password: 'none' };
    await databaseManager.control.insertInto('users').values(user).execute();
    let made = 0;
    for (const companies of COMPANIES) {
      for (; made < companies; made += 1)
        await migrationManager.createTenant({ name: `Mill ${made}`, slug: `mill-${made}`, country: 'Italy', userId });
      // What the server itself does within a minute.
      await asOperator((client) => client.query('ANALYZE'));
      const times = [];
      for (let round = 0; round < ROUNDS; round += 1) times.push(await asOperator(timed(proveIsolation)));
      const sorted = times.sort((a, b) => a - b).map(Math.round);
      const note = `min ${sorted[0]}, max ${sorted.at(-1)}, ${ROUNDS} runs`;
      const name = `proof_${companies}_ms`;
      yield { name, value: sorted[Math.floor(ROUNDS / 2)], unit: 'ms', baseline: null, ratio: null, note };
    }
  } finally {
    await databaseManager.disconnect();
    rmSync(home, { recursive: true, force: true });
  }
}

const timed = (work) => async (client) => {
  const begun = performance.now();
  const findings = await work(client);
  if (findings.length > 0) throw new Error(findings[0].sentence);
  return performance.now() - begun;
};
