import type { Item, StockDocument } from '@contract';
import { api } from '@web/http/api';
import type { PickedItem } from '@web/stock/ItemPicker';
import type { PickedParty } from '@web/stock/PartyPicker';
import { DOCUMENTS } from './documentList';
import { type HeadValues, headOf, type LineValues, lineOf } from './documentValues';

/** A document with its items and whom it names. */
export type OpenedDraft = {
  readonly loaded: StockDocument;
  readonly items: ReadonlyMap<string, PickedItem>;
  readonly party: PickedParty | null;
};

/** Items that are asked for at once: a long draft has many. */
const AT_ONCE = 8;

export async function openDraft(id: string, signal?: AbortSignal): Promise<OpenedDraft> {
  const loaded = await api<StockDocument>(`${DOCUMENTS}/${id}`, { signal });
  const ids = [...new Set(loaded.lines.map(({ itemId }) => itemId))];
  const items = new Map<string, PickedItem>();
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    const some = ids.slice(at, at + AT_ONCE).map((itemId) => api<Item>(`/inventory/items/${itemId}`, { signal }));
    for (const item of await Promise.all(some)) items.set(item.id, item);
  }
  return { loaded, items, party: await partyOf(loaded, signal) };
}

async function partyOf(document: StockDocument, signal?: AbortSignal): Promise<PickedParty | null> {
  if (document.supplierId) return api<PickedParty>(`/suppliers/${document.supplierId}`, { signal });
  if (document.customerId) return api<PickedParty>(`/customers/${document.customerId}`, { signal });
  return null;
}

export const isEditable = ({ status, archivedAt }: StockDocument) => status === 'DRAFT' && archivedAt === null;

/** What of it is put into the fields. */
export const valuesOf = (
  { loaded, items, party }: OpenedDraft,
  locale: string,
): { head: HeadValues; lines: LineValues[] } => ({
  head: headOf(loaded, party),
  lines: loaded.lines.flatMap((line) => {
    const item = items.get(line.itemId);
    return item ? [lineOf(line, item, locale)] : [];
  }),
});
