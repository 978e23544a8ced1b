import { useMediaQuery } from '@mantine/hooks';
import type { Format } from '@web/format/format';
import { useFormat } from '@web/format/useFormat';
import type { TextKey } from '@web/i18n/dictionary';
import cards from '@web/ui/Listing.module.css';
import type { ReactNode } from 'react';
import classes from './RecordDrawer.module.css';

export type LineColumn<Line> = {
  label: TextKey;
  cell: (line: Line, format: Format) => ReactNode;
  numeric?: boolean;
};

type Props<Line> = {
  label: string;
  lines: readonly Line[];
  lineKey: (line: Line) => string;
  columns: readonly LineColumn<Line>[];
};

/** More columns than a phone has room for. */
const MOST_ON_PHONES = 4;

export function LineTable<Line>(props: Props<Line>) {
  const narrow = useMediaQuery('(max-width: 36em)', false, { getInitialValueInEffect: false });
  return narrow && props.columns.length > MOST_ON_PHONES ? <LineCards {...props} /> : <Table {...props} />;
}

/** Every value under its heading; what a line does not have is left out. */
function LineCards<Line>({ label, lines, lineKey, columns }: Props<Line>) {
  const format = useFormat();
  return (
    <ul className={cards.cards} aria-label={label}>
      {lines.map((line) => (
        <li key={lineKey(line)} className={cards.card}>
          <dl className={cards.facts}>
            {columns
              .map((column) => ({ column, value: column.cell(line, format) }))
              .filter(({ value }) => value !== null && value !== undefined && value !== '')
              .map(({ column, value }) => (
                <div key={column.label}>
                  <dt>{format.t(column.label)}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
          </dl>
        </li>
      ))}
    </ul>
  );
}

function Table<Line>({ label, lines, lineKey, columns }: Props<Line>) {
  const format = useFormat();
  return (
    <div className={classes.scroll}>
      <table className={classes.lines} aria-label={label}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.label} scope="col" data-numeric={column.numeric || undefined}>
                {format.t(column.label)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={lineKey(line)}>
              {columns.map((column) => (
                <td key={column.label} data-numeric={column.numeric || undefined}>
                  {column.cell(line, format)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
