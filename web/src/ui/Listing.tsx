import { Checkbox, Skeleton, VisuallyHidden } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { UseQueryResult } from '@tanstack/react-query';
import type { Format } from '@web/format/format';
import { useFormat } from '@web/format/useFormat';
import type { TextKey } from '@web/i18n/dictionary';
import type { ReactNode } from 'react';
import { ErrorState } from './ErrorState';
import type { IconName } from './Icon';
import classes from './Listing.module.css';
import { ListingCards } from './ListingCards';
import { Notice } from './Notice';
import type { Selection } from './useSelection';

export type ListingColumn<Row> = { label: TextKey; cell: (row: Row, format: Format) => ReactNode };

type Props<Row> = {
  label: string;
  query: UseQueryResult<readonly Row[]>;
  rowKey: (row: Row) => string;
  columns: readonly ListingColumn<Row>[];
  /** The buttons at the end of a row. */
  actions?: ((row: Row) => ReactNode) | undefined;
  /** With it rows can be ticked, those that `isFor` lets; `nameOf` says which one a box is for. */
  selection?: { of: Selection; nameOf: (row: Row) => string; isFor: (row: Row) => boolean } | undefined;
  empty: { icon: IconName; title: string; text: string };
};

/** A table of what is never many: all of it at once, or what there is to say in its place. */
export function Listing<Row>({ query, empty, ...table }: Props<Row>) {
  const { t } = useFormat();
  const narrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  if (query.isPending) return <Skeleton height={96} role="status" aria-label={t('common.loading')} />;
  if (query.isError && !query.data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const rows = query.data ?? [];
  if (rows.length === 0) return <Notice {...empty} />;
  return narrow ? <ListingCards {...table} rows={rows} /> : <Rows {...table} rows={rows} />;
}

export type RowsProps<Row> = Omit<Props<Row>, 'query' | 'empty'> & { rows: readonly Row[] };

function Rows<Row>({ label, rows, rowKey, columns, actions, selection }: RowsProps<Row>) {
  const format = useFormat();
  const { t } = format;
  return (
    <div className={classes.scroll}>
      <table className={classes.table} aria-label={label}>
        <thead>
          <tr>
            {selection && (
              <th scope="col" className={classes.check}>
                <All selection={selection.of} keys={rows.filter(selection.isFor).map(rowKey)} />
              </th>
            )}
            {columns.map((column) => (
              <th key={column.label} scope="col">
                {t(column.label)}
              </th>
            ))}
            {actions && (
              <th scope="col" className={classes.acts}>
                <VisuallyHidden>{t('common.actions')}</VisuallyHidden>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)}>
              {selection && (
                <td className={classes.check}>
                  {selection.isFor(row) && (
                    <Checkbox
                      size="xs"
                      checked={selection.of.has(rowKey(row))}
                      onChange={() => selection.of.toggle(rowKey(row))}
                      aria-label={t('common.select', { name: selection.nameOf(row) })}
                    />
                  )}
                </td>
              )}
              {columns.map((column) => (
                <td key={column.label}>{column.cell(row, format)}</td>
              ))}
              {actions && <td className={classes.acts}>{actions(row)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function All({ selection, keys }: { selection: Selection; keys: readonly string[] }) {
  const { t } = useFormat();
  const count = keys.filter(selection.has).length;
  const all = count > 0 && count === keys.length;
  return (
    <Checkbox
      size="xs"
      checked={all}
      indeterminate={count > 0 && !all}
      onChange={() => selection.set(all ? [] : keys)}
      aria-label={t('common.selectAll')}
    />
  );
}
