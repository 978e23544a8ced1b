import { Alert, Anchor, Text } from '@mantine/core';
import { useT } from '@web/i18n';
import { useSession } from '@web/session/useSession';
import type { ReactNode } from 'react';
import { Link, useLocation } from 'react-router';
import { AuthPage } from './AuthPage';
import { linkToken } from './linkToken';

type Props = {
  title: string;
  /** What the link brought: null where it is not whole. A page that needs none leaves it out. */
  token?: string | null;
  /** What has been done, said in place of what could be done. */
  done?: string | false;
  children: ReactNode;
};

/** The frame of asking for a link, and of what links in messages lead to; each leads on into Lavoro. */
export function LinkPage({ title, token, done, children }: Props) {
  const t = useT();
  const signedIn = useSession().status === 'in';
  return (
    <AuthPage title={title}>
      {token === null && <Alert color="madder">{t('session.brokenLink')}</Alert>}
      {done && (
        <Alert color="moss" role="status">
          {done}
        </Alert>
      )}
      {token !== null && !done && children}
      <Text mt="xl">
        <Anchor component={Link} to={signedIn ? '/' : '/sign-in'}>
          {t(signedIn ? 'session.toLavoro' : 'session.toSignIn')}
        </Anchor>
      </Text>
    </AuthPage>
  );
}

/** The token of the link that was opened. */
export const useLinkToken = () => linkToken(useLocation().hash);
