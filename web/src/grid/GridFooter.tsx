import { Button } from '@mantine/core';
import { useT } from '@web/i18n';
import { problemText } from '@web/ui/problemText';
import classes from './DataGrid.module.css';

type Props = { count: number; hasMore: boolean; loading: boolean; error: unknown; onMore: () => void };

/** How much is shown, and whether there is more. The server counts no totals, so none are claimed. */
export function GridFooter({ count, hasMore, loading, error, onMore }: Props) {
  const t = useT();
  const failed = error ? problemText(error, t) : null;
  return (
    <div className={classes.footer}>
      <span role="status">
        {t('grid.shown', { count })}, {hasMore ? t('grid.more') : t('grid.all')}
      </span>
      {failed && (
        <span role="alert" className={classes.failed}>
          {t('grid.moreFailed')} {failed.title} {failed.request}
        </span>
      )}
      {hasMore && (
        <Button variant="default" size="compact-sm" loading={loading} onClick={onMore}>
          {failed ? t('common.retry') : t('grid.loadMore')}
        </Button>
      )}
    </div>
  );
}
