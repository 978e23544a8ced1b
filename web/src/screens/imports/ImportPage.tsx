import type { Import } from '@contract';
import { useFormat } from '@web/format/useFormat';
import { IMPORTS } from '@web/imports/importKinds';
import { RecordPage } from '@web/record/RecordPage';
import { PageHeader } from '@web/ui/PageHeader';
import { StateBadge } from '@web/ui/StateBadge';
import { IMPORT_TONES } from '@web/ui/tones';
import { CheckedImport } from './CheckedImport';
import { DoneImport } from './DoneImport';
import { RunningImport } from './RunningImport';
import { Steps } from './Steps';
import { useImportRun } from './useImportRun';

/** One file: how it is understood, what is wrong with it, what it would do; then what it did. */
export function ImportPage() {
  const { t } = useFormat();
  return (
    <RecordPage<Import> list={IMPORTS} backLabel={t('imports.back')}>
      {(batch) => <Page batch={batch} />}
    </RecordPage>
  );
}

function Page({ batch }: { batch: Import }) {
  const { t, enumLabel } = useFormat();
  const run = useImportRun(batch);
  const checked = batch.status === 'CHECKED';
  return (
    <>
      <PageHeader title={batch.fileName ?? t('imports.noName')} hint={enumLabel('importKind', batch.kind)}>
        <StateBadge tone={IMPORT_TONES[batch.status]}>{enumLabel('importStatus', batch.status)}</StateBadge>
      </PageHeader>
      <Steps at={checked ? stepOf(batch) : 'result'} />
      {run.working && <RunningImport batch={batch} />}
      {checked ? <CheckedImport batch={batch} run={run} /> : <DoneImport batch={batch} run={run} />}
    </>
  );
}

/** Where no column or no row can be used yet the columns come first. */
const stepOf = ({ faultyCount, rowCount }: Import) => (faultyCount === rowCount ? 'columns' : 'check');
