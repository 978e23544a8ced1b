import type { InvitationLook } from '@contract';
import { Alert, Anchor, Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ProblemAlert } from '@web/form/ProblemAlert';
import { useFields } from '@web/form/useFields';
import { useSubmit } from '@web/form/useSubmit';
import { send } from '@web/http/send';
import { useT } from '@web/i18n';
import { acceptInvitation } from '@web/session/session';
import { useSession } from '@web/session/useSession';
import { useState } from 'react';
import { Link, useLocation, useNavigate } from 'react-router';
import { AuthPage } from './AuthPage';
import { linkToken } from './linkToken';

/** What an invitation leads to: who invites, and joining with the account that is signed in, or with a new one. */
export function Component() {
  const t = useT();
  const session = useSession();
  const navigate = useNavigate();
  const token = linkToken(useLocation().hash);
  const fields = useFields({ firstName: '', lastName: '', password: '' });
  const [declined, setDeclined] = useState(false);
  const { busy, problem, submit } = useSubmit(fields);
  const look = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => send<InvitationLook>('/invitations/look', { method: 'POST', body: { token } }),
    enabled: token !== null,
    retry: false,
  });
  const join = (more: Record<string, string>) =>
    void submit(async () => {
      await acceptInvitation({ token: token ?? '', ...more });
      await navigate('/');
    });
  const decline = () =>
    void submit(async () => {
      await send('/invitations/decline', { method: 'POST', body: { token } });
      setDeclined(true);
    });
  const open = look.data && !declined;
  return (
    <AuthPage title={t('session.invitationTitle')}>
      <ProblemAlert problem={problem ?? (look.error ? { error: look.error, loose: [] } : null)} />
      {token === null && <Alert color="red">{t('session.brokenLink')}</Alert>}
      {declined && <Alert>{t('session.declined')}</Alert>}
      {open && (
        <Stack gap="md">
          <Text>
            {t('session.invitedTo', {
              company: look.data.company,
              role: look.data.role.toLowerCase(),
              address: look.data.address,
            })}
          </Text>
          {session.status === 'in' ? (
            <Button size="md" loading={busy} onClick={() => join({})}>
              {t('session.joinAs', { name: `${session.user.firstName} ${session.user.lastName}` })}
            </Button>
          ) : (
            <form
              ref={fields.form}
              noValidate
              onSubmit={(event) => {
                event.preventDefault();
                join(fields.values);
              }}
            >
              <Stack gap="md">
                <TextInput {...fields.bind('firstName')} label={t('session.firstName')} autoComplete="given-name" />
                <TextInput {...fields.bind('lastName')} label={t('session.lastName')} autoComplete="family-name" />
                <PasswordInput
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
          )}
          <Button variant="subtle" disabled={busy} onClick={decline}>
            {t('session.decline')}
          </Button>
          {session.status !== 'in' && <Text c="dimmed">{t('session.haveAccountJoin')}</Text>}
        </Stack>
      )}
      <Text mt="xl">
        <Anchor component={Link} to="/">
          {t('session.toSignIn')}
        </Anchor>
      </Text>
    </AuthPage>
  );
}
