import { useT } from '@web/i18n';
import { useCan } from '@web/session/useSession';
import { PageHeader } from '@web/ui/PageHeader';
import { ClosingPanel } from './ClosingPanel';
import { TimeZonePanel } from './TimeZonePanel';

/** What is set for the company as a whole. */
export function Component() {
  const t = useT();
  const may = useCan();
  return (
    <>
      <PageHeader title={t('settings.title')} hint={t('settings.hint')} />
      <TimeZonePanel />
      {may('inventory:close') && <ClosingPanel />}
    </>
  );
}
