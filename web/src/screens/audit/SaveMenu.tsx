import { AUDIT_FORMATS } from '@contract';
import { queryString } from '@web/http/query';
import { useT } from '@web/i18n';
import { useCompany } from '@web/session/useSession';
import { FileMenu } from '@web/ui/FileMenu';
import { useSearchParams } from 'react-router';
import { auditList } from './auditList';

/** What of the list's address an export understands. */
const FILTERS = ['q', ...auditList.filters.map(({ id }) => id)];

/** Saves what the filters leave as a file. */
export function SaveMenu() {
  const t = useT();
  const company = useCompany();
  const [params] = useSearchParams();
  const filters = Object.fromEntries([...params].filter(([name]) => FILTERS.includes(name)));
  const files = AUDIT_FORMATS.map((format) => ({
    label: t(`audit.${format}`),
    path: `/tenants/current/audit/export${queryString({ ...filters, format })}`,
    name: `audit-${company.slug}.${format}`,
  }));
  return <FileMenu label={t('audit.save')} files={files} />;
}
