import type { ImportRow, ListAnswer } from '@contract';
import { useQuery } from '@tanstack/react-query';
import { api } from '@web/http/api';
import { IMPORTS } from '@web/imports/importKinds';
import { useCompany } from '@web/session/useSession';

/** The first rows of a file, which show what its columns are about. */
export function useSampleRows(id: string) {
  const company = useCompany();
  return useQuery({
    queryKey: [company.id, IMPORTS, 'sample', id],
    queryFn: ({ signal }) => api<ListAnswer<ImportRow>>(`${IMPORTS}/${id}/rows?limit=3`, { signal }),
    select: ({ data }) => data.map(({ cells }) => cells),
    staleTime: Number.POSITIVE_INFINITY,
  });
}
