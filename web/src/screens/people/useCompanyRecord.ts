import type { TenantRecord } from '@contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '@web/http/api';
import { useCompany } from '@web/session/useSession';

const PATH = '/tenants/current';

/** The company, with what it says of itself and asks of its people. */
export function useCompanyRecord() {
  const company = useCompany();
  return useQuery({
    queryKey: [company.id, PATH],
    queryFn: ({ signal }) => api<TenantRecord>(PATH, { signal }),
  });
}

export function useRequireFactor() {
  const client = useQueryClient();
  const company = useCompany();
  return async (required: boolean) => {
    try {
      await api<TenantRecord>(`${PATH}/actions/require-second-factor`, { method: 'POST', body: { required } });
    } finally {
      await client.invalidateQueries({ queryKey: [company.id, PATH], exact: true });
    }
  };
}
