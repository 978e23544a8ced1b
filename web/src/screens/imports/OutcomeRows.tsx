import { type Import, type ImportRow, ROW_OUTCOMES } from '@contract';
import { Button, NativeSelect, Skeleton } from '@mantine/core';
import { useFormat } from '@web/format/useFormat';
import { type LineColumn, LineTable } from '@web/record/LineTable';
import { ErrorState } from '@web/ui/ErrorState';
import { Notice } from '@web/ui/Notice';
import { Panel } from '@web/ui/Panel';
import { StateBadge } from '@web/ui/StateBadge';
import { OUTCOME_TONES } from '@web/ui/tones';
import { useState } from 'react';
import classes from './Imports.module.css';
import { useImportRows } from './useImportRows';
import type { ImportWords } from './words';

/** The rows of a file that was run, with what became of each. */
export function OutcomeRows({ batch, words }: { batch: Import; words: ImportWords }) {
  const { t, enumLabel } = useFormat();
  const [outcome, setOutcome] = useState('');
  const query = useImportRows(batch, { outcome });
  const rows = query.data?.pages.flatMap(({ data }) => data) ?? [];
  return (
    <Panel
      title={t('imports.outcomes')}
      actions={
        <NativeSelect
          size="xs"
          aria-label={t('imports.outcome')}
          data={[
            { value: '', label: t('imports.all') },
            ...ROW_OUTCOMES.map((value) => ({ value, label: enumLabel('rowOutcome', value) })),
          ]}
          value={outcome}
          onChange={(event) => setOutcome(event.currentTarget.value)}
        />
      }
    >
      {query.isPending && <Skeleton height={120} role="status" aria-label={t('common.loading')} />}
      {query.isError && !query.data && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && rows.length === 0 && <Notice icon="search" title={t('imports.noRows')} />}
      {rows.length > 0 && (
        <LineTable
          label={t('imports.outcomes')}
          lines={rows}
          lineKey={({ rowNumber }) => String(rowNumber)}
          columns={columnsOf(batch, words)}
        />
      )}
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
    </Panel>
  );
}

const columnsOf = ({ columns }: Import, words: ImportWords): LineColumn<ImportRow>[] => [
  { label: 'imports.row', cell: ({ rowNumber }, format) => format.count(rowNumber) },
  {
    label: 'imports.outcome',
    cell: ({ outcome }, { enumLabel }) =>
      outcome && <StateBadge tone={OUTCOME_TONES[outcome]}>{enumLabel('rowOutcome', outcome)}</StateBadge>,
  },
  { label: 'imports.record', cell: ({ code }) => code },
  {
    label: 'imports.wrong',
    cell: ({ faults }) =>
      faults.length === 0 ? null : (
        <span className={classes.wrong}>
          {faults
            .map(({ path, message }) => {
              const column = columns.find(({ field }) => field === path)?.column ?? null;
              return `${words.columnLabel(column, path)}: ${message}`;
            })
            .join(' · ')}
        </span>
      ),
  },
];
