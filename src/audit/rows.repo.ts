import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { TenantDb } from '@/database/connection';
import type { CanonicalRow } from './canonical';

/** Rows held in memory at once. */
const PAGE = 500;
const INSUFFICIENT_PRIVILEGE = '42501';

/**
 * Where the transactions of a server are: all before `horizon` have ended, `nextTx` is the first that has not begun. Both
 * are counted by the one server that `cluster` names.
 */
export type Moment = { readonly cluster: string; readonly horizon: bigint; readonly nextTx: bigint };

export async function readMoment(db: TenantDb): Promise<Moment> {
  const read = (cluster: RawBuilder<string>) =>
    sql<{ cluster: string; horizon: string; nextTx: string }>`
      SELECT pg_snapshot_xmin(snapshot)::text AS horizon, pg_snapshot_xmax(snapshot)::text AS next_tx, ${cluster} AS cluster
      FROM (SELECT pg_current_snapshot() AS snapshot) now`.execute(db);
  const { rows } = await read(sql`(SELECT system_identifier::text FROM pg_control_system())`).catch(
    (error: { code?: string }) => {
      if (error.code !== INSUFFICIENT_PRIVILEGE) throw error;
      // A managed server that keeps its name to itself: then only transactions that run backwards tell of another one.
      return read(sql`''`);
    },
  );
  const [{ cluster = '', horizon = '0', nextTx = '0' } = {}] = rows;
  return { cluster, horizon: BigInt(horizon), nextTx: BigInt(nextTx) };
}

/**
 * The first transaction that has not begun, and the highest id among rows that claim to be of it or of later ones: those can
 * only have been written on another server. Both as of one moment.
 */
export async function readBeginning(db: TenantDb): Promise<{ nextTx: bigint; broughtThrough: bigint | undefined }> {
  const { rows } = await sql<{ nextTx: string; id: string | null }>`
    SELECT next_tx::text, (SELECT max(id) FROM audit_log WHERE tx_id >= next_tx)::text AS id
    FROM (SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS next_tx) now`.execute(db);
  const [{ nextTx = '0', id = null } = {}] = rows;
  return { nextTx: BigInt(nextTx), broughtThrough: id === null ? undefined : BigInt(id) };
}

/** Which rows, in which order (by the columns, not by the texts made of them): a page is what comes after the last row of the one before. */
type Walk = {
  readonly where: RawBuilder<SqlBool>;
  readonly order: RawBuilder<unknown>;
  readonly after: (last: CanonicalRow) => RawBuilder<SqlBool>;
};

/** Rows from `startId` on of the transactions from `fromTx` to before `toTx`, by transaction and id, page by page. */
export function rowsOfTransactions(
  db: TenantDb,
  { startId, fromTx, toTx }: { startId: bigint; fromTx: bigint; toTx: bigint },
): AsyncGenerator<CanonicalRow[]> {
  return walk(db, {
    where: sql`id >= ${startId} AND tx_id >= ${fromTx} AND tx_id < ${toTx}`,
    order: sql`audit_log.tx_id, audit_log.id`,
    after: (last) => sql`(tx_id, id) > (${last[12]}::bigint, ${last[0]}::bigint)`,
  });
}

/** Rows that `wanted` is true of, by id, page by page. */
export function rowsThat(db: TenantDb, wanted: RawBuilder<SqlBool>): AsyncGenerator<CanonicalRow[]> {
  return walk(db, {
    where: wanted,
    order: sql`audit_log.id`,
    after: (last) => sql`id > ${last[0]}::bigint`,
  });
}

async function* walk(db: TenantDb, { where, order, after }: Walk): AsyncGenerator<CanonicalRow[]> {
  let beyond = sql<SqlBool>`true`;
  while (true) {
    const rows = await select(db, sql`WHERE ${where} AND ${beyond} ORDER BY ${order} LIMIT ${PAGE}`);
    const last = rows.at(-1);
    if (last) yield rows;
    if (!last || rows.length < PAGE) return;
    beyond = after(last);
  }
}

/** The rows with these ids, in the order of their ids; those that are not there are left out. */
export const rowsWithIds = (db: TenantDb, ids: readonly bigint[]): Promise<CanonicalRow[]> =>
  select(db, sql`WHERE id = ANY(${ids.map(String)}::bigint[]) ORDER BY audit_log.id`);

/** The ids of all rows and the transactions that wrote them, by id, page by page. */
export async function* allIds(db: TenantDb): AsyncGenerator<{ id: bigint; txId: bigint }[]> {
  let beyond = sql<SqlBool>`true`;
  while (true) {
    const { rows } = await sql<{ id: string; txId: string }>`
      SELECT id::text AS id, tx_id::text AS tx_id FROM audit_log WHERE ${beyond} ORDER BY audit_log.id LIMIT ${PAGE * 10}`.execute(
      db,
    );
    const last = rows.at(-1);
    if (!last) return;
    yield rows.map(({ id, txId }) => ({ id: BigInt(id), txId: BigInt(txId) }));
    beyond = sql`id > ${last.id}::bigint`;
  }
}

/** How many rows `unsealed` is true of. */
export async function countRows(db: TenantDb, unsealed: RawBuilder<SqlBool>): Promise<number> {
  const { rows } = await sql<{ count: string }>`SELECT count(*) AS count FROM audit_log WHERE ${unsealed}`.execute(db);
  return Number(rows[0]?.count ?? 0);
}

/** Whether there is any. */
export async function anyRow(db: TenantDb, unsealed: RawBuilder<SqlBool>): Promise<boolean> {
  const { rows } = await sql<{ any: boolean }>`
    SELECT EXISTS (SELECT FROM audit_log WHERE ${unsealed}) AS any`.execute(db);
  return rows[0]?.any === true;
}

/** Every column as PostgreSQL writes it, and none through a setting of the session: an instant as seconds since 1970. */
async function select(db: TenantDb, rest: RawBuilder<unknown>): Promise<CanonicalRow[]> {
  const { rows } = await sql<Record<string, string | null>>`
    SELECT id::text, extract(epoch FROM at)::text AS at, actor, actor_user_id::text, session_id::text, request_id,
           ip_address, action, entity, entity_id, before::text, after::text, tx_id::text
    FROM audit_log ${rest}`.execute(db.withoutPlugins());
  return rows.map((row) => Object.values(row) as unknown as CanonicalRow);
}
