import { sql } from 'kysely';
import type { TenantContext } from '@/context';
import type { RowOutcome } from '@/contract/enums';
import type { FieldFault } from '@/contract/errors';
import type { ImportRow } from '@/contract/imports';
import type { ListAnswer } from '@/contract/list';
import { defineList, listRows } from '@/database/listRows';
import type { ListRequest } from '@/database/listStatement';
import type { SheetCell } from '@/lib/xlsx/read';
import type { RawRow } from './check';
import type { DoneRow, WrittenRow } from './kind';

/** The rows of files: always many in one statement. */

export type StagedRow = RawRow & { readonly code: string | null; readonly faults: readonly FieldFault[] };

export type ListedRow = Omit<ImportRow, 'cells' | 'faults'> & {
  readonly cells: readonly SheetCell[];
  readonly faults: readonly FieldFault[] | null;
};

const LIST = defineList(
  {
    name: 'import-rows',
    sort: { rowNumber: { ref: 'import_rows.row_number', type: 'bigint' } },
    key: [{ ref: 'import_rows.row_number', type: 'bigint' }],
    search: ['import_rows.code'],
    filters: {
      batchId: 'import_rows.batch_id',
      faulty: 'import_rows.faulty',
      outcome: 'import_rows.outcome',
    },
  },
  (db) =>
    db
      .selectFrom('importRows')
      .select([
        'importRows.rowNumber',
        'importRows.cells',
        'importRows.code',
        'importRows.faulty',
        'importRows.faults',
        'importRows.outcome',
        'importRows.recordId',
      ]),
);

export const listImportRows = (
  ctx: Pick<TenantContext, 'db' | 'tenant' | 'fields' | 'scope'>,
  request: ListRequest,
): Promise<ListAnswer<ListedRow & { readonly recordId: string | null }>> => listRows(ctx, LIST, request);

export async function insertRows({ db }: TenantContext, batchId: string, rows: readonly StagedRow[]): Promise<void> {
  await sql`
    INSERT INTO import_rows (batch_id, row_number, cells, code, faulty, faults)
    SELECT ${batchId}::uuid, r."rowNumber", r.cells, r.code, r.faults IS NOT NULL, r.faults
    FROM jsonb_to_recordset(${json(rows)}::jsonb) AS r("rowNumber" integer, cells jsonb, code text, faults jsonb)
  `.execute(db);
}

/** What checking them once more has come to. */
export async function updateChecked({ db }: TenantContext, batchId: string, rows: readonly StagedRow[]): Promise<void> {
  const found = rows.map(({ rowNumber, code, faults }) => ({ rowNumber, code, faults }));
  await sql`
    UPDATE import_rows t SET code = r.code, faulty = r.faults IS NOT NULL, faults = r.faults
    FROM jsonb_to_recordset(${json(found)}::jsonb) AS r("rowNumber" integer, code text, faults jsonb)
    WHERE t.batch_id = ${batchId} AND t.row_number = r."rowNumber"
      AND (t.code IS DISTINCT FROM r.code OR t.faults IS DISTINCT FROM r.faults)
  `.execute(db);
}

/** A row without faults has null in their place. */
const json = (rows: readonly { readonly faults: readonly FieldFault[] }[]) =>
  JSON.stringify(
    rows.map((row) => ({ ...row, faults: row.faults.length > 0 ? row.faults : null })),
    nullsLeftOut,
  );

/** A JSON null would be a value. */
const nullsLeftOut = (name: string, value: unknown) => (name === 'faults' && value === null ? undefined : value);

/** Rows in their order, some at a time; with `coded` those that name their record, or those that do not. */
export async function* readRows(
  { db }: TenantContext,
  batchId: string,
  { atOnce, coded }: { readonly atOnce: number; readonly coded?: boolean },
): AsyncGenerator<RawRow[]> {
  let after = 0;
  for (;;) {
    let query = db
      .selectFrom('importRows')
      .select(['rowNumber', 'cells'])
      .where('batchId', '=', batchId)
      .where('rowNumber', '>', after);
    if (coded !== undefined) query = query.where('code', coded ? 'is not' : 'is', null);
    const rows = await query.orderBy('rowNumber').limit(atOnce).$castTo<RawRow>().execute();
    if (rows.length > 0) yield rows;
    if (rows.length < atOnce) return;
    after = rows.at(-1)?.rowNumber ?? after;
  }
}

export async function markWritten({ db }: TenantContext, batchId: string, rows: readonly WrittenRow[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    UPDATE import_rows t SET outcome = r.outcome, record_id = r."recordId", code = coalesce(r.code, t.code),
      before = r.before, made_version = r."madeVersion", faulty = false, faults = NULL
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS r("rowNumber" integer, outcome text, "recordId" uuid, code text, before jsonb, "madeVersion" integer)
    WHERE t.batch_id = ${batchId} AND t.row_number = r."rowNumber"
  `.execute(db);
}

export async function markSkipped({ db }: TenantContext, batchId: string, rows: readonly StagedRow[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    UPDATE import_rows t SET outcome = 'SKIPPED', faulty = true, faults = r.faults
    FROM jsonb_to_recordset(${json(rows)}::jsonb) AS r("rowNumber" integer, faults jsonb)
    WHERE t.batch_id = ${batchId} AND t.row_number = r."rowNumber"
  `.execute(db);
}

/** The rows a run has made or changed something by, the last first. */
export async function* readDone({ db }: TenantContext, batchId: string, atOnce: number): AsyncGenerator<DoneRow[]> {
  let before = 2_147_483_647;
  for (;;) {
    const rows = await db
      .selectFrom('importRows')
      .select(['rowNumber', 'outcome', 'recordId', 'code', 'before', 'madeVersion'])
      .where('batchId', '=', batchId)
      .where('rowNumber', '<', before)
      .where('outcome', 'in', ['MADE', 'CHANGED'] satisfies RowOutcome[])
      .orderBy('rowNumber', 'desc')
      .limit(atOnce)
      .$castTo<DoneRow>()
      .execute();
    if (rows.length > 0) yield rows;
    if (rows.length < atOnce) return;
    before = rows.at(-1)?.rowNumber ?? 0;
  }
}

/** The rows that a record came of, in their order. */
export async function rowsOfRecord({ db }: TenantContext, batchId: string, recordId: string): Promise<number[]> {
  const rows = await db
    .selectFrom('importRows')
    .select('rowNumber')
    .where('batchId', '=', batchId)
    .where('recordId', '=', recordId)
    .orderBy('rowNumber')
    .execute();
  return rows.map(({ rowNumber }) => rowNumber);
}

export async function markUndone({ db }: TenantContext, batchId: string): Promise<void> {
  await sql`UPDATE import_rows SET outcome = 'UNDONE', before = NULL
    WHERE batch_id = ${batchId} AND outcome IN ('MADE', 'CHANGED')`.execute(db);
}
