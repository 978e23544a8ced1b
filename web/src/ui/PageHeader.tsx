import type { ReactNode } from 'react';
import classes from './PageHeader.module.css';
import { usePageTitle } from './usePageTitle';

export function PageHeader({ title, hint, children }: { title: string; hint?: string; children?: ReactNode }) {
  usePageTitle(title);
  return (
    <div className={classes.header}>
      <div>
        <h1 className={classes.title}>{title}</h1>
        {hint && <p className={classes.hint}>{hint}</p>}
      </div>
      {children}
    </div>
  );
}
