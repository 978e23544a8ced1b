import type { StockDocument } from '@contract';
import { useQueryClient } from '@tanstack/react-query';
import { api } from '@web/http/api';
import { useOnce } from '@web/http/useOnce';
import { recordKey } from '@web/record/useRecord';
import { useCompany } from '@web/session/useSession';
import { DOCUMENTS } from './documentList';

export type CameOfLine = { lineId: string; quantity: string };

/** What is done with documents: each at most once, however often it is clicked. */
export function useDocumentCalls() {
  const company = useCompany();
  const client = useQueryClient();
  const once = useOnce();

  const call = async (path: string, body?: object) => {
    const answer = await once((key) => api<StockDocument>(path, { method: 'POST', body, once: key }));
    return known(answer);
  };
  const known = async (document: StockDocument) => {
    client.setQueryData(recordKey(company.id, DOCUMENTS, document.id), document);
    // What moves changes balances, items, alerts and lists alike.
    await client.invalidateQueries({ queryKey: [company.id] });
    return document;
  };
  const act = (action: string) => (id: string, body?: object) => call(`${DOCUMENTS}/${id}/actions/${action}`, body);
  return {
    create: (body: object) => call(DOCUMENTS, body),
    update: async ({ id, version }: Pick<StockDocument, 'id' | 'version'>, body: object) =>
      known(await api<StockDocument>(`${DOCUMENTS}/${id}`, { method: 'PATCH', body, version })),
    post: act('post'),
    reverse: act('reverse'),
    archive: act('archive'),
    receive: (id: string, lines: readonly CameOfLine[]) => act('receive')(id, { lines }),
  };
}
