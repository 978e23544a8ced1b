import type { Table } from '@tanstack/react-table';
import { useFormat } from '@web/format/useFormat';
import { useEffect, useRef } from 'react';
import { GridHead } from './GridHead';
import classes from './GridTable.module.css';
import type { Column } from './types';
import { useFocusBack, useStartOver } from './useFocusBack';
import { useRowKeys } from './useRowKeys';
import { useRowWindow } from './useRowWindow';

type Props<Row> = {
  table: Table<Row>;
  columns: ReadonlyMap<string, Column<Row>>;
  label: string;
  rowHeight: number;
  openKey: string | null;
  /** What was asked for; another question starts at the top again. */
  question: string;
  complete: boolean;
  fetching: boolean;
  onOpen: (row: Row) => void;
  onNearEnd: () => void;
};

const HEAD_HEIGHT = 36;

/** The rows as a table: sticky heading, only the rows in view drawn, driven by mouse or keys. */
export function GridTable<Row>(props: Props<Row>) {
  const { table, columns, rowHeight, complete } = props;
  const format = useFormat();
  const scroller = useRef<HTMLDivElement>(null);
  const rows = table.getRowModel().rows;
  const leaves = table.getVisibleLeafColumns();
  const view = useRowWindow(scroller, rows.length, rowHeight);
  const keys = useRowKeys({
    scroller,
    count: rows.length,
    rowHeight,
    headHeight: HEAD_HEIGHT,
    page: view.page,
    onOpen: (index) => {
      const row = rows[index];
      if (row) props.onOpen(row.original);
    },
  });
  const tabStop = Math.max(view.start, Math.min(keys.active, view.end - 1));

  useStartOver(scroller, props.question, keys.setActive);
  useFocusBack(scroller, props.openKey);

  const { onNearEnd } = props;
  const nearEnd = !complete && view.end >= rows.length - 10;
  // rows.length: asks again when more rows came and the end is still near.
  useEffect(() => {
    if (nearEnd) onNearEnd();
  }, [nearEnd, rows.length, onNearEnd]);

  const widthOf = (id: string) => columns.get(id)?.width ?? 120;
  const isNumeric = (id: string) => columns.get(id)?.numeric ?? false;
  const cellClass = (id: string, index: number) =>
    [classes.cell, isNumeric(id) && classes.numeric, index === 0 && classes.first].filter(Boolean).join(' ');

  return (
    <div ref={scroller} className={classes.scroller}>
      <table
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: arrow keys walk its rows, so it is a grid
        role="grid"
        className={props.fetching ? `${classes.table} ${classes.fetching}` : classes.table}
        style={{ minWidth: leaves.reduce((sum, { id }) => sum + widthOf(id), 0) }}
        aria-label={props.label}
        aria-rowcount={complete ? rows.length + 1 : -1}
        aria-description={format.t('grid.keys')}
        onKeyDown={keys.onKeyDown}
      >
        <colgroup>
          {leaves.map(({ id }) => (
            <col key={id} style={{ width: widthOf(id) }} />
          ))}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {table.getFlatHeaders().map((header) => (
              <GridHead key={header.id} header={header} numeric={isNumeric(header.column.id)} />
            ))}
          </tr>
        </thead>
        <tbody>
          {view.before > 0 && <Spacer height={view.before} columns={leaves.length} />}
          {rows.slice(view.start, view.end).map((row, offset) => {
            const index = view.start + offset;
            return (
              <tr
                key={row.id}
                className={classes.row}
                style={{ height: rowHeight }}
                data-row={index}
                data-key={row.id}
                data-open={row.id === props.openKey || undefined}
                aria-rowindex={index + 2}
                aria-selected={row.id === props.openKey}
                tabIndex={index === tabStop ? 0 : -1}
                onFocus={() => keys.setActive(index)}
                onClick={() => {
                  // Marking text to copy it is not opening the row.
                  if (window.getSelection()?.toString() === '') props.onOpen(row.original);
                }}
              >
                {row.getVisibleCells().map((cell, position) => (
                  <td key={cell.id} className={cellClass(cell.column.id, position)}>
                    {columns.get(cell.column.id)?.cell(row.original, format)}
                  </td>
                ))}
              </tr>
            );
          })}
          {view.after > 0 && <Spacer height={view.after} columns={leaves.length} />}
        </tbody>
      </table>
    </div>
  );
}

function Spacer({ height, columns }: { height: number; columns: number }) {
  return (
    <tr style={{ height }}>
      <td className={classes.spacer} colSpan={columns} />
    </tr>
  );
}
