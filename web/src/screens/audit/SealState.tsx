import type { AuditStatus } from '@contract';
import { Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useFormat } from '@web/format/useFormat';
import { api } from '@web/http/api';
import { useCompany } from '@web/session/useSession';
import { StateBadge } from '@web/ui/StateBadge';

/** How far the log is sealed; nothing while that is not known. */
export function SealState() {
  const { t, dateTime } = useFormat();
  const company = useCompany();
  const { data } = useQuery({
    queryKey: [company.id, '/tenants/current/audit/status'],
    queryFn: ({ signal }) => api<AuditStatus>('/tenants/current/audit/status', { signal }),
    refetchInterval: 60_000,
  });
  if (!data) return null;
  const { seal, unsealed } = data;
  const rest = unsealed > 0 ? ` · ${t('audit.unsealed', { count: unsealed })}` : '';
  return (
    <Tooltip label={t('audit.sealHint')}>
      <span>
        <StateBadge tone={seal ? 'good' : 'neutral'}>
          {seal ? t('audit.sealed', { at: dateTime(seal.sealedAt) }) : t('audit.neverSealed')}
          {seal ? rest : ''}
        </StateBadge>
      </span>
    </Tooltip>
  );
}
