import { useT } from '@web/i18n';
import { Icon } from '@web/ui/Icon';
import classes from '../Toolbar.module.css';
import type { FilterProps } from '../types';

export function LinkedFilter({ filter, value, onChange }: FilterProps<'linked'>) {
  const t = useT();
  if (value === '') return null;
  return (
    <button
      type="button"
      className={classes.chip}
      data-on
      aria-label={`${t('common.clear')}: ${t(filter.label)}`}
      onClick={() => onChange('')}
    >
      <span className={classes.chipText}>{t(filter.label)}</span>
      <Icon name="close" size={13} />
    </button>
  );
}
