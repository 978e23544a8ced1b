import type { StockDocument } from '@contract';
import { Alert, Group } from '@mantine/core';
import { useFormat } from '@web/format/useFormat';
import { RecordPage } from '@web/record/RecordPage';
import { Icon } from '@web/ui/Icon';
import { PageHeader } from '@web/ui/PageHeader';
import { StateBadge } from '@web/ui/StateBadge';
import { STOCK_DOCUMENT_TONES } from '@web/ui/tones';
import { DocumentActions } from './DocumentActions';
import { DocumentChanges } from './DocumentChanges';
import { DocumentHead } from './DocumentHead';
import { DocumentLines } from './DocumentLines';
import { DocumentMoves } from './DocumentMoves';
import { DOCUMENTS } from './documentList';

/** One document of stock: what it says, what can be done with it next, and what it moved. */
export function DocumentPage() {
  const { t } = useFormat();
  return (
    <RecordPage<StockDocument> list={DOCUMENTS} backLabel={t('documents.back')}>
      {(document) => <Page document={document} />}
    </RecordPage>
  );
}

function Page({ document }: { document: StockDocument }) {
  const { t, enumLabel } = useFormat();
  return (
    <>
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
      <DocumentChanges id={document.id} />
    </>
  );
}
