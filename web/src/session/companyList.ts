import type { ListAnswer } from '@contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '@web/http/api';
import { useCompany } from '@web/session/useSession';

/** A list of the company's that comes whole, by the address it has. */
export function useCompanyList<T>(path: string, options: { refetchInterval?: number } = {}) {
  const company = useCompany();
  return useQuery({
    queryKey: [company.id, path],
    queryFn: ({ signal }) => api<ListAnswer<T>>(path, { signal }),
    select: (answer) => answer.data,
    ...options,
  });
}

/** Waits for what changes such a list, and has the list read anew after it, also where it was refused. */
export function useAndRefresh(path: string): <T>(work: Promise<T>) => Promise<T> {
  const client = useQueryClient();
  const company = useCompany();
  return async (work) => {
    try {
      return await work;
    } finally {
      await client.invalidateQueries({ queryKey: [company.id, path] });
    }
  };
}
