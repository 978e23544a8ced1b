import type { ReactNode } from 'react';
import { Icon, type IconName } from './Icon';
import classes from './Notice.module.css';

type Props = {
  icon: IconName;
  title: string;
  text?: string | undefined;
  request?: string | undefined;
  tone?: 'neutral' | 'bad';
  /** Where it is all that a page has to say. */
  level?: 'page' | 'part';
  children?: ReactNode;
};

const TITLES = { page: 'h1', part: 'p' } as const;

/** The one shape of every state without data: empty, refused, failed, missing. */
export function Notice({ icon, title, text, request, tone = 'neutral', level = 'part', children }: Props) {
  const Title = TITLES[level];
  return (
    <div className={classes.notice} role={tone === 'bad' ? 'alert' : 'status'}>
      <span className={classes.icon} data-tone={tone}>
        <Icon name={icon} size={22} />
      </span>
      <Title className={classes.title}>{title}</Title>
      {text && <p className={classes.text}>{text}</p>}
      {request && <p className={classes.request}>{request}</p>}
      {children && <div className={classes.actions}>{children}</div>}
    </div>
  );
}
