import type { CustomRole, ListAnswer, Permission } from '@contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '@web/http/api';
import { useCompany } from '@web/session/useSession';

const PATH = '/tenants/current/roles';

export type RoleBody = { name: string; permissions: readonly Permission[] };

/** The company's own roles. */
export function useRoles() {
  const company = useCompany();
  return useQuery({
    queryKey: [company.id, PATH],
    queryFn: ({ signal }) => api<ListAnswer<CustomRole>>(PATH, { signal }),
    select: (answer) => answer.data,
  });
}

/** Everything that changes a role. The list is read anew after each, also where it was refused. */
export function useRoleCalls() {
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
    create: (body: RoleBody) => andRefresh(api<CustomRole>(PATH, { method: 'POST', body })),
    update: ({ id, version }: CustomRole, body: RoleBody) =>
      andRefresh(api<CustomRole>(`${PATH}/${id}`, { method: 'PATCH', body, version })),
    remove: ({ id, version }: CustomRole) => andRefresh(api<void>(`${PATH}/${id}`, { method: 'DELETE', version })),
  };
}
