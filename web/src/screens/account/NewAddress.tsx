import { Text, TextInput } from '@mantine/core';
import { FormDialog } from '@web/form/FormDialog';
import { PasswordField } from '@web/form/PasswordField';
import { useFields } from '@web/form/useFields';
import { api } from '@web/http/api';
import { useT } from '@web/i18n';

type Props = { isEmail: boolean; onSent: () => void; onClose: () => void };

/** Another e-mail address or phone number, which is there once it is shown to be read. */
export function NewAddress({ isEmail, onSent, onClose }: Props) {
  const t = useT();
  const fields = useFields({ email: '', phone: '', password: '' });
  const { email, phone, password } = fields.values;
  const ask = async () => {
    const address = isEmail ? { email } : { phone };
    await api('/auth/address/change', { method: 'POST', body: { ...address, password } });
    onSent();
  };
  return (
    <FormDialog
      title={t(isEmail ? 'account.newEmail' : 'account.newPhone')}
      submitLabel={t(isEmail ? 'account.sendLink' : 'account.sendCode')}
      fields={fields}
      onSubmit={ask}
      onClose={onClose}
    >
      <Text size="sm">{t('account.newAddressText')}</Text>
      <TextInput
        {...fields.bind(isEmail ? 'email' : 'phone')}
        label={t(isEmail ? 'account.newEmail' : 'account.newPhone')}
        type={isEmail ? 'email' : 'tel'}
        autoComplete={isEmail ? 'email' : 'tel'}
        data-autofocus
      />
      <PasswordField
        {...fields.bind('password')}
        label={t('account.currentPassword')}
        autoComplete="current-password"
      />
    </FormDialog>
  );
}
