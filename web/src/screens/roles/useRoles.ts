import type { CustomRole, Permission } from '@contract';
import { api } from '@web/http/api';
import { useAndRefresh, useCompanyList } from '@web/session/companyList';

const PATH = '/tenants/current/roles';

export type RoleBody = { name: string; permissions: readonly Permission[] };

/** The company's own roles. */
export const useRoles = () => useCompanyList<CustomRole>(PATH);

/** Everything that changes a role. */
export function useRoleCalls() {
  const andRefresh = useAndRefresh(PATH);
  return {
    create: (body: RoleBody) => andRefresh(api<CustomRole>(PATH, { method: 'POST', body })),
    update: ({ id, version }: CustomRole, body: RoleBody) =>
      andRefresh(api<CustomRole>(`${PATH}/${id}`, { method: 'PATCH', body, version })),
    remove: ({ id, version }: CustomRole) => andRefresh(api<void>(`${PATH}/${id}`, { method: 'DELETE', version })),
  };
}
