import type { ControlledTransaction, Kysely } from 'kysely';
import { Refusal } from '@/lib/refusal';
import { databaseManager } from './connection';
import { longTurn } from './longWork';
import type { TenantTables } from './tables';

/** How long whoever takes the pieces may let them wait; the server itself gives up on a transaction a little later. */
const STALLED_MS = 10_000;
const LONGEST_MS = 15 * 60_000;

/**
 * Pieces made from one state of a company's data, however long it takes: `pieces` reads in one transaction that writes
 * nothing. It ends, and its connection is free, once the last piece is taken or nobody takes any more.
 */
export async function* fromSnapshot<T>(
  tenantId: string,
  pieces: (db: Kysely<TenantTables>) => AsyncIterable<T>,
  { stalledMs } = { stalledMs: STALLED_MS },
): AsyncGenerator<T> {
  const endTurn = await longTurn(tenantId);
  try {
    const transaction = await databaseManager
      .getTenantDb(tenantId)
      .startTransaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute();
    yield* paced(transaction, pieces(transaction), { stalledMs, endTurn });
  } finally {
    endTurn();
  }
}

async function* paced<T>(
  transaction: ControlledTransaction<TenantTables>,
  pieces: AsyncIterable<T>,
  { stalledMs, endTurn }: { readonly stalledMs: number; readonly endTurn: () => void },
): AsyncGenerator<T> {
  let ended: Promise<unknown> | undefined;
  const end = () => {
    ended ??= transaction
      .rollback()
      .execute()
      .catch(() => undefined)
      .finally(endTurn);
    return ended;
  };
  const began = performance.now();
  try {
    for await (const piece of pieces) {
      const stalled = setTimeout(end, stalledMs);
      yield piece;
      clearTimeout(stalled);
      if (ended || performance.now() - began > LONGEST_MS)
        throw new Refusal('UNAVAILABLE', 'The file was not taken fast enough.');
    }
  } finally {
    await end();
  }
}
