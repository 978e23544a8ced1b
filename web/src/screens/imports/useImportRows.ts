import type { Import, ImportRow, ListAnswer } from '@contract';
import { useInfiniteQuery } from '@tanstack/react-query';
import { api } from '@web/http/api';
import { queryString } from '@web/http/query';
import { IMPORTS } from '@web/imports/importKinds';
import { useCompany } from '@web/session/useSession';

const AT_ONCE = 50;

/** Rows of a file, some at a time. */
export function useImportRows({ id, version }: Import, filter: { faulty?: 'true'; outcome?: string }) {
  const company = useCompany();
  return useInfiniteQuery({
    queryKey: [company.id, IMPORTS, 'rows', id, version, filter],
    queryFn: ({ pageParam, signal }) =>
      api<ListAnswer<ImportRow>>(
        `${IMPORTS}/${id}/rows${queryString({ ...filter, limit: AT_ONCE, cursor: pageParam })}`,
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
  });
}
