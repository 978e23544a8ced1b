import { useLanguage, useT } from '@web/i18n';
import { localeOf } from '@web/i18n/languages';
import { useMemo } from 'react';
import { createFormat, type Format } from './format';

export function useFormat(): Format {
  const language = useLanguage();
  const t = useT();
  return useMemo(() => createFormat(localeOf(language), t), [language, t]);
}
