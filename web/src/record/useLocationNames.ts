import type { ListAnswer, Location } from '@contract';
import { useQuery } from '@tanstack/react-query';
import { api } from '@web/http/api';
import { useCompany } from '@web/session/useSession';

/** The company's locations to choose from; the first 200 by name. */
export function useLocationNames() {
  const company = useCompany();
  return useQuery({
    queryKey: [company.id, '/locations', 'names'],
    queryFn: ({ signal }) => api<ListAnswer<Location>>('/locations?limit=200&sort=name', { signal }),
    select: (answer) => answer.data,
    staleTime: 60_000,
  });
}
