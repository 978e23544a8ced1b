import { writeSync } from 'node:fs';
import pg from 'pg';
import { databaseManager } from '@/database/connection';
import { purgeTenant } from '@/database/purge/purge';

/**
 * A process that purges a company and kills itself right after sending its n-th statement; with n = 0 it lives and prints
 * how many there were: `node … <n> <tenant id>`. Reading table after table for the backup counts once.
 */
const [nth = '0', tenantId = ''] = process.argv.slice(2);

const reading = new Set<string>();
let sent = 0;
const query = pg.Client.prototype.query as (this: pg.Client, ...args: unknown[]) => unknown;
const counting = function (this: pg.Client, ...args: unknown[]): unknown {
  const word = /^(DECLARE|FETCH|CLOSE) /.exec(String(args[0]))?.[1];
  if (word !== undefined && reading.has(word)) return query.apply(this, args);
  if (word !== undefined) reading.add(word);
  sent += 1;
  const answer = query.apply(this, args);
  return sent === Number(nth) ? process.kill(process.pid, 'SIGKILL') : answer;
};
pg.Client.prototype.query = counting as typeof pg.Client.prototype.query;

const outcome = await purgeTenant(tenantId, 'cli:anna');
writeSync(1, `backup ${outcome?.backup}\nstatements ${sent}\n`);
await databaseManager.disconnect();
