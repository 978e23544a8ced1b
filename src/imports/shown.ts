import type { TenantContext } from '@/context';
import type { Import, ImportRow } from '@/contract/imports';
import type { Opened } from './access';
import { runningRows } from './batches.repo';
import { textOfCell } from './cells';
import { columnsFor } from './columns';
import type { ListedRow } from './rows.repo';

/** An import as the API shows it. */
export async function shownImport(ctx: TenantContext, { batch, kind }: Opened): Promise<Import> {
  const { headings, mapping, valueMap, createdBy: _, ...plain } = batch;
  const rowsDone = await runningRows(ctx, batch.id);
  return {
    ...plain,
    columns: headings.map((heading, column) => ({ column, heading, field: mapping[column] ?? null })),
    values: [...valueMap],
    fields: columnsFor(ctx, kind).map(({ field, label, required = false, type, choices }) => ({
      field,
      label,
      required,
      type,
      choices: choices ? Object.keys(choices) : null,
    })),
    running: rowsDone === null ? null : { rowsDone },
  };
}

export const shownRow = ({ rowNumber, cells, code, faulty, faults, outcome }: ListedRow): ImportRow => ({
  rowNumber,
  cells: cells.map(textOfCell),
  code,
  faulty,
  faults: [...(faults ?? [])],
  outcome,
});
