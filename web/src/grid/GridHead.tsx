import { flexRender, type Header } from '@tanstack/react-table';
import { useT } from '@web/i18n';
import { Icon } from '@web/ui/Icon';
import classes from './GridTable.module.css';

const ARIA = { asc: 'ascending', desc: 'descending' } as const;

/** One column heading; those the server can sort by are buttons. Shift adds a further column to the order. */
export function GridHead<Row>({ header, numeric }: { header: Header<Row, unknown>; numeric: boolean }) {
  const t = useT();
  const sorted = header.column.getIsSorted();
  const label = flexRender(header.column.columnDef.header, header.getContext());
  const className = numeric ? `${classes.head} ${classes.numeric}` : classes.head;
  if (!header.column.getCanSort()) {
    return (
      <th scope="col" className={className}>
        {label}
      </th>
    );
  }
  return (
    <th scope="col" className={className} aria-sort={sorted ? ARIA[sorted] : 'none'}>
      <button
        type="button"
        className={classes.sort}
        data-sorted={sorted || undefined}
        title={t('grid.sortBy', { label: String(header.column.columnDef.header) })}
        onClick={header.column.getToggleSortingHandler()}
      >
        {label}
        <Icon name={sorted === 'desc' ? 'down' : 'up'} size={13} />
      </button>
    </th>
  );
}
