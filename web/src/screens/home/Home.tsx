import { useFormat } from '@web/format/useFormat';
import { useCompany, useSignedIn } from '@web/session/useSession';
import { useScreens } from '@web/shell/useScreens';
import { Icon } from '@web/ui/Icon';
import { Stitches } from '@web/ui/Stitches';
import { usePageTitle } from '@web/ui/usePageTitle';
import { Link } from 'react-router';
import classes from './Home.module.css';

function greetingAt(hour: number) {
  if (hour < 12) return 'home.morning';
  if (hour < 18) return 'home.day';
  return 'home.evening';
}

export function Component() {
  const { t, enumLabel } = useFormat();
  const { user } = useSignedIn();
  const company = useCompany();
  const links = useScreens().flatMap((group) => group.links);
  usePageTitle(t('screens.home.title'));
  return (
    <>
      <header className={classes.hero}>
        <div className={classes.stitches}>
          <Stitches color="#17444f" size={34} />
        </div>
        <h1>{t(greetingAt(new Date().getHours()), { name: user.firstName })}</h1>
        <p>{t('home.workingIn', { company: company.name, role: enumLabel('role', company.role) })}</p>
      </header>
      <h2 className={classes.groupTitle}>{t('home.open')}</h2>
      <div className={classes.links}>
        {links.map((link) => (
          <Link key={link.path} to={{ pathname: link.path, search: link.search ?? '' }} className={classes.link}>
            <span className={classes.icon}>
              <Icon name={link.icon} size={20} />
            </span>
            <span className={classes.title}>{t(link.title)}</span>
            <span className={classes.hint}>{t(link.hint)}</span>
          </Link>
        ))}
      </div>
    </>
  );
}
