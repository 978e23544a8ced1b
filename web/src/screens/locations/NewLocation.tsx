import { useT } from '@web/i18n';
import { PageHeader } from '@web/ui/PageHeader';
import { tellDone } from '@web/ui/tell';
import { useCallback } from 'react';
import { LocationForm } from './LocationForm';
import { NO_VALUES } from './locationValues';
import { useLocationCalls } from './useLocationCalls';

const given = (all: object) => Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));

export function Component() {
  const t = useT();
  const calls = useLocationCalls();
  const onSaved = useCallback(() => tellDone(t('locations.created')), [t]);
  return (
    <>
      <PageHeader title={t('locations.new')} />
      <LocationForm
        initial={NO_VALUES}
        submitLabel={t('locations.create')}
        save={({ all }) => calls.create(given(all))}
        onSaved={onSaved}
        cancelTo="/locations"
      />
    </>
  );
}
