import type { Member } from '@contract';
import { NativeSelect, Text } from '@mantine/core';
import { FormDialog } from '@web/form/FormDialog';
import { LocationChoice, someLocation } from '@web/form/LocationChoice';
import { useFields } from '@web/form/useFields';
import { useT } from '@web/i18n';
import { useRoles } from '@web/screens/roles/useRoles';
import { tellDone } from '@web/ui/tell';
import { useState } from 'react';
import { useMemberCalls } from './useMemberCalls';
import { fullName } from './useMembers';

/** A role of the company's own in place of the role, and the locations worked at. */
export function AccessDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const t = useT();
  const calls = useMemberCalls();
  const fields = useFields({ customRoleId: member.customRole?.id ?? '' });
  const [locationIds, setLocationIds] = useState<readonly string[] | null>(member.locationIds);
  const roles = useRoles();
  const choices = roles.data ?? (member.customRole ? [member.customRole] : []);
  const name = fullName(member);
  return (
    <FormDialog
      title={t('people.accessOf', { name })}
      submitLabel={t('common.save')}
      fields={fields}
      ready={someLocation(locationIds)}
      onClose={onClose}
      onSubmit={async () => {
        const { customRoleId } = fields.values;
        await calls.changeAccess(member, { customRoleId: customRoleId === '' ? null : customRoleId, locationIds });
        tellDone(t('people.accessChanged', { name }));
      }}
    >
      <NativeSelect
        {...fields.bind('customRoleId')}
        label={t('people.ownRole')}
        description={t('people.ownRoleText')}
        data={[
          { value: '', label: t('people.noOwnRole') },
          ...choices.map(({ id, name: label }) => ({ value: id, label })),
        ]}
        data-autofocus
      />
      <LocationChoice value={locationIds} onChange={setLocationIds} />
      <Text size="sm" c="dimmed">
        {t('access.placesText')}
      </Text>
    </FormDialog>
  );
}
