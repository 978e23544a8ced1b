import type { CustomField, Location } from '@contract';
import { Skeleton } from '@mantine/core';
import { useCustomFields } from '@web/customFields/useCustomFields';
import { useT } from '@web/i18n';
import { useRecord } from '@web/record/useRecord';
import { ErrorState } from '@web/ui/ErrorState';
import { PageHeader } from '@web/ui/PageHeader';
import { tellDone } from '@web/ui/tell';
import { useCallback, useState } from 'react';
import { useParams } from 'react-router';
import { LocationForm } from './LocationForm';
import { valuesOf } from './locationValues';
import { useLocationCalls } from './useLocationCalls';

export function Component() {
  const { id = '' } = useParams();
  const query = useRecord<Location>('/locations', id);
  const own = useCustomFields('/locations');
  if (query.data && own.data) return <Edit key={id} loaded={query.data} own={own.data} refetch={query.refetch} />;
  const failed = [query, own].find(({ isError }) => isError);
  if (failed) return <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />;
  return <Skeleton height={420} maw="46rem" mt="xl" />;
}

type Props = {
  loaded: Location;
  own: readonly CustomField[];
  refetch: ReturnType<typeof useRecord<Location>>['refetch'];
};

function Edit({ loaded, own, refetch }: Props) {
  const t = useT();
  const calls = useLocationCalls();
  // The version that was read into the fields, whatever a later refetch in the background brings.
  const [base, setBase] = useState(loaded);
  const onSaved = useCallback(() => tellDone(t('forms.saved')), [t]);

  const reload = async () => {
    const { data } = await refetch({ throwOnError: true });
    const fresh = data ?? base;
    setBase(fresh);
    return valuesOf(fresh, own);
  };
  return (
    <>
      <PageHeader title={t('locations.editTitle', { name: base.name })} />
      <LocationForm
        initial={valuesOf(base, own)}
        own={own}
        submitLabel={t('common.save')}
        save={({ changed }) => calls.update(base, changed)}
        reload={reload}
        onSaved={onSaved}
        cancelTo={`/locations/${base.id}`}
      />
    </>
  );
}
