import type { Item, StockDocument } from '@contract';
import { Alert, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useFormat } from '@web/format/useFormat';
import { api } from '@web/http/api';
import { useT } from '@web/i18n';
import { useCan, useCompany } from '@web/session/useSession';
import { DOCUMENT_KINDS } from '@web/stock/documentKinds';
import type { PickedItem } from '@web/stock/ItemPicker';
import type { PickedParty } from '@web/stock/PartyPicker';
import { ErrorState } from '@web/ui/ErrorState';
import { Icon } from '@web/ui/Icon';
import { Notice } from '@web/ui/Notice';
import { PageHeader } from '@web/ui/PageHeader';
import { tellDone } from '@web/ui/tell';
import { useRef } from 'react';
import { useParams } from 'react-router';
import { type DocumentFields, DocumentForm } from './DocumentForm';
import { DOCUMENTS } from './documentList';
import { headOf, lineOf } from './documentValues';
import { useDocumentCalls } from './useDocumentCalls';

/** A draft that is changed. */
export function Component() {
  const t = useT();
  const { id = '' } = useParams();
  const query = useOpened(id);
  if (query.isError && !query.data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Skeleton height={420} mt="xl" role="status" />;
  const { loaded } = query.data;
  if (loaded.status !== 'DRAFT' || loaded.archivedAt !== null)
    return <Notice icon="lock" title={loaded.number} text={t('documents.notEditable')} />;
  return <Edit key={id} {...query.data} />;
}

type Opened = { loaded: StockDocument; items: ReadonlyMap<string, PickedItem>; party: PickedParty | null };

/** A document with its items and whom it names, as it was when it was opened: what is written since does not change the form. */
function useOpened(id: string) {
  const company = useCompany();
  return useQuery({
    queryKey: ['edit', company.id, DOCUMENTS, id],
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    queryFn: async ({ signal }): Promise<Opened> => {
      const loaded = await api<StockDocument>(`${DOCUMENTS}/${id}`, { signal });
      const ids = [...new Set(loaded.lines.map(({ itemId }) => itemId))];
      const items = await Promise.all(ids.map((itemId) => api<Item>(`/inventory/items/${itemId}`, { signal })));
      return { loaded, items: new Map(items.map((item) => [item.id, item])), party: await partyOf(loaded, signal) };
    },
  });
}

async function partyOf(document: StockDocument, signal: AbortSignal): Promise<PickedParty | null> {
  if (document.supplierId) return api<PickedParty>(`/suppliers/${document.supplierId}`, { signal });
  if (document.customerId) return api<PickedParty>(`/customers/${document.customerId}`, { signal });
  return null;
}

function Edit({ loaded, items, party }: Opened) {
  const { t, locale } = useFormat();
  const can = useCan();
  const calls = useDocumentCalls();
  // The version that was read into the fields, or written since: posting may be refused after the draft was saved.
  const base = useRef(loaded);
  const hidesCosts = (DOCUMENT_KINDS[loaded.type].costed ?? false) && !can('costs:read');
  const save = async ({ head, lines, touched }: DocumentFields) => {
    if (!touched.head && !touched.lines) return base.current;
    base.current = await calls.update(base.current, { ...head, ...(touched.lines && { lines }) });
    return base.current;
  };
  return (
    <>
      <PageHeader title={t('documents.edit', { number: loaded.number })} />
      <DocumentForm
        initial={{
          head: headOf(loaded, party),
          lines: loaded.lines.flatMap((line) => {
            const item = items.get(line.itemId);
            return item ? [lineOf(line, item, locale)] : [];
          }),
        }}
        typeFixed
        labels={{ draft: t('common.save'), post: t('documents.savePost') }}
        notice={
          hidesCosts && (
            <Alert color="weld" variant="light" icon={<Icon name="alert" />} mb="md">
              {t('documents.linesHidden')}
            </Alert>
          )
        }
        saveDraft={async (fields) => {
          const { id, number } = await save(fields);
          tellDone(t('documents.saved', { number }));
          return id;
        }}
        post={async (fields) => {
          const { id, number } = await save(fields);
          const { status } = await calls.post(id);
          tellDone(t(status === 'IN_TRANSIT' ? 'documents.onItsWay' : 'documents.posted', { number }));
          return id;
        }}
        cancelTo={`${DOCUMENTS}/${loaded.id}`}
      />
    </>
  );
}
