import type { Import } from '@contract';
import { useQueryClient } from '@tanstack/react-query';
import { api } from '@web/http/api';
import { hasCode } from '@web/http/problem';
import { useT } from '@web/i18n';
import { IMPORTS } from '@web/imports/importKinds';
import { recordKey } from '@web/record/useRecord';
import { useCompany } from '@web/session/useSession';
import { tellDone } from '@web/ui/tell';
import { useState } from 'react';
import { changesOf, type Reading, readingOf } from './reading';

/** How a file is to be understood, as somebody is saying it, until it is checked again: nothing of it is lost where that fails. */
export function useReading(batch: Import) {
  const t = useT();
  const company = useCompany();
  const client = useQueryClient();
  const [edited, setEdited] = useState<Reading | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const reading = edited ?? readingOf(batch);
  const changes = changesOf(reading, batch);
  const dirty = Object.keys(changes).length > 0;
  const stale = hasCode(problem, 'VERSION_MISMATCH');
  const key = recordKey(company.id, IMPORTS, batch.id);

  const check = async () => {
    setBusy(true);
    setProblem(null);
    try {
      const body = { method: 'PATCH', body: changes, version: batch.version } as const;
      client.setQueryData(key, await api<Import>(`${IMPORTS}/${batch.id}`, body));
      setEdited(null);
      tellDone(t('imports.checked'));
    } catch (error) {
      setProblem(error);
    }
    await client.invalidateQueries({ queryKey: [company.id, IMPORTS] });
    setBusy(false);
  };
  return {
    reading,
    change: setEdited,
    dirty,
    busy,
    stale,
    problem: stale ? null : problem,
    check: () => void check(),
    drop: () => {
      setEdited(null);
      setProblem(null);
    },
    keep: () => setProblem(null),
  };
}

export type ReadingState = ReturnType<typeof useReading>;
