import { Alert, Anchor, Button, Text } from '@mantine/core';
import { ProblemAlert } from '@web/form/ProblemAlert';
import { useFields } from '@web/form/useFields';
import { useSubmit } from '@web/form/useSubmit';
import { send } from '@web/http/send';
import { useT } from '@web/i18n';
import { useState } from 'react';
import { Link, useLocation } from 'react-router';
import { AuthPage } from './AuthPage';
import { linkToken } from './linkToken';

/** What the link to an e-mail address leads to. A press on the button uses it: mail programs open links by themselves. */
export function Component() {
  const t = useT();
  const token = linkToken(useLocation().hash);
  const [done, setDone] = useState(false);
  const { busy, problem, submit } = useSubmit(useFields({}));
  const confirm = () =>
    void submit(async () => {
      await send('/auth/verify', { method: 'POST', body: { token } });
      setDone(true);
    });
  return (
    <AuthPage title={t('session.verifyTitle')}>
      <ProblemAlert problem={problem} />
      {token === null && <Alert color="red">{t('session.brokenLink')}</Alert>}
      {done && <Alert color="teal">{t('session.verified')}</Alert>}
      {token !== null && !done && (
        <Button size="md" loading={busy} fullWidth onClick={confirm}>
          {t('session.confirmAddress')}
        </Button>
      )}
      <Text mt="xl">
        <Anchor component={Link} to="/">
          {t('session.toSignIn')}
        </Anchor>
      </Text>
    </AuthPage>
  );
}
