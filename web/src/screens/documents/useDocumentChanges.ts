import type { Changes } from '@contract';
import { useQuery } from '@tanstack/react-query';
import { api } from '@web/http/api';
import { useCompany } from '@web/session/useSession';
import { DOCUMENTS } from './documentList';

export function useDocumentChanges(id: string) {
  const company = useCompany();
  return useQuery({
    queryKey: [company.id, DOCUMENTS, 'changes', id],
    queryFn: ({ signal }) => api<Changes>(`${DOCUMENTS}/${id}/changes`, { signal }),
  });
}
