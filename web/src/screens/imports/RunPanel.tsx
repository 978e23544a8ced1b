import type { Import, ImportMode } from '@contract';
import { Button } from '@mantine/core';
import { ConfirmDialog } from '@web/form/ConfirmDialog';
import { ProblemAlert } from '@web/form/ProblemAlert';
import { useFormat } from '@web/format/useFormat';
import { Panel } from '@web/ui/Panel';
import { useId, useState } from 'react';
import classes from './Imports.module.css';
import type { ImportRun } from './useImportRun';

type Props = { batch: Import; run: ImportRun; dirty: boolean };

/** The choice between all rows or none, and those that are valid; then what it would do, to be said yes to. */
export function RunPanel({ batch, run, dirty }: Props) {
  const { t, count } = useFormat();
  const hint = useId();
  const [asked, setAsked] = useState<ImportMode | null>(null);
  const { rowCount, faultyCount, makesCount } = batch;
  const valid = rowCount - faultyCount;
  const locked = dirty || run.working;
  return (
    <Panel title={t('imports.run')}>
      <ProblemAlert problem={run.problem === null ? null : { error: run.problem, loose: [] }} />
      {dirty && <p className={classes.hint}>{t('imports.unsaved')}</p>}
      <div className={classes.choice}>
        <Button
          disabled={locked || faultyCount > 0}
          aria-describedby={`${hint}-all`}
          loading={run.working}
          onClick={() => setAsked('all')}
        >
          {t('imports.runAll')}
        </Button>
        <p id={`${hint}-all`} className={classes.hint}>
          {t('imports.runAllHint')} {faultyCount > 0 && t('imports.allRefused')}
        </p>
      </div>
      {faultyCount > 0 && (
        <div className={classes.choice}>
          <Button
            disabled={locked || valid === 0}
            aria-describedby={`${hint}-valid`}
            loading={run.working}
            onClick={() => setAsked('valid-only')}
          >
            {t('imports.runValid')} ({count(valid)})
          </Button>
          <p id={`${hint}-valid`} className={classes.hint}>
            {t('imports.runValidHint')} {valid === 0 && t('imports.nothingValid')}
          </p>
        </div>
      )}
      {asked && (
        <ConfirmDialog
          title={t('imports.runTitle', { file: batch.fileName ?? t('imports.noName') })}
          text={t('imports.runText', {
            makes: count(makesCount),
            changes: count(valid - makesCount),
            faulty: count(faultyCount),
          })}
          submitLabel={t('imports.run')}
          onClose={() => setAsked(null)}
          onSubmit={async () => run.run(asked)}
        />
      )}
    </Panel>
  );
}
