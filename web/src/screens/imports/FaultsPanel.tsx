import type { Import, ImportFault } from '@contract';
import { Button, Skeleton } from '@mantine/core';
import { useFormat } from '@web/format/useFormat';
import { type LineColumn, LineTable } from '@web/record/LineTable';
import { ErrorState } from '@web/ui/ErrorState';
import { Panel } from '@web/ui/Panel';
import { useState } from 'react';
import { FaultyCells } from './FaultyCells';
import classes from './Imports.module.css';
import { useImportFaults } from './useImportFaults';
import { hintOf, type ImportWords } from './words';

/** What is wrong with a file: at first what is wrong most often, then cell by cell. */
export function FaultsPanel({ batch, words }: { batch: Import; words: ImportWords }) {
  const { t } = useFormat();
  const query = useImportFaults(batch);
  const [open, setOpen] = useState(false);
  if (batch.faultyCount === 0) return <Panel title={t('imports.faults')} hint={t('imports.noFaults')} />;
  if (query.isPending) return <Skeleton height={120} mb="md" role="status" aria-label={t('common.loading')} />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const { data, more } = query.data;
  return (
    <Panel title={t('imports.faults')} hint={t('imports.faultsHint')}>
      <LineTable
        label={t('imports.faults')}
        lines={data}
        lineKey={({ field, code, value }) => `${field} ${code} ${value}`}
        columns={columnsOf(words)}
      />
      {more && <p className={classes.hint}>{t('imports.faultsMore')}</p>}
      <div className={classes.actions}>
        {!open && (
          <Button size="xs" variant="default" onClick={() => setOpen(true)}>
            {t('imports.showCells')}
          </Button>
        )}
      </div>
      {open && <FaultyCells batch={batch} words={words} />}
    </Panel>
  );
}

const columnsOf = (words: ImportWords): LineColumn<ImportFault>[] => [
  { label: 'imports.column', cell: ({ column, field }) => words.columnLabel(column, field) },
  {
    label: 'imports.value',
    cell: ({ value }, { t }) =>
      value === '' ? t('imports.emptyCell') : <span className={classes.value}>{value}</span>,
  },
  { label: 'imports.wrong', cell: ({ message }) => <span className={classes.wrong}>{message}</span> },
  {
    label: 'imports.mend',
    cell: ({ field, code, value }, format) => hintOf({ path: field, code, value }, words, format),
  },
  {
    label: 'imports.rows',
    numeric: true,
    cell: ({ count, firstRow }, { t }) =>
      count === 1
        ? `${t('imports.row')} ${firstRow}`
        : `${t('imports.times', { count })}, ${t('imports.fromRow', { row: firstRow })}`,
  },
];
