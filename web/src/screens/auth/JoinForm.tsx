import { Button, Stack, TextInput } from '@mantine/core';
import { PasswordField } from '@web/form/PasswordField';
import type { Fields } from '@web/form/useFields';
import { useT } from '@web/i18n';

type Values = { firstName: string; lastName: string; password: string };
type Props = { fields: Fields<Values>; busy: boolean; onJoin: () => void };

/** An account for somebody who was invited and has none. */
export function JoinForm({ fields, busy, onJoin }: Props) {
  const t = useT();
  return (
    <form
      ref={fields.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onJoin();
      }}
    >
      <Stack gap="md">
        <TextInput {...fields.bind('firstName')} label={t('session.firstName')} autoComplete="given-name" />
        <TextInput {...fields.bind('lastName')} label={t('session.lastName')} autoComplete="family-name" />
        <PasswordField
          {...fields.bind('password')}
          label={t('session.newPassword')}
          description={t('session.passwordHint')}
          autoComplete="new-password"
        />
        <Button type="submit" size="md" loading={busy}>
          {t('session.joinNew')}
        </Button>
      </Stack>
    </form>
  );
}
