import type { Import } from '@contract';
import { Progress } from '@mantine/core';
import { useFormat } from '@web/format/useFormat';
import { Panel } from '@web/ui/Panel';
import classes from './Imports.module.css';

/** How far a run, its undoing or a further check is. */
export function RunningImport({ batch: { running, rowCount } }: { batch: Import }) {
  const { t, count } = useFormat();
  const done = Math.min(running?.rowsDone ?? 0, rowCount);
  const told = t('imports.running', { done: count(done), count: count(rowCount) });
  return (
    <Panel title={told}>
      <Progress value={(100 * done) / Math.max(1, rowCount)} animated aria-label={told} />
      <p className={classes.hint} role="status" style={{ marginBlockStart: '0.5rem' }}>
        {t('imports.runningText')}
      </p>
    </Panel>
  );
}
