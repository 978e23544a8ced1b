import type { Consent, ListAnswer, NewConsent } from '@contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '@web/http/api';
import { meKey } from '@web/session/useMe';
import { useCompany } from '@web/session/useSession';

const PATH = '/tenants/current/support';
const LOOK_AGAIN_MS = 30_000;

/** To what the company has let support in, and who has used it; support comes and goes meanwhile. */
export function useConsents() {
  const company = useCompany();
  return useQuery({
    queryKey: [company.id, PATH],
    queryFn: ({ signal }) => api<ListAnswer<Consent>>(PATH, { signal }),
    select: (answer) => answer.data,
    refetchInterval: LOOK_AGAIN_MS,
  });
}

export function useConsentCalls() {
  const client = useQueryClient();
  const company = useCompany();
  const andRefresh = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } finally {
      await client.invalidateQueries({ queryKey: [company.id, PATH] });
      await client.invalidateQueries({ queryKey: meKey(company.id) });
    }
  };
  return {
    consent: (body: NewConsent) => andRefresh(api<Consent>(PATH, { method: 'POST', body })),
    end: ({ id }: Consent) => andRefresh(api<void>(`${PATH}/${id}`, { method: 'DELETE' })),
  };
}
