import type { Invitation, InviteBody, ListAnswer } from '@contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '@web/http/api';
import { useCompany } from '@web/session/useSession';

const PATH = '/tenants/current/invitations';

/** The invitations that are open, and what became of those of the last month. */
export function useInvitations() {
  const company = useCompany();
  return useQuery({
    queryKey: [company.id, PATH],
    queryFn: ({ signal }) => api<ListAnswer<Invitation>>(PATH, { signal }),
    select: (answer) => answer.data,
  });
}

export function useInvitationCalls() {
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
    invite: (body: InviteBody) => andRefresh(api<Invitation>(PATH, { method: 'POST', body })),
    resend: ({ id }: Invitation) =>
      andRefresh(api<Invitation>(`${PATH}/${id}/actions/resend`, { method: 'POST', body: {} })),
    revoke: ({ id }: Invitation) => andRefresh(api<void>(`${PATH}/${id}`, { method: 'DELETE' })),
  };
}
