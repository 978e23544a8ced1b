import { ALL_PERMISSIONS, MOST_KEY_DAYS, type NewApiKey, ONLY_FOR_PEOPLE, type Permission } from '@contract';
import { NativeSelect, TextInput } from '@mantine/core';
import { FormDialog } from '@web/form/FormDialog';
import { LocationChoice, someLocation } from '@web/form/LocationChoice';
import { PermissionChoice } from '@web/form/PermissionChoice';
import { useFields } from '@web/form/useFields';
import { useT } from '@web/i18n';
import { useState } from 'react';
import { useKeyCalls } from './useKeys';

const AMONG = ALL_PERMISSIONS.filter((permission) => !ONLY_FOR_PEOPLE.includes(permission));
const DAYS = [7, 30, 90, 180, MOST_KEY_DAYS];

export function NewKeyDialog({ onClose, onMade }: { onClose: () => void; onMade: (made: NewApiKey) => void }) {
  const t = useT();
  const calls = useKeyCalls();
  // The permissions have no text to be typed: their place is for what is wrong with them.
  const fields = useFields({ name: '', expiresInDays: '90', permissions: '' });
  const [permissions, setPermissions] = useState<Permission[]>([]);
  const [locationIds, setLocationIds] = useState<string[] | null>(null);
  const make = async () => {
    const { name, expiresInDays } = fields.values;
    onMade(await calls.create({ name, permissions, locationIds, expiresInDays: Number(expiresInDays) }));
  };
  return (
    <FormDialog
      title={t('keys.new')}
      submitLabel={t('keys.make')}
      size="xl"
      fields={fields}
      ready={someLocation(locationIds)}
      onClose={onClose}
      onSubmit={make}
    >
      <TextInput
        {...fields.bind('name')}
        label={t('fields.name')}
        description={t('keys.nameText')}
        maxLength={80}
        data-autofocus
      />
      <NativeSelect
        {...fields.bind('expiresInDays')}
        label={t('keys.goodFor')}
        data={DAYS.map((count) => ({ value: String(count), label: t('common.days', { count }) }))}
      />
      <PermissionChoice
        among={AMONG}
        value={permissions}
        onChange={setPermissions}
        error={fields.bind('permissions').error}
      />
      <LocationChoice value={locationIds} onChange={setLocationIds} />
    </FormDialog>
  );
}
