import type { ApiKey, NewApiKey, NewKey } from '@contract';
import { api } from '@web/http/api';
import { useAndRefresh, useCompanyList } from '@web/session/companyList';

const PATH = '/tenants/current/api-keys';

/** The keys of the company's programs. */
export const useKeys = () => useCompanyList<ApiKey>(PATH);

export function useKeyCalls() {
  const andRefresh = useAndRefresh(PATH);
  return {
    create: (body: NewKey) => andRefresh(api<NewApiKey>(PATH, { method: 'POST', body })),
    revoke: ({ id }: ApiKey) => andRefresh(api<void>(`${PATH}/${id}`, { method: 'DELETE' })),
  };
}
