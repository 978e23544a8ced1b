import pg from 'pg';
import { OWNER_ROLE, openOperator } from '../owner';

export type WorkerOptions = {
  /** Milliseconds a statement of a migration may take. */
  readonly statementTimeoutMs: number;
};

/** How its connections are called in pg_stat_activity. */
export const WORKER_NAME = 'lavoro:migration';
/** A lock that is not free is given up after so long, so that nobody queues behind the one who waits for it. In milliseconds. */
const LOCK_TIMEOUT_MS = 500;

/**
 * A connection that changes schemas as their owner. Its commits do not wait for the disk, which costs nothing in
 * consistency: after a crash a change is there whole or not at all, and flush() makes all of them last.
 */
export async function openWorker({ statementTimeoutMs }: WorkerOptions): Promise<pg.Client> {
  const client = await openOperator(WORKER_NAME);
  await client.query(
    `SET ROLE ${OWNER_ROLE}; SET synchronous_commit = off; SET client_min_messages = warning;
     SET lock_timeout = ${LOCK_TIMEOUT_MS}; SET statement_timeout = ${pg.escapeLiteral(String(statementTimeoutMs))}`,
  );
  return client;
}

/** Waits until everything that was committed before is on the disk: a commit waits only where something was written. */
export async function flush(client: pg.Client): Promise<void> {
  await client.query(
    `BEGIN; SET LOCAL synchronous_commit = on; SELECT pg_logical_emit_message(true, '${WORKER_NAME}', ''); COMMIT`,
  );
}

const LOCK_NOT_AVAILABLE = '55P03';
const DEADLOCK = '40P01';

/** Whether somebody held what a step needed: worth another try. */
export const isBusy = (error: unknown) => [LOCK_NOT_AVAILABLE, DEADLOCK].includes(codeOf(error));

/** SQLSTATE classes of a server that is gone, is going, or has no room left. */
const SERVERS_OWN = /^(08|53|57P)/;
const LOST_SOCKET = /^E(CONN|PIPE|TIMEDOUT|HOST|NET|AI_|NOTFOUND)/;
const LOST_CLIENT = /Connection terminated|not queryable|Client was closed/;

/** Whether the server or the network is at fault, rather than something in one schema. */
export function isLost(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return SERVERS_OWN.test(codeOf(error));
  return LOST_SOCKET.test(codeOf(error)) || (error instanceof Error && LOST_CLIENT.test(error.message));
}

const codeOf = (error: unknown) => String((error as { code?: unknown } | undefined)?.code ?? '');
