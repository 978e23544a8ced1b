import { useFormat } from '@web/format/useFormat';
import type { TextKey } from '@web/i18n/dictionary';
import classes from './Imports.module.css';

/** How many rows there are of each sort. */
export function ImportCounts({ counts }: { counts: readonly (readonly [TextKey, number])[] }) {
  const { t, count } = useFormat();
  return (
    <dl className={classes.facts}>
      {counts.map(([label, value]) => (
        <div key={label}>
          <dt>{t(label)}</dt>
          <dd>{count(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
