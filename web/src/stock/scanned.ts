import type { ItemListRow, ListAnswer, Scanned } from '@contract';
import { api } from '@web/http/api';
import { hasCode } from '@web/http/problem';
import { queryString } from '@web/http/query';
import type { PickedItem } from './ItemPicker';

export type PickedLot = { readonly id: string; readonly number: string };
export type PickedByCode = { readonly item: PickedItem; readonly lot: PickedLot | null };

/**
 * The item or lot of a scanned code, or else the only item that is found by it. Throws RULE_VIOLATED for a number that lots of
 * several items have.
 */
export async function pickedByCode(code: string): Promise<PickedByCode | undefined> {
  try {
    const { item, lot } = await api<Scanned>(`/inventory/scan/${encodeURIComponent(code)}`);
    return { item, lot };
  } catch (error) {
    if (!hasCode(error, 'NOT_FOUND') && !hasCode(error, 'VALIDATION_FAILED')) throw error;
  }
  const { data } = await api<ListAnswer<ItemListRow>>(`/inventory/items${queryString({ q: code, limit: 2 })}`);
  const [only] = data;
  return data.length === 1 && only ? { item: only, lot: null } : undefined;
}
