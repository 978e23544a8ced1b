import { writeSync } from 'node:fs';
import path from 'node:path';
import { PROJECT_ROOT } from '@/config';
import { databaseManager } from '@/database/connection';
import { migrateFleet } from '@/database/fleet/fleet';
import { readMigrations, readMigrationsOf } from '@/database/migrationFiles';

/**
 * A process that brings the fleet to the migrations of a folder beside the product's own, and kills itself when so many
 * steps were taken: `node … <folder> <steps>`; with 0 it lives. Prints the result.
 */
const [folder = '', steps = '0'] = process.argv.slice(2);

let taken = 0;
const result = await migrateFleet({
  migrations: [...readMigrations('tenant'), ...readMigrationsOf(path.join(PROJECT_ROOT, folder))],
  onEvent: ({ type }) => {
    if (type === 'applied') taken += 1;
    if (taken === Number(steps) && taken > 0) process.kill(process.pid, 'SIGKILL');
  },
});
writeSync(1, `${JSON.stringify({ ...result, applied: result.applied.length })}\n`);
await databaseManager.disconnect();
