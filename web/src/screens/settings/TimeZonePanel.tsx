import type { CompanySettings } from '@contract';
import { FormDialog } from '@web/form/FormDialog';
import { HERE, TimeZoneInput } from '@web/form/TimeZoneInput';
import { useFields } from '@web/form/useFields';
import { useFormat } from '@web/format/useFormat';
import { useT } from '@web/i18n';
import { tellDone } from '@web/ui/tell';
import { SettingsPanel } from './SettingsPanel';
import { useSaveSettings } from './useSettings';

const PATH = '/tenants/current/settings';

/** By which clock it is today for the company. */
export function TimeZonePanel() {
  const { t, date } = useFormat();
  return (
    <SettingsPanel<CompanySettings>
      title={t('settings.timeZone')}
      hint={t('settings.timeZoneText')}
      path={PATH}
      now={({ timeZone, today }) =>
        t(timeZone === null ? 'settings.noTimeZone' : 'settings.inTimeZone', { zone: timeZone ?? '', day: date(today) })
      }
      dialog={(settings, close) => <TimeZoneDialog settings={settings} onClose={close} />}
    />
  );
}

function TimeZoneDialog({ settings, onClose }: { settings: CompanySettings; onClose: () => void }) {
  const t = useT();
  const save = useSaveSettings(PATH);
  const fields = useFields({ timeZone: settings.timeZone ?? HERE });
  return (
    <FormDialog
      title={t('settings.timeZone')}
      submitLabel={t('common.save')}
      fields={fields}
      onClose={onClose}
      onSubmit={async () => {
        await save(settings.version, { timeZone: fields.values.timeZone || null });
        tellDone(t('settings.saved'));
      }}
    >
      <TimeZoneInput {...fields.bind('timeZone')} description={t('settings.timeZoneNameText')} data-autofocus />
    </FormDialog>
  );
}
