import { type ReactNode, useId } from 'react';
import classes from './Panel.module.css';

type Props = { title: string; hint?: string; actions?: ReactNode; children?: ReactNode };

/** One subject of a page that has several. */
export function Panel({ title, hint, actions, children }: Props) {
  const id = useId();
  return (
    <section className={classes.panel} aria-labelledby={id}>
      <div className={classes.head}>
        <div>
          <h2 id={id} className={classes.title}>
            {title}
          </h2>
          {hint && <p className={classes.hint}>{hint}</p>}
        </div>
        {actions && <div className={classes.actions}>{actions}</div>}
      </div>
      {children}
    </section>
  );
}
