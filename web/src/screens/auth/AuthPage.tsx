import { SegmentedControl } from '@mantine/core';
import { changeLanguage, useLanguage, useT } from '@web/i18n';
import { LANGUAGES, type Language } from '@web/i18n/languages';
import { Logo } from '@web/ui/Logo';
import { Stitches } from '@web/ui/Stitches';
import { usePageTitle } from '@web/ui/usePageTitle';
import type { ReactNode } from 'react';
import classes from './AuthPage.module.css';

const choices = (Object.keys(LANGUAGES) as Language[]).map((value) => ({ value, label: LANGUAGES[value].name }));

/** The frame of sign-in and registration: cloth on one side, the form on the other. */
export function AuthPage({ title, children }: { title: string; children: ReactNode }) {
  const t = useT();
  const language = useLanguage();
  usePageTitle(title);
  return (
    <div className={classes.page}>
      <aside className={classes.cloth} aria-label={t('common.app')}>
        <Stitches color="#1b4e5b" size={58} />
        <div className={classes.shade} />
        <div className={classes.words}>
          <span className={classes.name}>
            <Logo size={44} />
            {t('common.app')}
          </span>
          <p>{t('session.tagline')}</p>
        </div>
      </aside>
      <main className={classes.side}>
        <SegmentedControl
          className={classes.language ?? ''}
          size="xs"
          data={choices}
          value={language}
          onChange={(value) => void changeLanguage(value as Language)}
          aria-label={t('common.language')}
        />
        <div className={classes.box}>
          <span className={`${classes.name} ${classes.small}`}>
            <Logo size={34} />
            {t('common.app')}
          </span>
          <h1>{title}</h1>
          {children}
        </div>
      </main>
    </div>
  );
}
