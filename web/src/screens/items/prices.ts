import type { Price } from '@contract';
import { useQueryClient } from '@tanstack/react-query';
import { api } from '@web/http/api';
import { useOnce } from '@web/http/useOnce';
import { useCompany } from '@web/session/useSession';

export const PRICES = '/inventory/prices';

export function usePriceCalls() {
  const company = useCompany();
  const client = useQueryClient();
  const once = useOnce();
  const afterwards = async (work: Promise<unknown>) => {
    try {
      await work;
    } finally {
      // Refused for another version, too: the list then has what somebody else made of it.
      await client.invalidateQueries({ queryKey: [company.id, PRICES] });
    }
  };
  return {
    add: (body: object) => afterwards(once((key) => api<Price>(PRICES, { method: 'POST', body, once: key }))),
    change: ({ id, version }: Price, body: object) =>
      afterwards(api<Price>(`${PRICES}/${id}`, { method: 'PATCH', body, version })),
    archive: ({ id }: Price) => afterwards(api<Price>(`${PRICES}/${id}/actions/archive`, { method: 'POST' })),
  };
}
