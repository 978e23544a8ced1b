import { VisuallyHidden } from '@mantine/core';
import { useT } from '@web/i18n';
import classes from './Shell.module.css';
import { useOpenAlerts } from './useOpenAlerts';

/** How many alerts are open, beside the link that leads to them. */
export function AlertCount() {
  const t = useT();
  const open = useOpenAlerts();
  if (open === null) return null;
  return (
    <>
      <span className={classes.count} aria-hidden="true">
        {open.text}
      </span>
      <VisuallyHidden>{t('stock.openAlerts', { count: open.count })}</VisuallyHidden>
    </>
  );
}
