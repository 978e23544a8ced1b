import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '@web/http/api';
import { useCompany } from '@web/session/useSession';

/** What is set under an address of the company. */
export function useSettings<Settings>(path: string) {
  const company = useCompany();
  return useQuery({
    queryKey: [company.id, path],
    queryFn: ({ signal }) => api<Settings>(path, { signal }),
  });
}

/** Sets it, by the version that was seen. */
export function useSaveSettings(path: string) {
  const company = useCompany();
  const client = useQueryClient();
  return async (version: number, body: object) => {
    try {
      await api(path, { method: 'PATCH', body, version });
    } finally {
      // The day it is for the company, and what may still be posted, hang on it.
      await client.invalidateQueries({ queryKey: [company.id] });
    }
  };
}
