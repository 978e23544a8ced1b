import type { Import } from '@contract';
import { Alert, Button, Group, Text } from '@mantine/core';
import { LeaveGuard } from '@web/form/LeaveGuard';
import { ProblemAlert } from '@web/form/ProblemAlert';
import { useT } from '@web/i18n';
import { Icon } from '@web/ui/Icon';
import { Panel } from '@web/ui/Panel';
import { ColumnsPanel } from './ColumnsPanel';
import { FaultsPanel } from './FaultsPanel';
import { ImportCounts } from './ImportCounts';
import classes from './Imports.module.css';
import { RunPanel } from './RunPanel';
import type { ImportRun } from './useImportRun';
import { type ReadingState, useReading } from './useReading';
import { ValuesPanel } from './ValuesPanel';
import { useImportWords } from './words';

/** A file that has been checked and not run: what it would do, and all that can be said of how it is understood. */
export function CheckedImport({ batch, run }: { batch: Import; run: ImportRun }) {
  const t = useT();
  const words = useImportWords(batch);
  const state = useReading(batch);
  return (
    <>
      <LeaveGuard dirty={state.dirty} />
      <Panel title={t('imports.summary')}>
        <ImportCounts
          counts={[
            ['imports.rows', batch.rowCount],
            ['imports.makes', batch.makesCount],
            ['imports.changes', batch.rowCount - batch.faultyCount - batch.makesCount],
            ['imports.faulty', batch.faultyCount],
          ]}
        />
      </Panel>
      {state.stale && <Stale state={state} />}
      <ProblemAlert problem={state.problem === null ? null : { error: state.problem, loose: [] }} />
      <ColumnsPanel batch={batch} state={state} words={words} />
      <ValuesPanel batch={batch} state={state} words={words} />
      {state.dirty && <CheckAgain state={state} locked={run.working} />}
      <FaultsPanel batch={batch} words={words} />
      <RunPanel batch={batch} run={run} dirty={state.dirty || state.busy} />
    </>
  );
}

function CheckAgain({ state, locked }: { state: ReadingState; locked: boolean }) {
  const t = useT();
  return (
    <div className={classes.bar} role="status">
      <span>{t('imports.unsaved')}</span>
      <Group gap="xs">
        <Button size="xs" variant="default" disabled={state.busy} onClick={state.drop}>
          {t('imports.dropChanges')}
        </Button>
        <Button size="xs" loading={state.busy} disabled={locked && !state.busy} onClick={state.check}>
          {t('imports.check')}
        </Button>
      </Group>
    </div>
  );
}

/** The batch was read again; what was typed here is kept until one says otherwise. */
function Stale({ state }: { state: ReadingState }) {
  const t = useT();
  return (
    <Alert color="weld" variant="light" icon={<Icon name="alert" />} title={t('forms.changed')} role="alert" mb="md">
      <Text size="sm">{t('imports.stale')}</Text>
      <Group gap="xs" mt="sm">
        <Button size="xs" onClick={state.drop}>
          {t('imports.theirs')}
        </Button>
        <Button size="xs" variant="default" onClick={state.keep}>
          {t('imports.mine')}
        </Button>
      </Group>
    </Alert>
  );
}
