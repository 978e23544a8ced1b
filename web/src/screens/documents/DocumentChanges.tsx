import type { Changes } from '@contract';
import { Skeleton } from '@mantine/core';
import { useFormat } from '@web/format/useFormat';
import { useAuditWords } from '@web/record/auditWords';
import { type LineColumn, LineTable } from '@web/record/LineTable';
import { ErrorState } from '@web/ui/ErrorState';
import { Panel } from '@web/ui/Panel';
import { useDocumentChanges } from './useDocumentChanges';

type Change = Changes['data'][number];

/** Who has done what with a document, newest first. */
export function DocumentChanges({ id }: { id: string }) {
  const { t } = useFormat();
  const words = useAuditWords();
  const query = useDocumentChanges(id);
  if (query.isPending) return <Skeleton height={80} role="status" aria-label={t('common.loading')} />;
  if (query.isError && !query.data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const columns: readonly LineColumn<Change>[] = [
    { label: 'documents.when', cell: ({ at }, format) => format.dateTime(at) },
    { label: 'documents.who', cell: ({ actor }) => words.actor(actor) },
    { label: 'documents.what', cell: ({ action }) => words.action(action) },
  ];
  return (
    <Panel title={t('documents.changes')}>
      <LineTable label={t('documents.changes')} lines={query.data.data} lineKey={(row) => row.id} columns={columns} />
    </Panel>
  );
}
