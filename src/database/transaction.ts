import { randomInt } from 'node:crypto';
import type { Transaction } from 'kysely';
import { databaseManager } from './connection';
import type { ControlTables, TenantTables } from './tables';

/** serialization_failure and deadlock_detected: PostgreSQL has undone everything and asks for another try. */
const TRY_AGAIN = new Set(['40001', '40P01']);
const MOST_TRIES = 5;
/** Milliseconds waited before the second try at most; doubled with each further one. */
const FIRST_PAUSE_MS = 10;

/**
 * Runs `work` in one transaction of the company of `ctx`; anything thrown rolls it back. When the server gave it up
 * because of another transaction it runs again, up to five times in all: `work` must have no effect but on `db`.
 */
export async function withTenantTransaction<T>(
  ctx: { readonly tenant: { readonly id: string } },
  work: (db: Transaction<TenantTables>) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await databaseManager.getTenantDb(ctx.tenant.id).transaction().execute(work);
    } catch (error) {
      if (attempt === MOST_TRIES || !TRY_AGAIN.has((error as { code?: string }).code ?? '')) throw error;
      await pause(randomInt(FIRST_PAUSE_MS * 2 ** attempt) + 1);
    }
  }
}

const afterwards = new WeakMap<object, (() => void)[]>();

/** Runs `work` in one transaction of the control plane; anything thrown rolls it back. */
export async function withControlTransaction<T>(work: (db: Transaction<ControlTables>) => Promise<T>): Promise<T> {
  const then: (() => void)[] = [];
  const result = await databaseManager.control.transaction().execute((db) => {
    afterwards.set(db, then);
    return work(db);
  });
  for (const each of then) each();
  return result;
}

/**
 * Calls `then` once the transaction of `db` has committed, and not at all when it rolls back; at once for a `db` that is
 * none of withControlTransaction. `then` must not throw.
 */
export function afterCommit(db: object, then: () => void): void {
  const waiting = afterwards.get(db);
  if (waiting) waiting.push(then);
  else then();
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
