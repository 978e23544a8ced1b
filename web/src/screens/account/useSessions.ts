import type { SessionRecord } from '@contract';
import { useQuery } from '@tanstack/react-query';
import { api } from '@web/http/api';

export const SESSIONS_KEY = ['account', 'sessions'] as const;

/** Where the person is signed in. */
export const useSessions = () =>
  useQuery({
    queryKey: SESSIONS_KEY,
    queryFn: ({ signal }) => api<{ data: SessionRecord[] }>('/auth/sessions', { signal }),
    select: (answer) => answer.data,
  });
