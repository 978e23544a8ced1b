import { useT } from '@web/i18n';
import classes from './Imports.module.css';

const STEPS = ['file', 'columns', 'check', 'result'] as const;
export type Step = (typeof STEPS)[number];

/** Where one is on the way from a file to its records. */
export function Steps({ at }: { at: Step }) {
  const t = useT();
  return (
    <ol className={classes.steps} aria-label={t('imports.steps')}>
      {STEPS.map((step, index) => (
        <li key={step} {...(step === at && { 'aria-current': 'step' })}>
          {index + 1}. {t(`imports.step.${step}`)}
        </li>
      ))}
    </ol>
  );
}
