import type { Format } from '@web/format/format';
import { useFormat } from '@web/format/useFormat';
import type { TextKey } from '@web/i18n/dictionary';
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

export function LineTable<Line>({ label, lines, lineKey, columns }: Props<Line>) {
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
