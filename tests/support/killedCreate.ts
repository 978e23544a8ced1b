import { writeSync } from 'node:fs';
import pg from 'pg';
import { databaseManager } from '@/database/connection';
import { migrationManager } from '@/database/migrations';

/**
 * A process that makes a company and kills itself before or right after sending its n-th statement; with n = 0 it lives.
 * Prints the role it is about to make, and at the end the number of statements: `node … <before|after> <n> <slug> <user>`.
 */
const [when = '', nth = '0', slug = '', userId = ''] = process.argv.slice(2);

let sent = 0;
const query = pg.Client.prototype.query as (this: pg.Client, ...args: unknown[]) => unknown;
const counting = function (this: pg.Client, ...args: unknown[]): unknown {
  // Making the connection as new is no part of making a company.
  if (args[0] === 'DISCARD ALL') return query.apply(this, args);
  sent += 1;
  const role = /CREATE ROLE "?(\w+)/.exec(String(args[0]))?.[1];
  if (role) writeSync(1, `role ${role}\n`);
  if (sent !== Number(nth)) return query.apply(this, args);
  if (when === 'after') void query.apply(this, args);
  return process.kill(process.pid, 'SIGKILL');
};
pg.Client.prototype.query = counting as typeof pg.Client.prototype.query;

const tenantId = await migrationManager.createTenant({ name: 'Killed', slug, country: 'Italy', userId });
writeSync(1, `made ${tenantId}\nstatements ${sent}\n`);
await databaseManager.disconnect();
