import type { TenantContext } from '@/context';
import type { DecimalMark } from '@/contract/enums';
import { type Import, MOST_IMPORT_ROWS } from '@/contract/imports';
import type { Upload } from '@/http/route';
import { fieldRefusal, Refusal } from '@/lib/refusal';
import type { SheetCell } from '@/lib/xlsx/read';
import { holdImport, type Kinds, requireKind, requireTables } from './access';
import { type BatchChanges, findBatch, forgetOldBatches, insertBatch, updateBatch } from './batches.repo';
import { Checker, type RawRow, type Reading, type ValueMap } from './check';
import { columnsFor, columnsOfHeadings, proposedMapping } from './columns';
import type { CheckedRow, ImportKind } from './kind';
import { Progress } from './progress';
import { openRows } from './read';
import { insertRows, readRows, type StagedRow, updateChecked } from './rows.repo';
import { shownImport } from './shown';

/** Rows that are in memory at once. */
export const AT_ONCE = 500;
const ENTITY = 'import';

type Sent = {
  readonly kind: string;
  readonly fileName?: string | undefined;
  readonly decimalMark?: DecimalMark | undefined;
};

/** Reads a file, keeps its rows and says all that is wrong with them; nothing else is written. */
export async function stageImport(
  ctx: TenantContext,
  kinds: Kinds,
  sent: Sent,
  upload: Upload | undefined,
): Promise<Import> {
  const kind = requireKind(ctx, kinds, sent.kind);
  requireTables(ctx);
  if (!upload) throw new Error('There is no file.');
  await forgetOldBatches(ctx);
  const { headings, rows, ...about } = await openRows(upload);
  const mapping = proposedMapping(headings, columnsOfHeadings(ctx, kind));
  const reading: Reading = { mapping, valueMap: [], decimalMark: sent.decimalMark ?? null };
  const id = await insertBatch(ctx, {
    ...about,
    ...reading,
    kind: kind.name,
    headings,
    fileName: sent.fileName ?? null,
    createdBy: ctx.actor,
  });
  const counts = new Counts();
  const checker = new Checker(ctx, kind, reading);
  // Below the headings, which are the first row.
  let rowNumber = 1;
  const stage = async (some: readonly (readonly SheetCell[])[]) => {
    const raw = some.map((cells): RawRow => ({ rowNumber: ++rowNumber, cells }));
    if (rowNumber - 1 > MOST_IMPORT_ROWS)
      throw new Refusal('RULE_VIOLATED', `A file may have at most ${MOST_IMPORT_ROWS} rows: send it in parts.`);
    const checked = await checker.check(raw, 'look');
    counts.add(checked);
    await insertRows(ctx, id, staged(raw, checked));
  };
  try {
    for await (const some of inPieces(rows)) await stage(some);
  } finally {
    checker.end();
  }
  if (counts.rowCount === 0) throw new Refusal('RULE_VIOLATED', 'The file has no rows below its headings.');
  await updateBatch(ctx, id, counts.asColumns());
  // What other numbers of the file say may have come after those that could be read in two ways.
  if (checker.ambiguous && checker.saidMark !== null && reading.decimalMark === null)
    await checkAgain(ctx, kind, id, { ...reading, decimalMark: checker.saidMark });
  return audited(ctx, kind, id, 'create');
}

/** Batches of the size in which rows are checked and written, whatever the file is read in. */
async function* inPieces<T>(rows: AsyncIterable<readonly T[]>): AsyncGenerator<readonly T[]> {
  let waiting: T[] = [];
  for await (const some of rows) {
    waiting.push(...some);
    while (waiting.length >= AT_ONCE) {
      yield waiting.slice(0, AT_ONCE);
      waiting = waiting.slice(AT_ONCE);
    }
  }
  if (waiting.length > 0) yield waiting;
}

type Changes = {
  readonly mapping?: readonly { readonly column: number; readonly field: string | null }[] | undefined;
  readonly values?: ValueMap | undefined;
  readonly decimalMark?: DecimalMark | null | undefined;
};

