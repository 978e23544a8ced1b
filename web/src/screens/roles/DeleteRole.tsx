import type { CustomRole } from '@contract';
import { Text } from '@mantine/core';
import { FormDialog } from '@web/form/FormDialog';
import { useFields } from '@web/form/useFields';
import { useT } from '@web/i18n';
import { tellDone } from '@web/ui/tell';
import { useRoleCalls } from './useRoles';

export function DeleteRole({ role, onClose }: { role: CustomRole; onClose: () => void }) {
  const t = useT();
  const calls = useRoleCalls();
  const { name } = role;
  return (
    <FormDialog
      title={t('roles.deleteNamed', { name })}
      submitLabel={t('common.delete')}
      tone="danger"
      fields={useFields({})}
      onClose={onClose}
      onSubmit={async () => {
        await calls.remove(role);
        tellDone(t('roles.deleted', { name }));
      }}
    >
      <Text size="sm">{t('roles.deleteText')}</Text>
    </FormDialog>
  );
}
