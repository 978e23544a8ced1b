import { QueryClient } from '@tanstack/react-query';
import { ApiError } from '@web/http/problem';

const PASSING = new Set<string>(['UNREACHABLE', 'UNAVAILABLE']);

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      // Only what may pass by itself is tried again; a refusal stays a refusal.
      retry: (count, error) => count < 2 && error instanceof ApiError && PASSING.has(error.code),
      networkMode: 'always',
    },
  },
});
