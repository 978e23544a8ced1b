import { Alert, Button, Stack, TextInput } from '@mantine/core';
import { ProblemAlert } from '@web/form/ProblemAlert';
import { useFields } from '@web/form/useFields';
import { useSubmit } from '@web/form/useSubmit';
import { send } from '@web/http/send';
import { useT } from '@web/i18n';
import { type FormEvent, useState } from 'react';
import { LinkPage } from './LinkPage';

export function Component() {
  const t = useT();
  const fields = useFields({ identifier: '' });
  const [sent, setSent] = useState(false);
  const { busy, problem, submit } = useSubmit(fields);

  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void submit(async () => {
      await send('/auth/password/forgot', { method: 'POST', body: { identifier: fields.values.identifier.trim() } });
      setSent(true);
    });
  };
  return (
    <LinkPage title={t('session.forgotTitle')}>
      <form ref={fields.form} onSubmit={onSubmit} noValidate>
        <ProblemAlert problem={problem} />
        <Stack gap="md">
          {sent && (
            <Alert color="moss" role="status">
              {t('session.linkSent')}
            </Alert>
          )}
          <TextInput
            {...fields.bind('identifier')}
            label={t('session.identifier')}
            autoComplete="username"
            size="md"
            autoFocus
          />
          <Button type="submit" size="md" loading={busy} fullWidth>
            {t('session.sendLink')}
          </Button>
        </Stack>
      </form>
    </LinkPage>
  );
}
