import { Button } from '@mantine/core';
import { hasCode } from '@web/http/problem';
import { useT } from '@web/i18n';
import { Notice } from './Notice';
import { problemText } from './problemText';

/** A failed load: what happened, the request number to report, and a way to try again. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const t = useT();
  const told = problemText(error, t);
  if (hasCode(error, 'FORBIDDEN')) return <NoPermission />;
  const icon = hasCode(error, 'UNREACHABLE') ? 'offline' : 'alert';
  return (
    <Notice icon={icon} tone="bad" title={told.title} text={told.text} request={told.request}>
      <Button variant="default" size="xs" onClick={onRetry}>
        {t('common.retry')}
      </Button>
    </Notice>
  );
}

/** What somebody may not see, a part of a page or the whole of it. */
export function NoPermission({ level = 'part' }: { level?: 'page' | 'part' }) {
  const t = useT();
  return <Notice level={level} icon="lock" title={t('problemTexts.noPermission')} text={t('problemTexts.FORBIDDEN')} />;
}
