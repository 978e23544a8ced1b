import { Alert, Skeleton } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useFormat } from '@web/format/useFormat';
import { hasCode } from '@web/http/problem';
import { useT } from '@web/i18n';
import { useCan, useCompany } from '@web/session/useSession';
import { DOCUMENT_KINDS } from '@web/stock/documentKinds';
import { ErrorState } from '@web/ui/ErrorState';
import { Icon } from '@web/ui/Icon';
import { Notice } from '@web/ui/Notice';
import { PageHeader } from '@web/ui/PageHeader';
import { tellDone } from '@web/ui/tell';
import { useRef, useState } from 'react';
import { useParams } from 'react-router';
import { type DocumentFields, DocumentForm } from './DocumentForm';
import { DOCUMENTS } from './documentList';
import { isEditable, type OpenedDraft, openDraft, valuesOf } from './openedDraft';
import { StaleDraft } from './StaleDraft';
import { useDocumentCalls } from './useDocumentCalls';

/** A draft that is changed. */
export function Component() {
  const t = useT();
  const { id = '' } = useParams();
  const company = useCompany();
  const client = useQueryClient();
  // As it was when it was opened: what is written since does not change the form.
  const queryKey = ['edit', company.id, DOCUMENTS, id];
  const query = useQuery({
    queryKey,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    queryFn: ({ signal }) => openDraft(id, signal),
  });
  if (query.isError && !query.data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Skeleton height={420} mt="xl" role="status" />;
  const { loaded } = query.data;
  if (!isEditable(loaded)) return <Notice icon="lock" title={loaded.number} text={t('documents.notEditable')} />;
  return (
    <Edit
      key={`${id} ${loaded.version}`}
      opened={query.data}
      onReload={(theirs) => client.setQueryData(queryKey, theirs)}
    />
  );
}

type Props = { opened: OpenedDraft; onReload: (theirs: OpenedDraft) => void };

function Edit({ opened, onReload }: Props) {
  const { loaded } = opened;
  const { t, locale } = useFormat();
  const can = useCan();
  const calls = useDocumentCalls();
  // The version that was read into the fields, or written since: posting may be refused after the draft was saved.
  const base = useRef(loaded);
  const [theirs, setTheirs] = useState<OpenedDraft | null>(null);
  const hidesCosts = (DOCUMENT_KINDS[loaded.type].costed ?? false) && !can('costs:read');
  const save = async ({ head, lines, touched }: DocumentFields) => {
    if (!touched.head && !touched.lines) return base.current;
    try {
      base.current = await calls.update(base.current, { ...head, ...(touched.lines && { lines }) });
    } catch (error) {
      // It may be no draft any more, too.
      if (hasCode(error, 'VERSION_MISMATCH') || hasCode(error, 'INVALID_STATE')) setTheirs(await openDraft(loaded.id));
      throw error;
    }
    return base.current;
  };
  return (
    <>
      <PageHeader title={t('documents.edit', { number: loaded.number })} />
      <DocumentForm
        initial={valuesOf(opened, locale)}
        typeFixed
        labels={{ draft: t('common.save'), post: t('documents.savePost') }}
        notice={(state) => (
          <>
            {theirs && (
              <StaleDraft
                theirs={theirs}
                mine={state}
                onReload={() => onReload(theirs)}
                onKeep={() => {
                  base.current = theirs.loaded;
                  setTheirs(null);
                }}
              />
            )}
            {hidesCosts && (
              <Alert color="weld" variant="light" icon={<Icon name="alert" />} mb="md">
                {t('documents.linesHidden')}
              </Alert>
            )}
          </>
        )}
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
