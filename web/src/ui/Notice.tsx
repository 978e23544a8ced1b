import type { ReactNode } from 'react';
import { Icon, type IconName } from './Icon';
import classes from './Notice.module.css';

type Props = {
  icon: IconName;
  title: string;
  text?: string | undefined;
  request?: string | undefined;
  tone?: 'neutral' | 'bad';
  children?: ReactNode;
};

/** The one shape of every state without data: empty, refused, failed, missing. */
export function Notice({ icon, title, text, request, tone = 'neutral', children }: Props) {
  return (
    <div className={classes.notice} role={tone === 'bad' ? 'alert' : 'status'}>
      <span className={classes.icon} data-tone={tone}>
        <Icon name={icon} size={22} />
      </span>
      <p className={classes.title}>{title}</p>
      {text && <p className={classes.text}>{text}</p>}
      {request && <p className={classes.request}>{request}</p>}
      {children && <div className={classes.actions}>{children}</div>}
    </div>
  );
}
