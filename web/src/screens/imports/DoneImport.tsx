import type { Import } from '@contract';
import { Button, Group } from '@mantine/core';
import { ProblemAlert } from '@web/form/ProblemAlert';
import { useFormat } from '@web/format/useFormat';
import { IMPORTS, kindOf } from '@web/imports/importKinds';
import { FactList } from '@web/record/Facts';
import type { Fact } from '@web/record/types';
import { Panel } from '@web/ui/Panel';
import { Link } from 'react-router';
import { FileSaver } from './FileSaver';
import { ImportCounts } from './ImportCounts';
import { OutcomeRows } from './OutcomeRows';
import { UndoButton } from './UndoButton';
import type { ImportRun } from './useImportRun';
import { useImportWords } from './words';

const FACTS: readonly Fact<Import>[] = [
  { label: 'imports.mode', value: ({ mode }, { t }) => mode && t(`imports.modes.${mode}`) },
  { label: 'imports.ranAt', value: ({ ranAt }, format) => format.dateTime(ranAt) },
];
const UNDONE: readonly Fact<Import>[] = [
  { label: 'imports.undoneAt', value: ({ undoneAt }, format) => format.dateTime(undoneAt) },
];

/** What came of a file: how much, row by row, as a file, and the way back. */
export function DoneImport({ batch, run }: { batch: Import; run: ImportRun }) {
  const { t } = useFormat();
  const words = useImportWords(batch);
  const kind = kindOf(batch.kind);
  return (
    <>
      <ProblemAlert problem={run.problem === null ? null : { error: run.problem, loose: [] }} />
      <Panel
        title={t('imports.result')}
        hint={t('imports.resultHint')}
        actions={
          <Group gap="xs">
            <FileSaver
              path={`${IMPORTS}/${batch.id}/result`}
              name={`import-${batch.kind}-result.csv`}
              label={t('imports.resultFile')}
            />
            {batch.status === 'DONE' && <UndoButton batch={batch} run={run} />}
          </Group>
        }
      >
        <ImportCounts
          counts={[
            ['imports.rows', batch.rowCount],
            ['imports.made', batch.madeCount],
            ['imports.changed', batch.changedCount],
            ['imports.same', batch.sameCount],
            ['imports.skipped', batch.skippedCount],
          ]}
        />
        <FactList facts={batch.undoneAt === null ? FACTS : [...FACTS, ...UNDONE]} row={batch} />
        <Group gap="xs" mt="md">
          {kind && (
            <Button size="xs" variant="default" component={Link} to={kind.list}>
              {t('imports.openList')}
            </Button>
          )}
          {batch.skippedCount > 0 && (
            <Button size="xs" variant="default" component={Link} to={`${IMPORTS}/new?kind=${batch.kind}`}>
              {t('imports.mendAgain')}
            </Button>
          )}
        </Group>
      </Panel>
      <OutcomeRows batch={batch} words={words} />
    </>
  );
}
