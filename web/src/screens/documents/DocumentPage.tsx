import type { StockDocument } from '@contract';
import { Alert, Button, Group, Skeleton } from '@mantine/core';
import { useFormat } from '@web/format/useFormat';
import { useRecord } from '@web/record/useRecord';
import { ErrorState } from '@web/ui/ErrorState';
import { Icon } from '@web/ui/Icon';
import { PageHeader } from '@web/ui/PageHeader';
import { StateBadge } from '@web/ui/StateBadge';
import { STOCK_DOCUMENT_TONES } from '@web/ui/tones';
import { Link, useLocation, useParams } from 'react-router';
import { DocumentActions } from './DocumentActions';
import { DocumentHead } from './DocumentHead';
import { DocumentLines } from './DocumentLines';
import { DocumentMoves } from './DocumentMoves';
import { DOCUMENTS } from './documentList';

/** One document of stock: what it says, what can be done with it next, and what it moved. */
export function DocumentPage() {
  const { id = '' } = useParams();
  const query = useRecord<StockDocument>(DOCUMENTS, id);
  if (query.data) return <Page key={id} document={query.data} />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  return <Skeleton height={320} mt="xl" role="status" />;
}

function Page({ document }: { document: StockDocument }) {
  const { t, enumLabel } = useFormat();
  const { search } = useLocation();
  return (
    <article>
      <Button
        component={Link}
        to={{ pathname: DOCUMENTS, search }}
        variant="subtle"
        size="compact-sm"
        mb={4}
        leftSection={<Icon name="back" size={15} />}
      >
        {t('documents.back')}
      </Button>
      <PageHeader title={document.number} hint={enumLabel('stockDocumentType', document.type)}>
        <Group gap="xs">
          <StateBadge tone={STOCK_DOCUMENT_TONES[document.status]}>
            {enumLabel('stockDocumentStatus', document.status)}
          </StateBadge>
          {document.archivedAt === null && <DocumentActions document={document} />}
        </Group>
      </PageHeader>
      {document.archivedAt !== null && (
        <Alert color="weld" variant="light" icon={<Icon name="alert" />} mb="md">
          {t('documents.archivedText')}
        </Alert>
      )}
      <DocumentHead document={document} />
      <DocumentLines document={document} />
      <DocumentMoves document={document} />
    </article>
  );
}