/** Reads the rows in another way, and checks them again. Throws VERSION_MISMATCH, INVALID_STATE and VALIDATION_FAILED. */
export async function changeReading(
  ctx: TenantContext,
  kinds: Kinds,
  id: string,
  version: number,
  changes: Changes,
): Promise<Import> {
  const { batch, kind } = await holdImport(ctx, kinds, id);
  if (batch.version !== version)
    throw new Refusal('VERSION_MISMATCH', 'Somebody changed this in the meantime. Load it again to see how.');
  if (batch.status !== 'CHECKED') throw new Refusal('INVALID_STATE', 'It has been run: send the file again.');
  const { mapping = batch.mapping, valueMap = batch.valueMap } = {
    mapping: changes.mapping && mappingOf(ctx, kind, batch.headings, changes.mapping),
    valueMap: changes.values,
  };
  const decimalMark = changes.decimalMark === undefined ? batch.decimalMark : changes.decimalMark;
  await checkAgain(ctx, kind, id, { mapping, valueMap, decimalMark });
  return audited(ctx, kind, id, 'update');
}

function mappingOf(
  ctx: TenantContext,
  kind: ImportKind,
  headings: readonly string[],
  wanted: NonNullable<Changes['mapping']>,
): (string | null)[] {
  const known = new Set(columnsFor(ctx, kind).map(({ field }) => field));
  const taken = new Set<string>();
  const mapping = headings.map((): string | null => null);
  for (const [index, { column, field }] of wanted.entries()) {
    const at = (name: string) => `mapping.${index}.${name}`;
    if (column >= headings.length) throw fieldRefusal('VALIDATION_FAILED', at('column'), 'The file has no such column');
    if (field !== null && !known.has(field))
      throw fieldRefusal('VALIDATION_FAILED', at('field'), 'There is no such field');
    if (field !== null && taken.has(field))
      throw fieldRefusal('VALIDATION_FAILED', at('field'), 'Named for two columns');
    if (field !== null) taken.add(field);
    mapping[column] = field;
  }
  return mapping;
}

async function checkAgain(ctx: TenantContext, kind: ImportKind, id: string, reading: Reading): Promise<void> {
  const counts = new Counts();
  const checker = new Checker(ctx, kind, reading);
  const progress = new Progress(ctx, id);
  try {
    for await (const raw of readRows(ctx, id, { atOnce: AT_ONCE })) {
      const checked = await checker.check(raw, 'look');
      counts.add(checked);
      await updateChecked(ctx, id, staged(raw, checked));
      progress.add(raw.length);
    }
  } finally {
    checker.end();
  }
  await updateBatch(ctx, id, { ...reading, ...counts.asColumns() });
}

export const staged = (raw: readonly RawRow[], checked: readonly CheckedRow[]): StagedRow[] =>
  checked.map(({ rowNumber, code, faults }, index) => ({ rowNumber, code, faults, cells: raw[index]?.cells ?? [] }));

class Counts {
  rowCount = 0;
  #faulty = 0;
  #makes = 0;

  add(rows: readonly CheckedRow[]): void {
    this.rowCount += rows.length;
    for (const { faults, makes } of rows) {
      if (faults.length > 0) this.#faulty += 1;
      else if (makes) this.#makes += 1;
    }
  }

  asColumns(): BatchChanges {
    return { rowCount: this.rowCount, faultyCount: this.#faulty, makesCount: this.#makes };
  }
}

/** The import as it is now, told to the audit log without the rows. */
export async function audited(ctx: TenantContext, kind: ImportKind, id: string, action: string): Promise<Import> {
  const batch = await findBatch(ctx, id);
  if (!batch) throw new Error('An import is gone.');
  const { headings: _, mapping, valueMap, ...told } = batch;
  await ctx.audit({
    action,
    entity: ENTITY,
    entityId: id,
    after: { name: batch.fileName ?? kind.name, ...told, mapping, valueMap },
  });
  return shownImport(ctx, { batch, kind });
}
