import { EXPORT_FORMATS } from '@contract';
import { queryString } from '@web/http/query';
import { useT } from '@web/i18n';
import { FileMenu } from '@web/ui/FileMenu';
import { useSearchParams } from 'react-router';
import type { ListDefinition } from './types';

/** Saves what search, filters and order leave of a list. */
export function ExportMenu<Row>({ list }: { list: ListDefinition<Row> }) {
  const t = useT();
  const [params] = useSearchParams();
  const known = ['q', 'sort', ...list.filters.map(({ id }) => id)];
  const asked = Object.fromEntries([...params].filter(([name]) => known.includes(name)));
  const files = EXPORT_FORMATS.map((format) => ({
    label: t(`exporting.as.${format}`),
    path: `${list.endpoint}/export${queryString({ sort: list.defaultSort, ...asked, format })}`,
    name: `${list.id}.${format}`,
  }));
  return <FileMenu label={t('exporting.action')} files={files} />;
}
