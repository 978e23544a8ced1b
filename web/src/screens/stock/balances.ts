import type { ListAnswer, StockRow } from '@contract';
import { useQuery } from '@tanstack/react-query';
import { api } from '@web/http/api';
import { queryString } from '@web/http/query';
import { useCompany } from '@web/session/useSession';

export const STOCK = '/inventory/stock';
const NO_LOT = '-';

type BalanceId = Pick<StockRow, 'itemId' | 'locationId' | 'lotId' | 'status'>;

/** What tells one balance from others, as it stands in the address. */
export const balanceKey = ({ itemId, locationId, lotId, status }: BalanceId): string =>
  [itemId, locationId, lotId ?? NO_LOT, status].join('_');

function balanceOf(key: string) {
  const [itemId = '', locationId = '', lot = NO_LOT, ...status] = key.split('_');
  return { itemId, locationId, lotId: lot === NO_LOT ? null : lot, status: status.join('_') };
}

/** One balance by its key; no row where nothing lies there any more. */
export function useBalance(key: string) {
  const company = useCompany();
  const { itemId, locationId, lotId, status } = balanceOf(key);
  return useQuery({
    queryKey: [company.id, STOCK, 'one', key],
    queryFn: async ({ signal }): Promise<{ row: StockRow | null }> => {
      const path = `${STOCK}${queryString({ itemId, locationId, lotId, status, limit: 200 })}`;
      const { data } = await api<ListAnswer<StockRow>>(path, { signal });
      return { row: data.find((row) => row.lotId === lotId) ?? null };
    },
  });
}
