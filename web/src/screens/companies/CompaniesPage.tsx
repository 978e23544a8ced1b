import { Button } from '@mantine/core';
import { useT } from '@web/i18n';
import { signOut } from '@web/session/session';
import { Logo } from '@web/ui/Logo';
import { tellFailed } from '@web/ui/tell';
import { usePageTitle } from '@web/ui/usePageTitle';
import type { ReactNode } from 'react';
import { Link, useLocation } from 'react-router';
import classes from './Companies.module.css';

type Props = { title: string; text?: string; wide?: true; children: ReactNode };

/** The frame of the pages before a company is chosen. */
export function CompaniesPage({ title, text, wide, children }: Props) {
  const t = useT();
  const { pathname } = useLocation();
  const onAccount = pathname === '/account';
  usePageTitle(title);
  return (
    <main className={classes.page}>
      <div className={classes.box} data-wide={wide}>
        <div className={classes.brand}>
          <Logo size={34} />
          <span className={classes.spring} />
          <Button variant="subtle" size="compact-sm" component={Link} to={onAccount ? '/companies' : '/account'}>
            {t(onAccount ? 'common.back' : 'account.title')}
          </Button>
          <Button variant="subtle" size="compact-sm" onClick={() => void signOut().catch(tellFailed)}>
            {t('session.signOut')}
          </Button>
        </div>
        <h1>{title}</h1>
        {text && <p className={classes.text}>{text}</p>}
        {children}
      </div>
    </main>
  );
}
