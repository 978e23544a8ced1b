import { useT } from '@web/i18n';
import { Icon } from '@web/ui/Icon';
import { Logo } from '@web/ui/Logo';
import { Stitches } from '@web/ui/Stitches';
import { Link, NavLink } from 'react-router';
import { AlertCount } from './AlertCount';
import classes from './Shell.module.css';
import { useScreens } from './useScreens';

export function Navigation({ onGo }: { onGo: () => void }) {
  const t = useT();
  const groups = useScreens();
  return (
    <>
      <div className={classes.sideGround}>
        <Stitches color="var(--lv-side-stitch)" />
      </div>
      <Link to="/" className={classes.brand} onClick={onGo}>
        <Logo size={26} />
        {t('common.app')}
      </Link>
      <nav className={classes.nav} aria-label={t('common.navigation')}>
        <NavLink to="/" end className={classes.link ?? ''} onClick={onGo}>
          <Icon name="home" />
          {t('screens.home.title')}
        </NavLink>
        {groups.map((group) => (
          <div key={group.title}>
            <p className={classes.groupTitle}>{t(group.title)}</p>
            {group.links.map((link) => (
              <NavLink
                key={link.path}
                to={{ pathname: link.path, search: link.search ?? '' }}
                className={classes.link ?? ''}
                onClick={onGo}
              >
                <Icon name={link.icon} />
                {t(link.title)}
                {link.count === 'alerts' && <AlertCount />}
              </NavLink>
            ))}
          </div>
        ))}
      </nav>
    </>
  );
}
