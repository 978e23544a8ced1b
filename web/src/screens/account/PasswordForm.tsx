import { PASSWORD_LENGTHS } from '@contract';
import { Button, Stack } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { PasswordField } from '@web/form/PasswordField';
import { ProblemAlert } from '@web/form/ProblemAlert';
import { useFields } from '@web/form/useFields';
import { useSubmit } from '@web/form/useSubmit';
import { api } from '@web/http/api';
import { useT } from '@web/i18n';
import { useSignedIn } from '@web/session/useSession';
import { Panel } from '@web/ui/Panel';
import { tellDone } from '@web/ui/tell';
import type { FormEvent } from 'react';
import classes from './Account.module.css';
import { SESSIONS_KEY } from './useSessions';

const EMPTY = { currentPassword: '', newPassword: '' };

export function PasswordForm() {
  const t = useT();
  const client = useQueryClient();
  const { user } = useSignedIn();
  const fields = useFields(EMPTY);
  const { busy, problem, submit } = useSubmit(fields);
  const count = user.totpEnabled ? PASSWORD_LENGTHS.withTotp : PASSWORD_LENGTHS.alone;

  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void submit(async () => {
      await api<void>('/auth/password/change', { method: 'POST', body: fields.values });
      fields.reset(EMPTY);
      tellDone(t('account.passwordChanged'));
      await client.invalidateQueries({ queryKey: SESSIONS_KEY });
    });
  };
  return (
    <Panel title={t('account.password')} hint={t('account.passwordText')}>
      <form ref={fields.form} className={classes.form} onSubmit={onSubmit} noValidate>
        <ProblemAlert problem={problem} />
        {/* For programs that keep passwords: whose it is. */}
        <input type="text" autoComplete="username" value={user.email ?? user.phone ?? ''} readOnly hidden />
        <Stack gap="md">
          <PasswordField
            {...fields.bind('currentPassword')}
            label={t('account.currentPassword')}
            autoComplete="current-password"
          />
          <PasswordField
            {...fields.bind('newPassword')}
            label={t('session.newPassword')}
            description={t('account.passwordLength', { count })}
            autoComplete="new-password"
          />
          <Button type="submit" loading={busy} style={{ alignSelf: 'flex-start' }}>
            {t('account.changePassword')}
          </Button>
        </Stack>
      </form>
    </Panel>
  );
}
