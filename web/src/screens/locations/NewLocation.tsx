import type { CustomField } from '@contract';
import { Skeleton } from '@mantine/core';
import { useCustomFields } from '@web/customFields/useCustomFields';
import { useT } from '@web/i18n';
import { ErrorState } from '@web/ui/ErrorState';
import { PageHeader } from '@web/ui/PageHeader';
import { tellDone } from '@web/ui/tell';
import { useCallback } from 'react';
import { LocationForm } from './LocationForm';
import { noValues } from './locationValues';
import { useLocationCalls } from './useLocationCalls';

const given = (all: object) => Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));

export function Component() {
  const own = useCustomFields('/locations');
  if (own.data) return <New own={own.data} />;
  if (own.isError) return <ErrorState error={own.error} onRetry={() => void own.refetch()} />;
  return <Skeleton height={420} maw="46rem" mt="xl" />;
}

function New({ own }: { own: readonly CustomField[] }) {
  const t = useT();
  const calls = useLocationCalls();
  const onSaved = useCallback(() => tellDone(t('locations.created')), [t]);
  return (
    <>
      <PageHeader title={t('locations.new')} />
      <LocationForm
        initial={noValues(own)}
        own={own}
        submitLabel={t('locations.create')}
        save={({ all }) => calls.create(given(all))}
        onSaved={onSaved}
        cancelTo="/locations"
      />
    </>
  );
}
