import { ALL_PERMISSIONS, type CustomRole, ONLY_FOR_OWNERS, type Permission } from '@contract';
import { Text, TextInput } from '@mantine/core';
import { FormDialog } from '@web/form/FormDialog';
import { PermissionChoice } from '@web/form/PermissionChoice';
import { useFields } from '@web/form/useFields';
import { useT } from '@web/i18n';
import { tellDone } from '@web/ui/tell';
import { useState } from 'react';
import { useRoleCalls } from './useRoles';

const AMONG = ALL_PERMISSIONS.filter((permission) => !ONLY_FOR_OWNERS.includes(permission));

/** Makes a role of the company's own, or changes one. */
export function RoleEditor({ role, onClose }: { role?: CustomRole; onClose: () => void }) {
  const t = useT();
  const calls = useRoleCalls();
  // The permissions have no text to be typed: their place is for what is wrong with them.
  const fields = useFields({ name: role?.name ?? '', permissions: '' });
  const [permissions, setPermissions] = useState<readonly Permission[]>(role?.permissions ?? []);
  const save = async () => {
    const body = { name: fields.values.name, permissions };
    const { name } = await (role ? calls.update(role, body) : calls.create(body));
    tellDone(t(role ? 'roles.changed' : 'roles.made', { name }));
  };
  return (
    <FormDialog
      title={role ? t('roles.changeNamed', { name: role.name }) : t('roles.new')}
      submitLabel={t(role ? 'common.save' : 'roles.make')}
      size="xl"
      fields={fields}
      onClose={onClose}
      onSubmit={save}
    >
      <TextInput {...fields.bind('name')} label={t('fields.name')} maxLength={80} data-autofocus />
      {role && role.members > 0 && <Text size="sm">{t('roles.counts', { count: role.members })}</Text>}
      <PermissionChoice
        among={AMONG}
        value={permissions}
        onChange={setPermissions}
        error={fields.bind('permissions').error}
      />
    </FormDialog>
  );
}
