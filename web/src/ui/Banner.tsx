import type { ReactNode } from 'react';
import classes from './Banner.module.css';
import { Icon, type IconName } from './Icon';

/** What concerns everybody on every screen while it lasts, with what can be done about it. */
export function Banner({ icon, text, children }: { icon: IconName; text: string; children?: ReactNode }) {
  return (
    <div className={classes.banner} role="status">
      <Icon name={icon} />
      <p className={classes.text}>{text}</p>
      {children && <div className={classes.actions}>{children}</div>}
    </div>
  );
}
