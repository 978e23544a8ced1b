import type { TenantContext } from '@/context';
import type { ImportMode } from '@/contract/enums';
import type { Import } from '@/contract/imports';
import { Refusal } from '@/lib/refusal';
import { Thrift } from '@/lib/thrift';
import { NOW } from '@/records/records.repo';
import { holdImport, type Kinds, type Opened } from './access';
import { updateBatch } from './batches.repo';
import { Checker } from './check';
import { Progress } from './progress';
import { markSkipped, markUndone, markWritten, readDone, readRows, rowsOfRecord } from './rows.repo';
import { AT_ONCE, audited, staged } from './staging.service';

/** Rows a refusal names. */
const MOST_NAMED = 10;

/**
 * Makes and changes the records of a checked file, all in the one transaction of the request: cut off anywhere nothing has
 * happened. Rows are checked again, against what there is now. Throws INVALID_STATE, and RULE_VIOLATED for faults in `all`.
 */
export async function runImport(ctx: TenantContext, kinds: Kinds, id: string, mode: ImportMode): Promise<Import> {
  const { batch, kind } = await holdImport(ctx, kinds, id);
  if (batch.status !== 'CHECKED') throw new Refusal('INVALID_STATE', 'It has been run already.');
  if (mode === 'all' && batch.faultyCount > 0)
    throw new Refusal(
      'RULE_VIOLATED',
      `Rows with faults: ${batch.faultyCount}. Mend them and send the file again, or import only the others.`,
    );
  const counts = { madeCount: 0, changedCount: 0, sameCount: 0, skippedCount: 0 };
  const progress = new Progress(ctx, id);
  const checker = new Checker(ctx, kind, batch);
  const write = async (coded: boolean) => {
    for await (const raw of readRows(ctx, id, { atOnce: AT_ONCE, coded })) {
      const checked = await checker.check(raw, 'hold');
      const faulty = checked.filter(({ faults }) => faults.length > 0);
      if (mode === 'all' && faulty.length > 0) throw changedSince(faulty.map(({ rowNumber }) => rowNumber));
      const rows = await kind.write(
        ctx,
        checked.filter(({ faults }) => faults.length === 0),
      );
      await markWritten(ctx, id, rows);
      await markSkipped(
        ctx,
        id,
        staged(raw, checked).filter(({ faults }) => faults.length > 0),
      );
      for (const { outcome } of rows) counts[COUNTED[outcome]] += 1;
      counts.skippedCount += faulty.length;
      progress.add(raw.length);
    }
  };
  try {
    // Those that get a number come last: others who want one wait for it until the end.
    await write(true);
    await write(false);
  } finally {
    checker.end();
  }
  await updateBatch(ctx, id, { ...counts, faultyCount: counts.skippedCount, status: 'DONE', mode, ranAt: NOW });
  return audited(ctx, kind, id, 'import');
}

const COUNTED = { MADE: 'madeCount', CHANGED: 'changedCount', SAME: 'sameCount' } as const;

function changedSince(rows: readonly number[]): Refusal {
  const named = rows.slice(0, MOST_NAMED).join(', ');
  return new Refusal(
    'RULE_VIOLATED',
    `What was checked has changed since: row ${named} cannot be imported any more. Change the import, or send the file again.`,
  );
}

/** Removes what a run has made and puts back what it has changed. Throws INVALID_STATE, and IN_USE naming what was touched since. */
export async function undoImport(ctx: TenantContext, kinds: Kinds, id: string): Promise<Import> {
  const { batch, kind }: Opened = await holdImport(ctx, kinds, id);
  if (batch.status !== 'DONE') throw new Refusal('INVALID_STATE', 'Only what has been run can be taken back.');
  const progress = new Progress(ctx, id);
  const thrift = new Thrift();
  try {
    for await (const rows of readDone(ctx, id, AT_ONCE)) {
      thrift.add(rows.length);
      await kind.undo(ctx, rows, (recordId) => rowsOfRecord(ctx, id, recordId));
      progress.add(rows.length);
    }
  } finally {
    thrift.end();
  }
  await markUndone(ctx, id);
  await updateBatch(ctx, id, { status: 'UNDONE', undoneAt: NOW });
  return audited(ctx, kind, id, 'undo');
}
