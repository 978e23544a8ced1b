import type { ApiKey, ListAnswer, NewApiKey, NewKey } from '@contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '@web/http/api';
import { useCompany } from '@web/session/useSession';

const PATH = '/tenants/current/api-keys';

/** The keys of the company's programs. */
export function useKeys() {
  const company = useCompany();
  return useQuery({
    queryKey: [company.id, PATH],
    queryFn: ({ signal }) => api<ListAnswer<ApiKey>>(PATH, { signal }),
    select: (answer) => answer.data,
  });
}

export function useKeyCalls() {
  const client = useQueryClient();
  const company = useCompany();
  const andRefresh = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } finally {
      await client.invalidateQueries({ queryKey: [company.id, PATH] });
    }
  };
  return {
    create: (body: NewKey) => andRefresh(api<NewApiKey>(PATH, { method: 'POST', body })),
    revoke: ({ id }: ApiKey) => andRefresh(api<void>(`${PATH}/${id}`, { method: 'DELETE' })),
  };
}
