import type { ListAnswer } from '@contract';
import { useQuery } from '@tanstack/react-query';
import { api } from '@web/http/api';
import { useCan, useCompany } from '@web/session/useSession';
import { recordKey } from './useRecord';

type Party = { id: string; name: string };
export type PartyEndpoint = '/suppliers' | '/customers';

/** A supplier or customer by its name: most are among the first 200, the others are asked for one by one. */
export function PartyName({ endpoint, id }: { endpoint: PartyEndpoint; id: string }) {
  const company = useCompany();
  const may = useCan()('partners:read');
  const many = useQuery({
    queryKey: [company.id, endpoint, 'names'],
    queryFn: ({ signal }) => api<ListAnswer<Party>>(`${endpoint}?limit=200&sort=name`, { signal }),
    staleTime: 60_000,
    enabled: may,
  });
  const known = many.data?.data.find((party) => party.id === id);
  const one = useQuery({
    queryKey: recordKey(company.id, endpoint, id),
    queryFn: ({ signal }) => api<Party>(`${endpoint}/${id}`, { signal }),
    staleTime: 60_000,
    enabled: may && many.isSuccess && known === undefined,
  });
  return known?.name ?? one.data?.name ?? id.slice(0, 8);
}
