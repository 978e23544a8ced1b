import type { ReactNode } from 'react';
import classes from './StateBadge.module.css';

export type Tone = 'neutral' | 'active' | 'good' | 'warn' | 'bad';

/** A state as a word with a colour; the word alone is enough to understand it. */
export function StateBadge({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className={classes.badge} data-tone={tone}>
      <span className={classes.text}>{children}</span>
    </span>
  );
}
