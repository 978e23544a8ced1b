import {
  type CompiledQuery,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type RawBuilder,
} from 'kysely';
import { prepared } from './guard';
import { heldBack } from './heldBack';
import type { TenantTables } from './tables';

type Db = Kysely<TenantTables>;

/** Makes text of statements, and runs none. Their names are PostgreSQL's own: no plugin has to look at each of them. */
const COMPILER = new Kysely<never>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

/** A statement that each connection reads and plans once. */
function hot<Row>(query: RawBuilder<Row>): CompiledQuery<Row> {
  const compiled = query.compile(COMPILER);
  prepared(compiled.sql);
  return compiled;
}

/** Runs a statement that many requests run, whatever their values: each connection reads and plans it once. */
export async function runHot<Row>(query: RawBuilder<Row>, db: Db): Promise<Row[]> {
  return (await db.executeQuery(hot(query))).rows;
}

/** Tells the text of a statement that is planned each time from that of the same one that is not. */
const ANEW = '\n-- planned anew';

/**
 * As runHot, of one that is given many rows: planned each time, for how large its tables are by then. A plan that is kept is
 * made for tables as they were, and one transaction that makes a hundred thousand lots would read all of them for each piece.
 */
export async function runAnew<Row>(query: RawBuilder<Row>, db: Db): Promise<Row[]> {
  const compiled = query.compile(COMPILER);
  const anew: CompiledQuery<Row> = { ...compiled, sql: compiled.sql + ANEW };
  return (await db.executeQuery(anew)).rows;
}

/**
 * Runs one of which nobody needs an answer: in a transaction it goes with the next statement, or with COMMIT. It must give no
 * rows.
 */
export async function runHeldBack(query: RawBuilder<unknown>, db: Db): Promise<void> {
  const compiled = hot(query);
  heldBack(compiled.sql);
  await db.executeQuery(compiled);
}
