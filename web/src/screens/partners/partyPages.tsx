import type { CustomField } from '@contract';
import { Skeleton } from '@mantine/core';
import { useCustomFields } from '@web/customFields/useCustomFields';
import { useT } from '@web/i18n';
import { useRecord } from '@web/record/useRecord';
import { ErrorState } from '@web/ui/ErrorState';
import { PageHeader } from '@web/ui/PageHeader';
import { tellDone } from '@web/ui/tell';
import { useCallback, useState } from 'react';
import { useParams } from 'react-router';
import { PartyForm } from './PartyForm';
import { PARTY_KINDS, type PartyKind } from './partyKinds';
import { noValues, valuesOf } from './partyValues';
import { type Party, usePartyCalls } from './usePartyCalls';

const given = (all: object) => Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));

function NewParty({ kind }: { kind: PartyKind }) {
  const own = useCustomFields(kind.endpoint);
  if (own.data) return <New kind={kind} own={own.data} />;
  if (own.isError) return <ErrorState error={own.error} onRetry={() => void own.refetch()} />;
  return <Skeleton height={420} maw="46rem" mt="xl" />;
}

function New({ kind, own }: { kind: PartyKind; own: readonly CustomField[] }) {
  const t = useT();
  const calls = usePartyCalls(kind);
  const onSaved = useCallback(() => tellDone(t('forms.saved')), [t]);
  return (
    <>
      <PageHeader title={t(kind.new)} />
      <PartyForm
        kind={kind}
        initial={noValues(kind, own)}
        own={own}
        submitLabel={t(kind.create)}
        save={({ all }) => calls.create(given(all))}
        onSaved={onSaved}
        cancelTo={kind.endpoint}
      />
    </>
  );
}

function EditParty({ kind }: { kind: PartyKind }) {
  const { id = '' } = useParams();
  const query = useRecord<Party>(kind.endpoint, id);
  const own = useCustomFields(kind.endpoint);
  if (query.data && own.data)
    return <Edit key={id} kind={kind} loaded={query.data} own={own.data} refetch={query.refetch} />;
  const failed = [query, own].find(({ isError }) => isError);
  if (failed) return <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />;
  return <Skeleton height={420} maw="46rem" mt="xl" />;
}

type EditProps = {
  kind: PartyKind;
  loaded: Party;
  own: readonly CustomField[];
  refetch: ReturnType<typeof useRecord<Party>>['refetch'];
};

function Edit({ kind, loaded, own, refetch }: EditProps) {
  const t = useT();
  const calls = usePartyCalls(kind);
  // The version that was read into the fields, whatever a later refetch in the background brings.
  const [base, setBase] = useState(loaded);
  const onSaved = useCallback(() => tellDone(t('forms.saved')), [t]);
  const reload = async () => {
    const { data } = await refetch({ throwOnError: true });
    const fresh = data ?? base;
    setBase(fresh);
    return valuesOf(kind, fresh, own);
  };
  return (
    <>
      <PageHeader title={t('locations.editTitle', { name: base.name })} />
      <PartyForm
        kind={kind}
        initial={valuesOf(kind, base, own)}
        own={own}
        self={base.id}
        submitLabel={t('common.save')}
        save={({ changed }) => calls.update(base, changed)}
        reload={reload}
        onSaved={onSaved}
        cancelTo={`${kind.endpoint}/${base.id}`}
      />
    </>
  );
}

export const NewSupplier = () => <NewParty kind={PARTY_KINDS.supplier} />;
export const EditSupplier = () => <EditParty kind={PARTY_KINDS.supplier} />;
export const NewCustomer = () => <NewParty kind={PARTY_KINDS.customer} />;
export const EditCustomer = () => <EditParty kind={PARTY_KINDS.customer} />;
