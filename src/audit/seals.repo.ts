import { sql, type Transaction } from 'kysely';
import { databaseManager } from '@/database/connection';
import type { ControlTables } from '@/database/tables';
import type { SealHead } from './canonical';
import { SEALABLE_VERSION } from './versions';

export type Seal = SealHead & { readonly hash: string };
/** With its rows, as canonical.ts packs them. */
export type WholeSeal = Seal & { readonly rowHashes: Buffer<ArrayBuffer> };

const UNIQUE_VIOLATION = '23505';

const COLUMNS = [
  'tenantId',
  'seq',
  'format',
  'cluster',
  'startId',
  'fromTx',
  'toTx',
  'nextTx',
  'lastId',
  'rows',
  'hash',
  'previousHash',
  'sealedAt',
] as const;

type Db = Transaction<ControlTables>;

/** How far a company's chain has come. */
export type Chain = {
  /** Whether its schema has what sealing needs; a company that waits for a migration is sealed after it. */
  readonly sealable: boolean;
  readonly last: Seal | undefined;
};

/** The chain of a company; undefined when there is no such company. */
export async function findChain(tenantId: string): Promise<Chain | undefined> {
  const company = await databaseManager.control
    .selectFrom('tenants')
    .select('schemaVersion')
    .where('id', '=', tenantId)
    .executeTakeFirst();
  if (!company) return undefined;
  const [last] = await sealsOf(tenantId).orderBy('seq', 'desc').limit(1).execute();
  return { sealable: company.schemaVersion >= SEALABLE_VERSION, last: last && numbered(last) };
}

/** Up to `most` seals from `seq` on, in order. */
export async function sealsFrom(tenantId: string, seq: number, most: number): Promise<Seal[]> {
  const rows = await sealsOf(tenantId).where('seq', '>=', seq).orderBy('seq').limit(most).execute();
  return rows.map(numbered);
}

/** Every seal with its rows, in order, a few at a time. */
export async function* wholeSeals(tenantId: string): AsyncGenerator<WholeSeal> {
  const most = 20;
  for (let seq: number | undefined; ; ) {
    const rows = await sealsOf(tenantId)
      .select('rowHashes')
      .where('seq', '>', seq ?? -2_147_483_648)
      .orderBy('seq')
      .limit(most)
      .execute();
    for (const row of rows) yield { ...numbered(row), rowHashes: Buffer.from(row.rowHashes) };
    seq = rows.at(-1)?.seq;
    if (seq === undefined) return;
  }
}

/** Adds a seal to a chain. False when another process was first: then nothing of the transaction can be kept. */
export async function insertSeal(db: Db, seal: WholeSeal): Promise<boolean> {
  const { startId, fromTx, toTx, nextTx, lastId } = seal;
  const numbers = { startId, fromTx, toTx, nextTx, lastId };
  const texts = Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, String(value)]));
  try {
    await db
      .insertInto('auditSeals')
      .values({ ...seal, ...(texts as Record<keyof typeof numbers, string>) })
      .execute();
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === UNIQUE_VIOLATION) return false;
    throw error;
  }
}

/** What the database's clock says, to the millisecond. */
export async function clock(db: Db): Promise<string> {
  const { rows } = await sql<{ now: string }>`SELECT clock_timestamp() AS now`.execute(db);
  return rows[0]?.now ?? '';
}

/** The companies whose logs can be sealed. */
export async function sealableCompanies(): Promise<string[]> {
  const rows = await databaseManager.control
    .selectFrom('tenants')
    .select('id')
    .where('status', '!=', 'SPARE')
    .where('schemaVersion', '>=', SEALABLE_VERSION)
    .orderBy('id')
    .execute();
  return rows.map(({ id }) => id);
}

const sealsOf = (tenantId: string) =>
  databaseManager.control.selectFrom('auditSeals').select(COLUMNS).where('tenantId', '=', tenantId);

type Stored = { startId: string; fromTx: string; toTx: string; nextTx: string; lastId: string };

const numbered = <Row extends Stored>(row: Row) => ({
  ...row,
  startId: BigInt(row.startId),
  fromTx: BigInt(row.fromTx),
  toTx: BigInt(row.toTx),
  nextTx: BigInt(row.nextTx),
  lastId: BigInt(row.lastId),
});
