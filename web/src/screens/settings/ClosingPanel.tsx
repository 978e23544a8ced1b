import type { StockSettings } from '@contract';
import { TextInput } from '@mantine/core';
import { FormDialog } from '@web/form/FormDialog';
import { useFields } from '@web/form/useFields';
import { useFormat } from '@web/format/useFormat';
import { useT } from '@web/i18n';
import { tellDone } from '@web/ui/tell';
import { SettingsPanel } from './SettingsPanel';
import { useSaveSettings } from './useSettings';

const PATH = '/inventory/settings';

/** Through which day nothing of the stock moves any more. */
export function ClosingPanel() {
  const { t, date } = useFormat();
  return (
    <SettingsPanel<StockSettings>
      title={t('settings.closing')}
      hint={t('settings.closingText')}
      path={PATH}
      now={({ closedThrough }) =>
        closedThrough === null ? t('settings.open') : t('stock.closedThrough', { day: date(closedThrough) })
      }
      dialog={(settings, close) => <ClosingDialog settings={settings} onClose={close} />}
    />
  );
}

function ClosingDialog({ settings, onClose }: { settings: StockSettings; onClose: () => void }) {
  const t = useT();
  const save = useSaveSettings(PATH);
  const fields = useFields({ closedThrough: settings.closedThrough ?? '' });
  return (
    <FormDialog
      title={t('settings.closing')}
      submitLabel={t('common.save')}
      fields={fields}
      onClose={onClose}
      onSubmit={async () => {
        await save(settings.version, { closedThrough: fields.values.closedThrough || null });
        tellDone(t('settings.saved'));
      }}
    >
      <TextInput
        {...fields.bind('closedThrough')}
        type="date"
        label={t('settings.closedThrough')}
        description={t('settings.closedThroughText')}
        data-autofocus
      />
    </FormDialog>
  );
}
