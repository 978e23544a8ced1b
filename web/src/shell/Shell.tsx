import { ActionIcon, AppShell } from '@mantine/core';
import { useDisclosure, useHotkeys } from '@mantine/hooks';
import { useT } from '@web/i18n';
import { OwnershipBanner } from '@web/ownership/OwnershipBanner';
import { useCompany } from '@web/session/useSession';
import { Icon } from '@web/ui/Icon';
import { useEffect, useRef } from 'react';
import { Outlet, useLocation } from 'react-router';
import { CompanyMenu } from './CompanyMenu';
import { Navigation } from './Navigation';
import { PersonMenu } from './PersonMenu';
import classes from './Shell.module.css';
import { SupportBanner } from './SupportBanner';
import { useStayOnScreen } from './useStayOnScreen';

/** The frame of every signed-in page. */
export function Shell() {
  const t = useT();
  const company = useCompany();
  const [open, { toggle, close }] = useDisclosure(false);
  const content = useRef<HTMLElement>(null);
  const screen = useLocation().pathname.split('/').slice(0, 3).join('/');
  useStayOnScreen();
  useHotkeys([['Escape', close]]);

  // A new screen starts at its top.
  useEffect(() => {
    content.current?.scrollTo({ top: 0 });
  }, [screen]);

  const label = t(open ? 'common.closeMenu' : 'common.openMenu');
  return (
    <AppShell
      layout="alt"
      header={{ height: 52 }}
      navbar={{ width: 232, breakpoint: 'sm', collapsed: { mobile: !open } }}
      padding={0}
    >
      <a className="lv-skip" href="#content">
        {t('common.skip')}
      </a>
      <AppShell.Header className={classes.header ?? ''}>
        <ActionIcon size={40} hiddenFrom="sm" aria-label={label} aria-expanded={open} onClick={toggle}>
          <Icon name="menu" size={22} />
        </ActionIcon>
        <CompanyMenu />
        <span className={classes.spring} />
        <PersonMenu />
      </AppShell.Header>
      <AppShell.Navbar className={classes.side ?? ''}>
        <Navigation onGo={close} />
        <ActionIcon
          hiddenFrom="sm"
          size={40}
          pos="absolute"
          top={6}
          right={6}
          c="#ffffff"
          variant="transparent"
          aria-label={t('common.closeMenu')}
          onClick={close}
        >
          <Icon name="close" size={22} />
        </ActionIcon>
      </AppShell.Navbar>
      <AppShell.Main className={classes.main ?? ''}>
        <SupportBanner />
        <OwnershipBanner key={company.id} />
        <section ref={content} id="content" className={classes.content} tabIndex={-1}>
          {/* Another company is another world: nothing of a screen, not even a half-filled form, goes along. */}
          <Outlet key={company.id} />
        </section>
      </AppShell.Main>
    </AppShell>
  );
}
