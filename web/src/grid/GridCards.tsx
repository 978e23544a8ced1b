import type { Table } from '@tanstack/react-table';
import { useFormat } from '@web/format/useFormat';
import { useEffect, useRef } from 'react';
import classes from './GridCards.module.css';
import type { Column } from './types';

type Props<Row> = {
  table: Table<Row>;
  columns: ReadonlyMap<string, Column<Row>>;
  label: string;
  onOpen: (row: Row) => void;
  onNearEnd: () => void;
};

const FACTS = 6;

/** The rows as cards, for screens too narrow for a table. */
export function GridCards<Row>({ table, columns, label, onOpen, onNearEnd }: Props<Row>) {
  const format = useFormat();
  const end = useRef<HTMLLIElement>(null);

  useEffect(() => {
    if (!end.current) return;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && onNearEnd(), {
      rootMargin: '600px',
    });
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [onNearEnd]);

  return (
    <ul className={classes.list} aria-label={label}>
      {table.getRowModel().rows.map((row) => {
        const cells = row.getVisibleCells().map((cell) => {
          const column = columns.get(cell.column.id);
          return { column, value: column?.cell(row.original, format) };
        });
        const facts = cells.filter(({ column, value }) => column && !column.card && value !== '' && value != null);
        return (
          <li key={row.id}>
            <button type="button" className={classes.card} onClick={() => onOpen(row.original)}>
              <span className={classes.top}>
                <span>{cells.find(({ column }) => column?.card === 'title')?.value}</span>
                {cells.find(({ column }) => column?.card === 'mark')?.value}
              </span>
              <span className={classes.facts}>
                {facts.slice(0, FACTS).map(({ column, value }) => (
                  <span key={column?.id}>
                    <span className={classes.label}>{column && format.t(column.label)}</span>
                    <span className={classes.value}>{value}</span>
                  </span>
                ))}
              </span>
            </button>
          </li>
        );
      })}
      <li ref={end} aria-hidden="true" />
    </ul>
  );
}
