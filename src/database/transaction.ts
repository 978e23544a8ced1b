import { randomInt } from 'node:crypto';
import type { Transaction } from 'kysely';
import pg from 'pg';
import { Refusal } from '@/lib/refusal';
import { databaseManager } from './connection';
import { STALE_PLAN } from './guard';
import type { ControlTables, TenantTables } from './tables';

/**
 * serialization_failure and deadlock_detected: PostgreSQL has undone everything and asks for another try. And the plan of a
 * prepared statement whose columns a migration has changed: its connection prepares none any more.
 */
const TRY_AGAIN = new Set(['40001', '40P01', STALE_PLAN]);
const MOST_TRIES = 5;
/** Milliseconds waited before the second try at most; doubled with each further one. */
const FIRST_PAUSE_MS = 10;

/** The transactions that may take something for granted, and whether they have. */
const hopes = new WeakMap<object, { taken: boolean }>();

/**
 * Whether the transaction of `db` may take for granted what it would have to wait to see: that there is enough of something,
 * say, where a statement that is held back fails if there is not. When it fails, or something is refused, all of it runs once
 * more and is told to look. False for a `db` that is none of withTenantTransaction.
 */
export function mayHope(db: object): boolean {
  const hope = hopes.get(db);
  if (hope) hope.taken = true;
  return hope !== undefined;
}

/**
 * Runs `work` in one transaction of the company of `ctx`; anything thrown rolls it back. When the server gave it up
 * because of another transaction it runs again, up to five times in all, and at once when it hoped in vain: `work` must have
 * no effect but on `db`.
 */
export async function withTenantTransaction<T>(
  ctx: { readonly tenant: { readonly id: string } },
  work: (db: Transaction<TenantTables>) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    const hope = { taken: false };
    try {
      return await databaseManager
        .getTenantDb(ctx.tenant.id)
        .transaction()
        .execute((db) => {
          if (attempt === 1) hopes.set(db, hope);
          return work(db);
        });
    } catch (error) {
      const inVain = hope.taken && (error instanceof Refusal || breaksARule(error));
      if (attempt === MOST_TRIES || !(inVain || asksForAnotherTry(error))) throw error;
      if (!inVain) await pause(randomInt(FIRST_PAUSE_MS * 2 ** attempt) + 1);
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

/**
 * Runs `work` in a transaction of the company and one of the control plane: two logins, so two transactions, for a change
 * of the control plane that the company's own audit log tells. The company's is committed first, so that there is no
 * change without its row. Were the change then lost, for the moment between the two, the row would be there without it;
 * the event of the change, which is committed with it, says whether it was made.
 */
export function withBothTransactions<T>(
  tenantId: string,
  work: (tenant: Transaction<TenantTables>, control: Transaction<ControlTables>) => Promise<T>,
): Promise<T> {
  // The company's connection comes first, as in every request of a company: whoever has one of the control plane must
  // never wait for another one.
  return databaseManager
    .getTenantDb(tenantId)
    .connection()
    .execute((own) =>
      withControlTransaction((control) => own.transaction().execute((tenant) => work(tenant, control))),
    );
}

/** Integrity constraint violation, class 23: nothing was committed. After a lost connection that is not known. */
const breaksARule = (error: unknown) => error instanceof pg.DatabaseError && error.code?.startsWith('23') === true;

const asksForAnotherTry = (error: unknown) => TRY_AGAIN.has((error as { code?: string }).code ?? '');

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
