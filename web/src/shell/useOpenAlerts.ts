import type { Alert, ListAnswer } from '@contract';
import { useQuery } from '@tanstack/react-query';
import { api } from '@web/http/api';
import { useCan, useCompany } from '@web/session/useSession';

const PATH = '/inventory/alerts';
/** One more is "and more". */
const MOST = 9;
const LOOK_AGAIN_MS = 120_000;

/** How many alerts nobody knows of yet, and how a badge says it: `9+` where there are more. Null where there are none. */
export function useOpenAlerts(): { count: number; text: string } | null {
  const company = useCompany();
  const may = useCan()('inventory:read');
  const { data: count = 0 } = useQuery({
    queryKey: [company.id, PATH, 'open'],
    queryFn: async ({ signal }) =>
      (await api<ListAnswer<Alert>>(`${PATH}?status=OPEN&limit=${MOST + 1}`, { signal })).data.length,
    enabled: may,
    staleTime: 30_000,
    refetchInterval: LOOK_AGAIN_MS,
  });
  if (count === 0) return null;
  return { count, text: count > MOST ? `${MOST}+` : String(count) };
}
