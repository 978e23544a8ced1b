import { Button, Stack } from '@mantine/core';
import { PasswordField } from '@web/form/PasswordField';
import { ProblemAlert } from '@web/form/ProblemAlert';
import { useFields } from '@web/form/useFields';
import { useSubmit } from '@web/form/useSubmit';
import { send } from '@web/http/send';
import { useT } from '@web/i18n';
import { type FormEvent, useState } from 'react';
import { LinkPage, useLinkToken } from './LinkPage';

/** What the link of a forgotten password leads to. */
export function Component() {
  const t = useT();
  const token = useLinkToken();
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
    <LinkPage title={t('session.forgotTitle')} token={token} done={done && t('session.passwordSet')}>
      <form ref={fields.form} onSubmit={onSubmit} noValidate>
        <ProblemAlert problem={problem} />
        <Stack gap="md">
          <PasswordField
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
    </LinkPage>
  );
}
