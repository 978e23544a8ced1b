import { Button, Text } from '@mantine/core';
import { ProblemAlert } from '@web/form/ProblemAlert';
import { useFields } from '@web/form/useFields';
import { useSubmit } from '@web/form/useSubmit';
import { api } from '@web/http/api';
import { useT } from '@web/i18n';
import { useSession } from '@web/session/useSession';
import { useState } from 'react';
import { LinkPage, useLinkToken } from './LinkPage';

/**
 * What the link to an e-mail address leads to, for who is signed in with the account. A press on the button uses it: mail
 * programs open links by themselves.
 */
export function Component() {
  const t = useT();
  const token = useLinkToken();
  const signedIn = useSession().status === 'in';
  const [done, setDone] = useState(false);
  const { busy, problem, submit } = useSubmit(useFields({}));
  const confirm = () =>
    void submit(async () => {
      await api<void>('/auth/verify', { method: 'POST', body: { token } });
      setDone(true);
    });
  return (
    <LinkPage title={t('session.verifyTitle')} token={token} done={done && t('session.verified')}>
      <ProblemAlert problem={problem} />
      {signedIn ? (
        <Button size="md" loading={busy} fullWidth onClick={confirm}>
          {t('session.confirmAddress')}
        </Button>
      ) : (
        <Text>{t('session.verifySignIn')}</Text>
      )}
    </LinkPage>
  );
}
