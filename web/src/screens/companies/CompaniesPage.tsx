import { Button } from '@mantine/core';
import { useT } from '@web/i18n';
import { signOut } from '@web/session/session';
import { Logo } from '@web/ui/Logo';
import { tellFailed } from '@web/ui/tell';
import { usePageTitle } from '@web/ui/usePageTitle';
import type { ReactNode } from 'react';
import classes from './Companies.module.css';

/** The frame of the pages before a company is chosen. */
export function CompaniesPage({ title, text, children }: { title: string; text?: string; children: ReactNode }) {
  const t = useT();
  usePageTitle(title);
  return (
    <main className={classes.page}>
      <div className={classes.box}>
        <div className={classes.brand}>
          <Logo size={34} />
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
