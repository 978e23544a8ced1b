import { createHash } from 'node:crypto';
import path from 'node:path';
import pg from 'pg';
import { PROJECT_ROOT } from '@/config';
import { type Shape, shapeHere } from '@/database/fleet/shape';
import { isLost, WORKER_NAME } from '@/database/fleet/worker';
import { type Migration, readMigrationsOf } from '@/database/migrationFiles';
import { actAsOwner, inTransaction } from '@/database/owner';
import { tenantSchema } from '@/database/tenantName';
import { asSuperuser } from './database';

/** A migration that is in no folder. */
export function extraMigration(name: string, files: { sql: string; down?: string; data?: string }): Migration {
  return { name, checksum: createHash('sha256').update(files.sql).digest('hex'), ...files };
}

/** Migrations that are in no release: one that moves rows. */
export const SHOUT = readMigrationsOf(path.join(PROJECT_ROOT, 'tests/support/migrations'))[0] as Migration;

/** What a company's schema is made of. */
export async function readShape(client: pg.Client, tenantId: string): Promise<Shape> {
  return inTransaction(client, async () => {
    await actAsOwner(client, tenantSchema(tenantId));
    return shapeHere(client, tenantId);
  });
}

/** Gives a company customers of these names. */
export async function addCustomers(tenantId: string, names: readonly string[]): Promise<void> {
  await asSuperuser(
    `INSERT INTO ${tenantSchema(tenantId)}.customers (id, code, name, kind, currency, payment_terms)
     SELECT gen_random_uuid(), 'K-' || gen_random_uuid(), name, 'RETAILER', 'EUR', 'NET_30' FROM unnest($1::text[]) AS name`,
    [names],
  );
}

type Query = (this: pg.Client, ...args: unknown[]) => unknown;

/**
 * Runs `work` and cuts the connection that sends its n-th statement of those that change schemas, right after it is sent,
 * as the end of the process would: the server may do it, and nobody hears. Answers how many were sent.
 */
export async function cutOff(nth: number, work: () => Promise<unknown>): Promise<number> {
  const original = pg.Client.prototype.query as Query;
  let sent = 0;
  pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
    if (!isWorker(this)) return original.apply(this, args);
    sent += 1;
    if (sent !== nth) return original.apply(this, args);
    const stream = (this as unknown as { connection: { stream: { destroy(): void; end(then: () => void): void } } })
      .connection.stream;
    const answer = original.apply(this, args);
    stream.end(() => stream.destroy());
    return answer;
  } as typeof pg.Client.prototype.query;
  try {
    await work();
  } catch (error) {
    if (!isLost(error)) throw error;
  } finally {
    pg.Client.prototype.query = original as typeof pg.Client.prototype.query;
  }
  return sent;
}

/** Runs `work`, in which whoever has sent SQL with `text` in it on a connection of this name waits for `look` after it. */
export async function pausingAfter(
  { name, text }: { readonly name: string; readonly text: string },
  look: () => Promise<unknown>,
  work: () => Promise<unknown>,
): Promise<void> {
  const original = pg.Client.prototype.query as Query;
  pg.Client.prototype.query = async function (this: pg.Client, ...args: unknown[]) {
    const answer = await original.apply(this, args);
    if (nameOf(this) === name && String(args[0]).includes(text)) await look();
    return answer;
  } as unknown as typeof pg.Client.prototype.query;
  try {
    await work();
  } finally {
    pg.Client.prototype.query = original as typeof pg.Client.prototype.query;
  }
}

const nameOf = (client: pg.Client) =>
  (client as unknown as { connectionParameters: { application_name?: string } }).connectionParameters.application_name;

const isWorker = (client: pg.Client) => nameOf(client) === WORKER_NAME;
