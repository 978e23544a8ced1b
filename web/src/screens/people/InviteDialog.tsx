import type { Role } from '@contract';
import { TextInput } from '@mantine/core';
import { FormDialog } from '@web/form/FormDialog';
import { LocationChoice, someLocation } from '@web/form/LocationChoice';
import { useFields } from '@web/form/useFields';
import { useT } from '@web/i18n';
import { tellDone } from '@web/ui/tell';
import { useState } from 'react';
import { RoleSelect } from './RoleSelect';
import { useInvitationCalls } from './useInvitations';

/** Invites somebody by an e-mail address or a phone number. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const t = useT();
  const calls = useInvitationCalls();
  const fields = useFields({ email: '', phone: '', role: 'EMPLOYEE' });
  const [locationIds, setLocationIds] = useState<string[] | null>(null);
  const invite = async () => {
    const [email, phone] = [fields.values.email.trim(), fields.values.phone.trim()];
    await calls.invite({
      role: fields.values.role as Role,
      ...(email !== '' && { email }),
      ...(phone !== '' && { phone }),
      ...(locationIds !== null && { locationIds }),
    });
    tellDone(t('people.sentTo', { address: email || phone }));
  };
  return (
    <FormDialog
      title={t('people.invite')}
      submitLabel={t('people.send')}
      fields={fields}
      ready={someLocation(locationIds)}
      onClose={onClose}
      onSubmit={invite}
    >
      <TextInput
        {...fields.bind('email')}
        label={t('fields.email')}
        description={t('people.oneOfBoth')}
        type="email"
        data-autofocus
      />
      <TextInput {...fields.bind('phone')} label={t('fields.phone')} type="tel" />
      <RoleSelect {...fields.bind('role')} />
      <LocationChoice value={locationIds} onChange={setLocationIds} />
    </FormDialog>
  );
}
