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

/** How much of a lot is free at a location; null when nothing of it lies there. */
export async function freeOfLot(asked: { itemId: string; lotId: string; locationId: string }): Promise<string | null> {
  const query = queryString({ ...asked, status: 'AVAILABLE' });
  const { data } = await api<ListAnswer<StockRow>>(`/inventory/stock${query}`);
  const free = data[0]?.available;
  return free === undefined || isZeroQuantity(free) ? null : free;
}
