import type { Invitation, InviteBody } from '@contract';
import { api } from '@web/http/api';
import { useAndRefresh, useCompanyList } from '@web/session/companyList';

const PATH = '/tenants/current/invitations';

/** The invitations that are open, and what became of those of the last month. */
export const useInvitations = () => useCompanyList<Invitation>(PATH);

export function useInvitationCalls() {
  const andRefresh = useAndRefresh(PATH);
  return {
    invite: (body: InviteBody) => andRefresh(api<Invitation>(PATH, { method: 'POST', body })),
    resend: ({ id }: Invitation) =>
      andRefresh(api<Invitation>(`${PATH}/${id}/actions/resend`, { method: 'POST', body: {} })),
    revoke: ({ id }: Invitation) => andRefresh(api<void>(`${PATH}/${id}`, { method: 'DELETE' })),
  };
}
