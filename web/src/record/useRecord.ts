import { useQuery } from '@tanstack/react-query';
import { api } from '@web/http/api';
import { useCompany } from '@web/session/useSession';

export const recordKey = (companyId: string, endpoint: string, id: string) => [companyId, endpoint, 'one', id] as const;

export function useRecord<Row>(endpoint: string, id: string) {
  const company = useCompany();
  return useQuery({
    queryKey: recordKey(company.id, endpoint, id),
    queryFn: ({ signal }) => api<Row>(`${endpoint}/${encodeURIComponent(id)}`, { signal }),
  });
}
