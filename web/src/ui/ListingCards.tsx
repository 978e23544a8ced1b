import { Checkbox } from '@mantine/core';
import { useFormat } from '@web/format/useFormat';
import type { RowsProps } from './Listing';
import classes from './Listing.module.css';

/** The rows of a listing on a phone: one card each, every value under its heading. */
export function ListingCards<Row>({ label, rows, rowKey, columns, actions, selection }: RowsProps<Row>) {
  const format = useFormat();
  const { t } = format;
  return (
    <ul className={classes.cards} aria-label={label}>
      {rows.map((row) => (
        <li key={rowKey(row)} className={classes.card}>
          {selection?.isFor(row) && (
            <Checkbox
              checked={selection.of.has(rowKey(row))}
              onChange={() => selection.of.toggle(rowKey(row))}
              label={t('common.select', { name: selection.nameOf(row) })}
            />
          )}
          <dl className={classes.facts}>
            {columns.map((column) => (
              <div key={column.label}>
                <dt>{t(column.label)}</dt>
                <dd>{column.cell(row, format)}</dd>
              </div>
            ))}
          </dl>
          {actions?.(row)}
        </li>
      ))}
    </ul>
  );
}
