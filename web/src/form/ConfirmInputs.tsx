import { TextInput } from '@mantine/core';
import { PasswordField } from '@web/form/PasswordField';
import { useT } from '@web/i18n';
import type { Fields } from './useFields';

type Confirmed = { password: string; code: string };
type Props = {
  fields: { bind: (name: 'password' | 'code') => ReturnType<Fields<Record<string, string>>['bind']> };
  /** Whether a code is asked for beside the password. */
  code: boolean;
  /** Whether the password is the first field of its dialog. */
  first?: boolean;
};

/** The password and, where there is a second factor, a code: by which somebody shows that it is they. */
export function ConfirmInputs({ fields, code, first = false }: Props) {
  const t = useT();
  return (
    <>
      <PasswordField
        {...fields.bind('password')}
        label={t('account.currentPassword')}
        autoComplete="current-password"
        {...(first && { 'data-autofocus': true })}
      />
      {code && (
        <TextInput
          {...fields.bind('code')}
          label={t('session.code')}
          description={t('session.codeHint')}
          autoComplete="one-time-code"
        />
      )}
    </>
  );
}

/** What the fields hold, as the server takes it: no code at all where none was asked for. */
export const confirmation = ({ password, code }: Confirmed) => ({
  password,
  ...(code.trim() !== '' && { code: code.trim() }),
});
