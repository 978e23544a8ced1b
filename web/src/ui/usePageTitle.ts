import { useT } from '@web/i18n';
import { useEffect } from 'react';

/** The tab says where one is; a screen reader reads it on every change. */
export function usePageTitle(title: string) {
  const t = useT();
  useEffect(() => {
    document.title = `${title} · ${t('common.app')}`;
  }, [title, t]);
}
