import type { CompanySettings } from '@contract';
import { TextInput } from '@mantine/core';
import { FormDialog } from '@web/form/FormDialog';
import { useFields } from '@web/form/useFields';
import { useFormat } from '@web/format/useFormat';
import { useT } from '@web/i18n';
import { tellDone } from '@web/ui/tell';
import { useId } from 'react';
import { SettingsPanel } from './SettingsPanel';
import { useSaveSettings } from './useSettings';

const PATH = '/tenants/current/settings';
const ZONES = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];
/** Where the person is, who is likely to be where the company is. */
const HERE = Intl.DateTimeFormat().resolvedOptions().timeZone;

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
  const zones = useId();
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
      <TextInput
        {...fields.bind('timeZone')}
        list={zones}
        label={t('settings.timeZoneName')}
        description={t('settings.timeZoneNameText')}
        data-autofocus
      />
      <datalist id={zones}>
        {ZONES.map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
    </FormDialog>
  );
}
