import type { Kysely, RawBuilder } from 'kysely';
import { prepared } from './guard';
import { heldBack } from './heldBack';
import type { TenantTables } from './tables';

type Db = Kysely<TenantTables>;

/** Runs a statement that many requests run, whatever their values: each connection reads and plans it once. */
export async function runHot<Row>(query: RawBuilder<Row>, db: Db): Promise<Row[]> {
  const compiled = query.compile(db);
  prepared(compiled.sql);
  return (await db.executeQuery(compiled)).rows;
}

/**
 * Runs one of which nobody needs an answer: in a transaction it goes with the next statement, or with COMMIT. It must give no
 * rows.
 */
export async function runHeldBack(query: RawBuilder<unknown>, db: Db): Promise<void> {
  const compiled = query.compile(db);
  heldBack(prepared(compiled.sql));
  await db.executeQuery(compiled);
}
