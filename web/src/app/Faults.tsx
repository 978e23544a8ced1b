import { Button, Center } from '@mantine/core';
import { useT } from '@web/i18n';
import { Notice } from '@web/ui/Notice';
import { usePageTitle } from '@web/ui/usePageTitle';
import { Link, useRouteError } from 'react-router';

export function Missing() {
  const t = useT();
  usePageTitle(t('problemTexts.pageMissing'));
  return (
    <Notice level="page" icon="search" title={t('problemTexts.pageMissing')} text={t('problemTexts.pageMissingText')}>
      <Button variant="default" component={Link} to="/">
        {t('problemTexts.home')}
      </Button>
    </Notice>
  );
}

/** A screen that failed while drawing, or whose code is gone because a newer console was put in its place. */
export function Crashed() {
  const t = useT();
  const error = useRouteError();
  const gone = error instanceof TypeError && /import|fetch|module/i.test(error.message);
  console.error(error);
  return (
    <Center mih="60vh">
      <Notice
        level="page"
        icon="alert"
        tone="bad"
        title={t(gone ? 'problemTexts.oldPage' : 'problemTexts.crashed')}
        text={t('problemTexts.crashedText')}
      >
        <Button onClick={() => window.location.reload()}>{t('common.reload')}</Button>
      </Notice>
    </Center>
  );
}
