import type { ListAnswer, Member } from '@contract';
import { useQuery } from '@tanstack/react-query';
import { api } from '@web/http/api';
import { ApiError } from '@web/http/problem';
import { useCompany } from '@web/session/useSession';

export const MEMBERS = '/tenants/current/members';

export const fullName = ({ firstName, lastName }: Pick<Member, 'firstName' | 'lastName'>) => `${firstName} ${lastName}`;

const query = (companyId: string) => ({
  queryKey: [companyId, MEMBERS],
  queryFn: ({ signal }: { signal: AbortSignal }) => api<ListAnswer<Member>>(MEMBERS, { signal }),
});

/** The people of the company, owners first: all of them. */
export function useMembers() {
  const company = useCompany();
  return useQuery({ ...query(company.id), select: (answer) => answer.data });
}

export function useMember(userId: string) {
  const company = useCompany();
  return useQuery({
    ...query(company.id),
    select: ({ data }) => {
      const member = data.find((each) => each.userId === userId);
      if (!member) throw new ApiError('NOT_FOUND', 404, '');
      return member;
    },
  });
}
