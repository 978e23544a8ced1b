import type { Import } from '@contract';
import { Button } from '@mantine/core';
import { ConfirmDialog } from '@web/form/ConfirmDialog';
import { useFormat } from '@web/format/useFormat';
import { useState } from 'react';
import type { ImportRun } from './useImportRun';

/** Takes a run back, once it has been said what that does. */
export function UndoButton({ batch, run }: { batch: Import; run: ImportRun }) {
  const { t, count } = useFormat();
  const [asked, setAsked] = useState(false);
  const { madeCount, changedCount } = batch;
  if (madeCount + changedCount === 0) return null;
  return (
    <>
      <Button size="xs" variant="default" loading={run.working} onClick={() => setAsked(true)}>
        {t('imports.undo')}
      </Button>
      {asked && (
        <ConfirmDialog
          title={t('imports.undoTitle', { file: batch.fileName ?? t('imports.noName') })}
          text={t(batch.kind === 'opening-stock' ? 'imports.undoOpening' : 'imports.undoText', {
            made: count(madeCount),
            changed: count(changedCount),
          })}
          submitLabel={t('imports.undo')}
          tone="danger"
          onClose={() => setAsked(false)}
          onSubmit={async () => run.undo()}
        />
      )}
    </>
  );
}
