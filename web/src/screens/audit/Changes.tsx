import type { AuditEntryRecord } from '@contract';
import type { Format } from '@web/format/format';
import { useAuditWords } from '@web/record/auditWords';
import { Lines } from '@web/record/Lines';
import classes from './Changes.module.css';
import { changesOf } from './changes';

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** What was before and what is after, a line a field. */
export function Changes({ entry }: { entry: AuditEntryRecord }) {
  const words = useAuditWords();
  return (
    <Lines
      title="audit.changes"
      empty="audit.noChanges"
      lines={changesOf(entry.before, entry.after)}
      lineKey={(change) => change.path}
      columns={[
        { label: 'audit.field', cell: (change) => words.field(change.path) },
        {
          label: 'audit.before',
          cell: (change, format) => <del className={classes.before}>{shown(change.before, format)}</del>,
        },
        {
          label: 'audit.after',
          cell: (change, format) => <ins className={classes.after}>{shown(change.after, format)}</ins>,
        },
      ]}
    />
  );
}

function shown(value: unknown, format: Format): string {
  if (value === null) return '–';
  if (typeof value === 'boolean') return format.yesNo(value);
  if (typeof value === 'string' && INSTANT.test(value)) return format.dateTime(value);
  return String(value);
}
