import type { Consent } from '@contract';
import { Text } from '@mantine/core';
import { FormDialog } from '@web/form/FormDialog';
import { useFields } from '@web/form/useFields';
import { useT } from '@web/i18n';
import { tellDone } from '@web/ui/tell';
import { useConsentCalls } from './useConsents';

export function EndConsent({ consent, onClose }: { consent: Consent; onClose: () => void }) {
  const t = useT();
  const calls = useConsentCalls();
  return (
    <FormDialog
      title={t('support.endTitle')}
      submitLabel={t('support.end')}
      tone="danger"
      fields={useFields({})}
      onClose={onClose}
      onSubmit={async () => {
        await calls.end(consent);
        tellDone(t('support.ended'));
      }}
    >
      <Text size="sm">{t('support.endText')}</Text>
    </FormDialog>
  );
}
