import { Alert, Anchor, Button, PasswordInput, Stack, Text } from '@mantine/core';
import { ProblemAlert } from '@web/form/ProblemAlert';
import { useFields } from '@web/form/useFields';
import { useSubmit } from '@web/form/useSubmit';
import { send } from '@web/http/send';
import { useT } from '@web/i18n';
import { type FormEvent, useState } from 'react';
import { Link, useLocation } from 'react-router';
import { AuthPage } from './AuthPage';
import { linkToken } from './linkToken';

/** What the link of a forgotten password leads to. */
export function Component() {
  const t = useT();
  const token = linkToken(useLocation().hash);
  const fields = useFields({ newPassword: '' });
  const [done, setDone] = useState(false);
  const { busy, problem, submit } = useSubmit(fields);

  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void submit(async () => {
      await send('/auth/password/reset', { method: 'POST', body: { token, newPassword: fields.values.newPassword } });
      setDone(true);
    });
  };
  return (
    <AuthPage title={t('session.forgotTitle')}>
      {token === null && <Alert color="red">{t('session.brokenLink')}</Alert>}
      {done && <Alert color="teal">{t('session.passwordSet')}</Alert>}
      {token !== null && !done && (
        <form ref={fields.form} onSubmit={onSubmit} noValidate>
          <ProblemAlert problem={problem} />
          <Stack gap="md">
            <PasswordInput
              {...fields.bind('newPassword')}
              label={t('session.newPassword')}
              description={t('session.passwordHint')}
              autoComplete="new-password"
              size="md"
              autoFocus
            />
            <Button type="submit" size="md" loading={busy} fullWidth>
              {t('session.setPassword')}
            </Button>
          </Stack>
        </form>
      )}
      <Text mt="xl">
        <Anchor component={Link} to="/sign-in">
          {t('session.toSignIn')}
        </Anchor>
      </Text>
    </AuthPage>
  );
}
