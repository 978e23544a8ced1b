import { databaseManager, type TenantDb } from '@/database/connection';
import { UnknownTenantError } from '@/database/tenantName';
import { withControlTransaction } from '@/database/transaction';
import { anchorSeals } from './anchoring';
import { type CanonicalRow, FORMAT, hashRow, hashSeal, NO_SEAL, packRows, type SealHead } from './canonical';
import { anyRow, type Moment, readBeginning, readMoment, rowsOfTransactions, rowsThat } from './rows.repo';
import { type Chain, clock, findChain, insertSeal, type Seal } from './seals.repo';
import { beforeTheCount, isSameCount, unsealedSince } from './unsealed.repo';

/** What came of sealing a company's audit log. */
export type Sealing = {
  readonly made: readonly Seal[];
  readonly last: Seal | undefined;
  /** Whether rows are left, because transactions that began before them have not ended. */
  readonly open: boolean;
  /** Whether the newest seal is also known outside the database. */
  readonly anchored: boolean;
};

/** Rows a seal holds at most; more make several. */
const MOST_ROWS = 10_000;
/** How long is waited for transactions that were under way when a count begins, before it is left for the next time. */
const SETTLING_TRIES = 40;
const SETTLING_PAUSE_MS = 50;

const NOTHING_TO_SEAL: Sealing = { made: [], last: undefined, open: false, anchored: true };

/**
 * Seals every row of a company's audit log whose transaction has ended, and all older ones have too: nothing can be added to
 * what is sealed. Holds no lock that a writer waits for. Of several processes at it, one makes the next link of the chain.
 * A company that waits for a migration is left as it is. Throws UnknownTenantError.
 */
export async function sealCompany(tenantId: string): Promise<Sealing> {
  const chain = await requireChain(tenantId);
  if (!chain.sealable) return NOTHING_TO_SEAL;
  const db = databaseManager.getTenantDb(tenantId);
  const made = await sealNext(db, tenantId, chain.last);
  const last = made.at(-1) ?? (await requireChain(tenantId)).last;
  const open = await anyRow(db, unsealedSince(last, await readMoment(db)));
  return { made, last, open, anchored: await anchorSeals(tenantId, made) };
}

async function requireChain(tenantId: string): Promise<Chain> {
  const chain = await findChain(tenantId);
  if (!chain) throw new UnknownTenantError(tenantId);
  return chain;
}

async function sealNext(db: TenantDb, tenantId: string, last: Seal | undefined): Promise<Seal[]> {
  const moment = await readMoment(db);
  if (last && isSameCount(last, moment)) return sealTransactions(db, tenantId, last, moment);
  const begun = await sealBeginning(db, tenantId, last);
  const newest = begun.at(-1);
  if (!newest) return [];
  return [...begun, ...(await sealTransactions(db, tenantId, newest, await readMoment(db)))];
}

/** The ordinary case: the transactions since the last seal, up to the oldest that still runs. */
function sealTransactions(db: TenantDb, tenantId: string, last: Seal, moment: Moment): Promise<Seal[]> {
  const range = { startId: last.startId, fromTx: last.toTx, toTx: moment.horizon };
  const { cluster, nextTx } = moment;
  return chainUp(tenantId, last, { ...range, cluster, nextTx }, rowsOfTransactions(db, range));
}

/**
 * The first seal of a chain, or on this server, where transactions begin to be counted: from `nextTx` on. What is older, and
 * what was brought from another server with transactions of that one's count, goes into this seal; the ids of what is written
 * here are higher than all that was brought. Waits until every transaction before `nextTx` has ended.
 */
async function sealBeginning(db: TenantDb, tenantId: string, last: Seal | undefined): Promise<Seal[]> {
  const { nextTx, broughtThrough } = await readBeginning(db);
  const moment = await momentAfter(db, nextTx);
  if (!moment) return [];
  const settled = [0n, (last?.lastId ?? -1n) + 1n, (broughtThrough ?? -1n) + 1n];
  const startId = settled.reduce((highest, each) => (each > highest ? each : highest));
  const range = { startId, fromTx: 0n, toTx: nextTx, cluster: moment.cluster, nextTx: moment.nextTx };
  const wanted = beforeTheCount(nextTx, broughtThrough, unsealedSince(last, moment));
  return chainUp(tenantId, last, range, rowsThat(db, wanted));
}

/** A moment at which every transaction before `tx` has ended; undefined when one takes too long. */
async function momentAfter(db: TenantDb, tx: bigint): Promise<Moment | undefined> {
  for (let attempt = 0; attempt < SETTLING_TRIES; attempt += 1) {
    const moment = await readMoment(db);
    if (moment.horizon >= tx) return moment;
    await new Promise((resolve) => setTimeout(resolve, SETTLING_PAUSE_MS));
  }
  return undefined;
}

type Range = Pick<SealHead, 'startId' | 'fromTx' | 'toTx' | 'cluster' | 'nextTx'>;

/** Puts the rows into seals after `last`, all in one transaction; none when there are no rows or another process was first. */
async function chainUp(
  tenantId: string,
  last: Seal | undefined,
  range: Range,
  pages: AsyncGenerator<CanonicalRow[]>,
): Promise<Seal[]> {
  const first = await pages.next();
  if (first.done) return [];
  const taken = new Error('another process sealed these rows');
  const seals: Seal[] = [];
  const write = () =>
    withControlTransaction(async (control) => {
      const seal = async (rows: HashedRow[]) => {
        const { head, hashes } = headOf(tenantId, seals.at(-1) ?? last, range, rows, await clock(control));
        const hash = hashSeal(head, hashes);
        if (!(await insertSeal(control, { ...head, hash, rowHashes: packRows(rows) }))) throw taken;
        seals.push({ ...head, hash });
      };
      for await (const rows of batches(first.value, pages)) await seal(rows);
    });
  return write().then(
    () => seals,
    (error: unknown) => {
      if (error === taken) return [];
      throw error;
    },
  );
}

type HashedRow = { readonly id: bigint; readonly hash: Buffer };

/** The rows of the pages, hashed, MOST_ROWS together. */
async function* batches(first: CanonicalRow[], pages: AsyncGenerator<CanonicalRow[]>): AsyncGenerator<HashedRow[]> {
  let batch: HashedRow[] = first.map(hashed);
  for await (const page of pages) {
    if (batch.length + page.length > MOST_ROWS) {
      yield batch;
      batch = [];
    }
    batch.push(...page.map(hashed));
  }
  yield batch;
}

const hashed = (row: CanonicalRow): HashedRow => ({ id: BigInt(row[0]), hash: hashRow(row) });

function headOf(tenantId: string, before: Seal | undefined, range: Range, rows: HashedRow[], sealedAt: string) {
  let lastId = before?.lastId ?? rows[0]?.id ?? 0n;
  for (const { id } of rows) if (id > lastId) lastId = id;
  const head: SealHead = {
    format: FORMAT,
    tenantId,
    seq: (before?.seq ?? 0) + 1,
    ...range,
    lastId,
    rows: rows.length,
    sealedAt,
    previousHash: before?.hash ?? NO_SEAL,
  };
  return { head, hashes: rows.map(({ hash }) => hash) };
}
