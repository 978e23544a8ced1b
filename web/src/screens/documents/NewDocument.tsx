import { STOCK_DOCUMENT_TYPES, type StockDocumentType } from '@contract';
import { Skeleton } from '@mantine/core';
import { useT } from '@web/i18n';
import { useLocationNames } from '@web/record/useLocationNames';
import { ErrorState } from '@web/ui/ErrorState';
import { PageHeader } from '@web/ui/PageHeader';
import { tellDone } from '@web/ui/tell';
import { useSearchParams } from 'react-router';
import { type DocumentFields, DocumentForm } from './DocumentForm';
import { DOCUMENTS } from './documentList';
import { emptyLine, noHead } from './documentValues';
import { useDocumentCalls } from './useDocumentCalls';

const typeIn = (text: string | null): StockDocumentType =>
  STOCK_DOCUMENT_TYPES.find((type) => type === text) ?? 'RECEIPT';

/** A new document of stock: kept as a draft, or posted at once. */
export function Component() {
  const t = useT();
  const locations = useLocationNames();
  if (locations.isError) return <ErrorState error={locations.error} onRetry={() => void locations.refetch()} />;
  return (
    <>
      <PageHeader title={t('documents.new')} />
      {locations.data ? <New locations={locations.data} /> : <Skeleton height={420} role="status" />}
    </>
  );
}

type Places = NonNullable<ReturnType<typeof useLocationNames>['data']>;

function New({ locations }: { locations: Places }) {
  const t = useT();
  const calls = useDocumentCalls();
  const [params] = useSearchParams();
  const usable = locations.filter(({ isActive }) => isActive);
  const here = usable.find(({ isDefault }) => isDefault) ?? usable[0];
  const body = ({ type, head, lines }: DocumentFields) => ({ type, ...head, lines });
  return (
    <DocumentForm
      initial={{ head: noHead(typeIn(params.get('type')), here?.id ?? ''), lines: [emptyLine()] }}
      labels={{ draft: t('documents.saveDraft'), post: t('documents.post') }}
      saveDraft={async (fields) => {
        const { id, number } = await calls.create(body(fields));
        tellDone(t('documents.saved', { number }));
        return id;
      }}
      post={async (fields) => {
        const { id, number, status } = await calls.create({ ...body(fields), post: true });
        tellDone(t(status === 'IN_TRANSIT' ? 'documents.onItsWay' : 'documents.posted', { number }));
        return id;
      }}
      cancelTo={DOCUMENTS}
    />
  );
}
