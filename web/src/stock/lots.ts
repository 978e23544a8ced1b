import type { ListAnswer, LotRow } from '@contract';
import { api } from '@web/http/api';
import { queryString } from '@web/http/query';

/** The lot of an item with a number, as it is written or with other capitals; undefined when there is none. */
export async function lotByNumber(itemId: string, number: string): Promise<LotRow | undefined> {
  const { data } = await api<ListAnswer<LotRow>>(`/inventory/lots${queryString({ itemId, q: number, limit: 50 })}`);
  return (
    data.find((lot) => lot.number === number) ?? data.find((lot) => lot.number.toLowerCase() === number.toLowerCase())
  );
}
