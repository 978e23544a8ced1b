import type { Import, ImportMode } from '@contract';
import { useQueryClient } from '@tanstack/react-query';
import { api } from '@web/http/api';
import { useOnce } from '@web/http/useOnce';
import { IMPORTS } from '@web/imports/importKinds';
import { recordKey, useRecord } from '@web/record/useRecord';
import { useCompany } from '@web/session/useSession';
import { useState } from 'react';

const LOOK_EVERY_MS = 1000;

/** Running a file and taking it back, each once however often it is asked; meanwhile the batch is looked at again and again. */
export function useImportRun(batch: Import) {
  const company = useCompany();
  const client = useQueryClient();
  const onceRun = useOnce();
  const onceUndo = useOnce();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const working = busy || batch.running !== null;
  useRecord<Import>(IMPORTS, batch.id, working ? LOOK_EVERY_MS : false);

  const act = async (once: ReturnType<typeof useOnce>, action: 'run' | 'undo', body?: object) => {
    setBusy(true);
    setProblem(null);
    try {
      const path = `${IMPORTS}/${batch.id}/actions/${action}`;
      const after = await once((key) => api<Import>(path, { method: 'POST', body, once: key }));
      client.setQueryData(recordKey(company.id, IMPORTS, batch.id), after);
    } catch (error) {
      setProblem(error);
    }
    // Whatever lists there are: records were made, changed or removed. After a failure the batch itself says how it stands.
    await client.invalidateQueries({ queryKey: [company.id] });
    setBusy(false);
  };
  return {
    working,
    problem: working ? null : problem,
    run: (mode: ImportMode) => void act(onceRun, 'run', { mode }),
    undo: () => void act(onceUndo, 'undo'),
  };
}

export type ImportRun = ReturnType<typeof useImportRun>;
