import { Skeleton } from '@mantine/core';
import { useT } from '@web/i18n';
import classes from './DataGrid.module.css';

const LINES = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'];

export function GridSkeleton() {
  const t = useT();
  return (
    <div className={classes.skeletons} role="status" aria-label={t('common.loading')}>
      {LINES.map((line) => (
        <div key={line} className={classes.line}>
          <Skeleton height={16} />
          <Skeleton height={16} visibleFrom="sm" />
          <Skeleton height={16} visibleFrom="sm" />
          <Skeleton height={16} visibleFrom="sm" />
        </div>
      ))}
    </div>
  );
}
