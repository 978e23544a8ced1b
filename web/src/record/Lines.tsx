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
  title: TextKey;
  empty: TextKey;
  lines: readonly Line[];
  lineKey: (line: Line) => string;
  columns: readonly LineColumn<Line>[];
};

/** The lines that belong to a record: stock by location, defects. */
export function Lines<Line>({ title, empty, lines, lineKey, columns }: Props<Line>) {
  const format = useFormat();
  const { t } = format;
  return (
    <section className={classes.section}>
      <h3 className={classes.sectionTitle}>{t(title)}</h3>
      {lines.length === 0 && <p className={classes.none}>{t(empty)}</p>}
      {lines.length > 0 && (
        <div className={classes.scroll}>
          <table className={classes.lines} aria-label={t(title)}>
            <thead>
              <tr>
                {columns.map((column) => (
                  <th key={column.label} scope="col" data-numeric={column.numeric || undefined}>
                    {t(column.label)}
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
      )}
    </section>
  );
}
