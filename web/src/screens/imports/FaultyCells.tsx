import type { Import, ImportRow } from '@contract';
import { Button, Skeleton } from '@mantine/core';
import { useFormat } from '@web/format/useFormat';
import { type LineColumn, LineTable } from '@web/record/LineTable';
import { ErrorState } from '@web/ui/ErrorState';
import classes from './Imports.module.css';
import { useImportRows } from './useImportRows';
import { hintOf, type ImportWords } from './words';

type Cell = { row: number; path: string; column: string; value: string; code: string; message: string };

/** Every faulty cell, in the order of the file. */
export function FaultyCells({ batch, words }: { batch: Import; words: ImportWords }) {
  const { t } = useFormat();
  const query = useImportRows(batch, { faulty: 'true' });
  if (query.isPending) return <Skeleton height={120} role="status" aria-label={t('common.loading')} />;
  if (query.isError && !query.data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const cells = query.data.pages.flatMap(({ data }) => data.flatMap((row) => cellsOf(row, batch, words)));
  return (
    <section aria-label={t('imports.cells')}>
      <LineTable
        label={t('imports.cells')}
        lines={cells}
        lineKey={({ row, path, code }) => `${row} ${path} ${code}`}
        columns={columnsOf(words)}
      />
      {query.hasNextPage && (
        <Button
          size="xs"
          variant="default"
          mt="sm"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {t('imports.moreCells')}
        </Button>
      )}
    </section>
  );
}

function cellsOf({ rowNumber, faults, cells }: ImportRow, { columns }: Import, words: ImportWords): Cell[] {
  return faults.map(({ path, code, message }) => {
    const column = columns.find(({ field }) => field === path)?.column ?? null;
    return {
      row: rowNumber,
      path,
      code,
      message,
      column: words.columnLabel(column, path),
      value: column === null ? '' : (cells[column] ?? ''),
    };
  });
}

const columnsOf = (words: ImportWords): LineColumn<Cell>[] => [
  { label: 'imports.row', cell: ({ row }, format) => format.count(row) },
  { label: 'imports.column', cell: ({ column }) => column },
  {
    label: 'imports.value',
    cell: ({ value }, { t }) =>
      value === '' ? t('imports.emptyCell') : <span className={classes.value}>{value}</span>,
  },
  { label: 'imports.wrong', cell: ({ message }) => <span className={classes.wrong}>{message}</span> },
  { label: 'imports.mend', cell: (cell, format) => hintOf(cell, words, format) },
];
