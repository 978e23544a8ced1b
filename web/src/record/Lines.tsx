import { useT } from '@web/i18n';
import type { TextKey } from '@web/i18n/dictionary';
import { type LineColumn, LineTable } from './LineTable';
import classes from './RecordDrawer.module.css';

export type { LineColumn } from './LineTable';

type Props<Line> = {
  title: TextKey;
  empty: TextKey;
  lines: readonly Line[];
  lineKey: (line: Line) => string;
  columns: readonly LineColumn<Line>[];
};

/** The lines that belong to a record, under their heading: stock by location, defects. */
export function Lines<Line>({ title, empty, lines, ...table }: Props<Line>) {
  const t = useT();
  return (
    <section className={classes.section}>
      <h3 className={classes.sectionTitle}>{t(title)}</h3>
      {lines.length === 0 && <p className={classes.none}>{t(empty)}</p>}
      {lines.length > 0 && <LineTable label={t(title)} lines={lines} {...table} />}
    </section>
  );
}
