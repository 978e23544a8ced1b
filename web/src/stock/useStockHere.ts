import type { ListAnswer, StockRow, StockStatus } from '@contract';
import { useQuery } from '@tanstack/react-query';
import { api } from '@web/http/api';
import { queryString } from '@web/http/query';
import { useCompany } from '@web/session/useSession';
import { isZeroQuantity } from './decimals';

type Asked = { itemId: string | undefined; locationId: string; status: StockStatus };

/** What lies of an item at a location: by lot where it is kept by lots, the 200 first ones. */
export function useStockHere({ itemId, locationId, status }: Asked) {
  const company = useCompany();
  const asked = { itemId, locationId, status, limit: 200, sort: '-onHand' };
  return useQuery({
    queryKey: [company.id, '/inventory/stock', 'here', asked],
    queryFn: ({ signal }) => api<ListAnswer<StockRow>>(`/inventory/stock${queryString(asked)}`, { signal }),
    // Rows of what has left altogether stay behind.
    select: ({ data }) => data.filter(({ onHand }) => !isZeroQuantity(onHand)),
    enabled: itemId !== undefined && locationId !== '',
    staleTime: 5_000,
  });
}
