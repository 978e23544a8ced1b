import { Anchor, Button, Stack, Text, TextInput } from '@mantine/core';
import { PasswordField } from '@web/form/PasswordField';
import { ProblemAlert } from '@web/form/ProblemAlert';
import { useFields } from '@web/form/useFields';
import { useSubmit } from '@web/form/useSubmit';
import { hasCode } from '@web/http/problem';
import { useT } from '@web/i18n';
import { signIn } from '@web/session/session';
import { type FormEvent, useState } from 'react';
import { Link, useLocation } from 'react-router';
import { AuthPage } from './AuthPage';

export function Component() {
  const t = useT();
  const { search } = useLocation();
  const fields = useFields({ identifier: '', password: '', totp: '' });
  const [codeAsked, setCodeAsked] = useState(false);
  const { busy, problem, submit } = useSubmit(fields);

  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    // The gate around the pages leads on once there is a session.
    void submit(async () => {
      const { identifier, password, totp } = fields.values;
      await signIn(identifier.trim(), password, totp.trim()).catch((error: unknown) => {
        if (!hasCode(error, 'TOTP_REQUIRED') || codeAsked) throw error;
        setCodeAsked(true);
      });
    });
  };
  return (
    <AuthPage title={t('session.signInTitle')}>
      <form ref={fields.form} onSubmit={onSubmit} noValidate>
        <ProblemAlert problem={problem} />
        <Stack gap="md">
          <TextInput
            {...fields.bind('identifier')}
            label={t('session.identifier')}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            size="md"
            autoFocus
          />
          <PasswordField
            {...fields.bind('password')}
            label={t('session.password')}
            autoComplete="current-password"
            size="md"
          />
          {codeAsked && (
            <TextInput
              {...fields.bind('totp')}
              label={t('session.code')}
              description={t('session.codeHint')}
              autoComplete="one-time-code"
              size="md"
              autoFocus
            />
          )}
          <Button type="submit" size="md" loading={busy} fullWidth>
            {t('session.signIn')}
          </Button>
        </Stack>
      </form>
      <Text mt="lg">
        <Anchor component={Link} to="/forgot-password">
          {t('session.forgot')}
        </Anchor>
      </Text>
      <Text mt="xl" c="dimmed">
        {t('session.newHere')}{' '}
        <Anchor component={Link} to={{ pathname: '/register', search }} inherit underline="always">
          {t('session.createAccount')}
        </Anchor>
      </Text>
    </AuthPage>
  );
}
