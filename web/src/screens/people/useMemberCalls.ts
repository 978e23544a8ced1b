import type { Member, MemberResult, Role } from '@contract';
import { api } from '@web/http/api';
import { ApiError } from '@web/http/problem';
import { useAndRefresh } from '@web/session/companyList';
import { refreshSession } from '@web/session/session';
import { useSignedIn } from '@web/session/useSession';
import { MEMBERS } from './useMembers';

export type Access = { customRoleId: string | null; locationIds: readonly string[] | null };

/** Everything that changes who belongs to the company. */
export function useMemberCalls() {
  const { user } = useSignedIn();
  const andRefresh = useAndRefresh(MEMBERS);
  const several = async (action: 'change' | 'remove', userIds: readonly string[], more: object) => {
    const path = `${MEMBERS}/actions/${action}`;
    const body = { userIds, ...more };
    return andRefresh(
      api<{ data: MemberResult[] }>(path, { method: 'POST', body }).then(
        ({ data }) => data,
        (error: unknown) => resultsOf(error, userIds),
      ),
    );
  };
  return {
    changeRole: async ({ userId, version }: Member, role: Role) => {
      await andRefresh(api<Member>(`${MEMBERS}/${userId}`, { method: 'PATCH', body: { role, version } }));
      if (userId === user.id) await refreshSession();
    },
    changeAccess: ({ userId }: Member, access: Access) =>
      andRefresh(api(`${MEMBERS}/${userId}/access`, { method: 'PATCH', body: access })),
    remove: ({ userId }: Member) => andRefresh(api<void>(`${MEMBERS}/${userId}`, { method: 'DELETE' })),
    leave: () => api<void>(`${MEMBERS}/me`, { method: 'DELETE' }),
    changeSeveral: (userIds: readonly string[], role: Role) => several('change', userIds, { role }),
    removeSeveral: (userIds: readonly string[]) => several('remove', userIds, {}),
  };
}

/** Where nothing could be done for anybody, the refusal has the reason for each. */
function resultsOf(error: unknown, userIds: readonly string[]): MemberResult[] {
  if (!(error instanceof ApiError) || error.code !== 'RULE_VIOLATED') throw error;
  const results = error.errors.flatMap(({ path, message }) => {
    const userId = userIds[Number(/^userIds\.(\d+)$/.exec(path)?.[1])];
    return userId === undefined ? [] : [{ userId, done: false, message }];
  });
  if (results.length === 0) throw error;
  return results;
}
