import { useQuery } from '@tanstack/react-query';
import { api } from '@web/http/api';
import { useCompany } from '@web/session/useSession';

export const recordKey = (companyId: string, endpoint: string, id: string) => [companyId, endpoint, 'one', id] as const;

/** One record; with `everyMs` it is looked at again and again, for as long as something happens to it. */
export function useRecord<Row>(endpoint: string, id: string, everyMs: number | false = false) {
  const company = useCompany();
  return useQuery({
    queryKey: recordKey(company.id, endpoint, id),
    queryFn: ({ signal }) => api<Row>(`${endpoint}/${encodeURIComponent(id)}`, { signal }),
    refetchInterval: everyMs,
  });
}
