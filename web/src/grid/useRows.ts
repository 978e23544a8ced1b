import type { ListAnswer } from '@contract';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { api } from '@web/http/api';
import { queryString } from '@web/http/query';
import { useCompany } from '@web/session/useSession';
import { useMemo } from 'react';
import type { ListState } from './useListState';

const PAGE = 100;

/** The rows of a list, page after page by the server's cursor. */
export function useRows<Row>(endpoint: string, state: ListState) {
  const company = useCompany();
  const asked = { sort: state.sort, q: state.q.trim(), ...state.values };
  const query = useInfiniteQuery({
    queryKey: [company.id, endpoint, 'list', asked],
    queryFn: ({ pageParam, signal }) =>
      api<ListAnswer<Row>>(`${endpoint}${queryString({ ...asked, limit: PAGE, cursor: pageParam })}`, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    // Typing in the search box keeps the old rows until the new ones are there, instead of flashing.
    placeholderData: keepPreviousData,
  });
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.data) ?? [], [query.data]);
  return { query, rows };
}
