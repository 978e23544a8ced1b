import type { Me } from '@contract';
import { useQuery } from '@tanstack/react-query';
import { api } from '@web/http/api';
import { useCompany } from './useSession';

const PATH = '/auth/me';
const LOOK_AGAIN_MS = 60_000;

export const meKey = (companyId: string) => [companyId, PATH] as const;

/** What is so of the person and the company now; looked at again every minute, and when the tab is. */
export function useMe() {
  const company = useCompany();
  return useQuery({
    queryKey: meKey(company.id),
    queryFn: ({ signal }) => api<Me>(PATH, { signal }),
    staleTime: 0,
    refetchInterval: LOOK_AGAIN_MS,
  });
}
