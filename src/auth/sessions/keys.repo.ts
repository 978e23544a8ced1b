import { sql, type Transaction } from 'kysely';
import { databaseManager } from '@/database/connection';
import type { ControlTables } from '@/database/tables';
import { withControlTransaction } from '@/database/transaction';

type Db = Transaction<ControlTables> | typeof databaseManager.control;

/** A key as it is kept. Times are in milliseconds from now, by the database's clock. */
export type KeptKey = {
  readonly kid: string;
  readonly publicJwk: unknown;
  readonly privateSealed: string;
  readonly createdAt: string;
  readonly signsInMs: number;
  readonly retiresInMs: number | null;
  readonly blocked: boolean;
};

const inMs = (column: string) => sql.raw(`(extract(epoch FROM ${column} - now()) * 1000)::float8`);

/** Every key that is not retired, the newest first. */
export async function findKeys(db: Db = databaseManager.control): Promise<KeptKey[]> {
  return db
    .selectFrom('signingKeys')
    .select(['kid', 'publicJwk', 'privateSealed', 'createdAt'])
    .select(sql<number>`${inMs('signs_from')}`.as('signsInMs'))
    .select(sql<number | null>`${inMs('retires_at')}`.as('retiresInMs'))
    .select(sql<boolean>`blocked_at IS NOT NULL`.as('blocked'))
    .where(sql<boolean>`retires_at IS NULL OR retires_at > now()`)
    .orderBy('signsFrom', 'desc')
    .orderBy('kid')
    .execute();
}

export type NewKey = { readonly kid: string; readonly publicJwk: object; readonly privateSealed: string };

/** Runs `work` while nobody else changes the keys. */
export function withKeys<T>(work: (db: Transaction<ControlTables>) => Promise<T>): Promise<T> {
  return withControlTransaction(async (db) => {
    await sql`LOCK TABLE signing_keys IN SHARE ROW EXCLUSIVE MODE`.execute(db);
    return work(db);
  });
}

/** Adds a key that signs in so many seconds; those that have signed are accepted for `lastS` seconds from then on. */
export async function addKey(db: Transaction<ControlTables>, key: NewKey, signsInS: number, lastS: number) {
  const signsFrom = sql<string>`now() + make_interval(secs => ${signsInS})`;
  await db.deleteFrom('signingKeys').where('signsFrom', '>', sql<string>`now()`).execute();
  await db
    .updateTable('signingKeys')
    .set({ retiresAt: sql<string>`now() + make_interval(secs => ${signsInS + lastS})` })
    .where('retiresAt', 'is', null)
    .execute();
  await db
    .insertInto('signingKeys')
    .values({ ...key, publicJwk: JSON.stringify(key.publicJwk), signsFrom })
    .execute();
}

/** Answers whether there is such a key that was not blocked before. */
export async function blockKey(db: Db, kid: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('signingKeys')
    .set({ blockedAt: sql<string>`now()` })
    .where('kid', '=', kid)
    .where('blockedAt', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}
