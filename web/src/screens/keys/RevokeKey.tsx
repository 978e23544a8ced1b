import type { ApiKey } from '@contract';
import { Text } from '@mantine/core';
import { FormDialog } from '@web/form/FormDialog';
import { useFields } from '@web/form/useFields';
import { useT } from '@web/i18n';
import { tellDone } from '@web/ui/tell';
import { useKeyCalls } from './useKeys';

export function RevokeKey({ apiKey, onClose }: { apiKey: ApiKey; onClose: () => void }) {
  const t = useT();
  const calls = useKeyCalls();
  const { name } = apiKey;
  return (
    <FormDialog
      title={t('keys.revokeNamed', { name })}
      submitLabel={t('people.revoke')}
      tone="danger"
      fields={useFields({})}
      onClose={onClose}
      onSubmit={async () => {
        await calls.revoke(apiKey);
        tellDone(t('keys.revokedNamed', { name }));
      }}
    >
      <Text size="sm">{t('keys.revokeText')}</Text>
    </FormDialog>
  );
}
