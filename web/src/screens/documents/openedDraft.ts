import type { StockDocument } from '@contract';
import { api } from '@web/http/api';
import type { PickedParty } from '@web/stock/PartyPicker';
import { DOCUMENTS } from './documentList';
import { type HeadValues, headOf, type LineValues, lineOf } from './documentValues';

/** A document and whom it names. */
export type OpenedDraft = { readonly loaded: StockDocument; readonly party: PickedParty | null };

export async function openDraft(id: string, signal?: AbortSignal): Promise<OpenedDraft> {
  const loaded = await api<StockDocument>(`${DOCUMENTS}/${id}`, { signal });
  return { loaded, party: await partyOf(loaded, signal) };
}

async function partyOf(document: StockDocument, signal?: AbortSignal): Promise<PickedParty | null> {
  if (document.supplierId) return api<PickedParty>(`/suppliers/${document.supplierId}`, { signal });
  if (document.customerId) return api<PickedParty>(`/customers/${document.customerId}`, { signal });
  return null;
}

export const isEditable = ({ status, archivedAt }: StockDocument) => status === 'DRAFT' && archivedAt === null;

/** What of it is put into the fields. */
export const valuesOf = (
  { loaded, party }: OpenedDraft,
  locale: string,
): { head: HeadValues; lines: readonly LineValues[] } => ({
  head: headOf(loaded, party),
  lines: loaded.lines.map((line) => lineOf(line, locale)),
});
