import { Anchor, Button, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { PasswordField } from '@web/form/PasswordField';
import { ProblemAlert } from '@web/form/ProblemAlert';
import { useFields } from '@web/form/useFields';
import { useSubmit } from '@web/form/useSubmit';
import { useT } from '@web/i18n';
import { register } from '@web/session/session';
import type { FormEvent } from 'react';
import { Link, useLocation } from 'react-router';
import { AuthPage } from './AuthPage';

/** E-mail and phone are left out when empty; the other fields go as they are, for the server to judge. */
const bodyOf = ({
  email,
  phone,
  ...others
}: Record<'email' | 'phone' | 'firstName' | 'lastName' | 'password', string>) => ({
  ...others,
  ...(email.trim() === '' ? {} : { email: email.trim() }),
  ...(phone.trim() === '' ? {} : { phone: phone.trim() }),
});

export function Component() {
  const t = useT();
  const { search } = useLocation();
  const fields = useFields({ firstName: '', lastName: '', email: '', phone: '', password: '' });
  const { busy, problem, submit } = useSubmit(fields);

  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void submit(() => register(bodyOf(fields.values)));
  };
  return (
    <AuthPage title={t('session.registerTitle')}>
      <form ref={fields.form} onSubmit={onSubmit} noValidate>
        <ProblemAlert problem={problem} />
        <Stack gap="md">
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
            <TextInput
              {...fields.bind('firstName')}
              label={t('session.firstName')}
              autoComplete="given-name"
              autoFocus
            />
            <TextInput {...fields.bind('lastName')} label={t('session.lastName')} autoComplete="family-name" />
          </SimpleGrid>
          <TextInput {...fields.bind('email')} label={t('fields.email')} type="email" autoComplete="email" />
          <TextInput
            {...fields.bind('phone')}
            label={t('fields.phone')}
            description={t('session.phoneHint')}
            type="tel"
            autoComplete="tel"
          />
          <PasswordField
            {...fields.bind('password')}
            label={t('session.password')}
            description={t('session.passwordHint')}
            autoComplete="new-password"
          />
          <Button type="submit" size="md" loading={busy} fullWidth>
            {t('session.createAccount')}
          </Button>
        </Stack>
      </form>
      <Text mt="xl" c="dimmed">
        {t('session.haveAccount')}{' '}
        <Anchor component={Link} to={{ pathname: '/sign-in', search }} inherit underline="always">
          {t('session.signIn')}
        </Anchor>
      </Text>
    </AuthPage>
  );
}
