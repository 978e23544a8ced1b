import { type RawBuilder, sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { TenantContext } from '@/context';
import type { DecimalMark, IMPORT_FORMATS, IMPORT_STATUSES, ImportMode } from '@/contract/enums';
import type { ImportListRow } from '@/contract/imports';
import type { ListAnswer } from '@/contract/list';
import { databaseManager } from '@/database/connection';
import { defineList, listOfTable, listRows } from '@/database/listRows';
import type { ListRequest } from '@/database/listStatement';
import { NOW } from '@/records/records.repo';
import type { ValueMap } from './check';

/** The migration that made the tables. */
const FIRST_VERSION = '20261126110000_imports';
/** Files that were never run are forgotten after so many days. */
const KEPT_DAYS = 7;

export type Batch = ImportListRow & {
  readonly format: (typeof IMPORT_FORMATS)[number];
  readonly status: (typeof IMPORT_STATUSES)[number];
  readonly encoding: string | null;
  readonly delimiter: string | null;
  readonly decimalMark: DecimalMark | null;
  readonly headings: readonly string[];
  readonly mapping: readonly (string | null)[];
  readonly valueMap: ValueMap;
  readonly createdBy: string;
};

const LISTED = [
  'id',
  'version',
  'createdAt',
  'updatedAt',
  'kind',
  'status',
  'fileName',
  'format',
  'mode',
  'rowCount',
  'faultyCount',
  'makesCount',
  'madeCount',
  'changedCount',
  'sameCount',
  'skippedCount',
  'ranAt',
  'undoneAt',
] as const;
const DETAILS = ['encoding', 'delimiter', 'decimalMark', 'headings', 'mapping', 'valueMap', 'createdBy'] as const;

const SOURCE = listOfTable('import_batches', {
  name: 'imports',
  sort: { createdAt: 'timestamptz', updatedAt: 'timestamptz' },
  search: ['import_batches.file_name'],
  filters: ['kind', 'status'],
  archives: false,
});
const LIST = defineList(SOURCE, (db) => db.selectFrom('importBatches').select(LISTED));

/** Whether the company has the tables already. */
export const hasImports = ({ tenant }: Pick<TenantContext, 'tenant'>) => tenant.schemaVersion >= FIRST_VERSION;

export const listBatches = (ctx: TenantContext, request: ListRequest): Promise<ListAnswer<ImportListRow>> =>
  listRows(ctx, LIST, request);

export async function findBatch({ db }: TenantContext, id: string): Promise<Batch | undefined> {
  return db
    .selectFrom('importBatches')
    .select([...LISTED, ...DETAILS])
    .where('id', '=', id)
    .$castTo<Batch>()
    .executeTakeFirst();
}

/** The same, held until the transaction ends, while others may read it. */
export async function holdBatch({ db }: TenantContext, id: string): Promise<Batch | undefined> {
  return db
    .selectFrom('importBatches')
    .select([...LISTED, ...DETAILS])
    .where('id', '=', id)
    .forNoKeyUpdate()
    .$castTo<Batch>()
    .executeTakeFirst();
}

type Json = 'headings' | 'mapping' | 'valueMap';
export type BatchChanges = Partial<Omit<Batch, 'id' | 'ranAt' | 'undoneAt'>> & {
  readonly mode?: ImportMode;
  readonly ranAt?: RawBuilder<string>;
  readonly undoneAt?: RawBuilder<string>;
};

export async function insertBatch(
  { db }: TenantContext,
  batch: Pick<Batch, 'kind' | 'format' | 'fileName' | 'createdBy' | 'encoding' | 'delimiter' | 'decimalMark' | Json>,
): Promise<string> {
  const id = uuidv7();
  await db
    .insertInto('importBatches')
    .values({ id, ...withJson(batch) })
    .execute();
  await db.insertInto('importProgress').values({ batchId: id }).execute();
  return id;
}

export async function updateBatch({ db }: TenantContext, id: string, changes: BatchChanges): Promise<void> {
  await db
    .updateTable('importBatches')
    .set({ ...withJson(changes), version: sql<number>`version + 1`, updatedAt: NOW })
    .where('id', '=', id)
    .execute();
}

function withJson<T extends Partial<Pick<Batch, Json>>>({ headings, mapping, valueMap, ...plain }: T) {
  return {
    ...plain,
    ...(headings && { headings: JSON.stringify(headings) }),
    ...(mapping && { mapping: JSON.stringify(mapping) }),
    ...(valueMap && { valueMap: JSON.stringify(valueMap) }),
  };
}

/** Files that nobody has run, and will not any more. */
export async function forgetOldBatches({ db }: TenantContext): Promise<void> {
  await sql`DELETE FROM import_batches WHERE id IN (
    SELECT id FROM import_batches WHERE status = 'CHECKED' AND updated_at < now() - make_interval(days => ${KEPT_DAYS})
    ORDER BY created_at LIMIT 5 FOR UPDATE SKIP LOCKED)`.execute(db);
}

/** How many rows are done of what holds the batch right now; null when nothing does. */
export async function runningRows({ db }: TenantContext, id: string): Promise<number | null> {
  const free = await sql`SELECT 1 FROM import_batches WHERE id = ${id} FOR SHARE SKIP LOCKED`.execute(db);
  if (free.rows.length > 0) return null;
  const row = await db.selectFrom('importProgress').select('rowsDone').where('batchId', '=', id).executeTakeFirst();
  return row?.rowsDone ?? 0;
}

/** Says how far it is, on a connection beside that of the transaction which does it. */
export async function noteProgress(tenantId: string, batchId: string, rowsDone: number): Promise<void> {
  await databaseManager
    .getTenantDb(tenantId)
    .updateTable('importProgress')
    .set({ rowsDone, updatedAt: NOW })
    .where('batchId', '=', batchId)
    .execute();
}
