import type { Count, CountEntry } from '@contract';
import { useQueryClient } from '@tanstack/react-query';
import { api } from '@web/http/api';
import { useOnce } from '@web/http/useOnce';
import { recordKey } from '@web/record/useRecord';
import { useCompany } from '@web/session/useSession';
import { COUNTS } from './countList';

/** What is done with counts: each at most once, however often it is clicked. */
export function useCountCalls() {
  const company = useCompany();
  const client = useQueryClient();
  const once = useOnce();
  const call = async (path: string, body?: object) => {
    const count = await once((key) => api<Count>(path, { method: 'POST', body, once: key }));
    client.setQueryData(recordKey(company.id, COUNTS, count.id), count);
    await client.invalidateQueries({ queryKey: [company.id] });
    return count;
  };
  return {
    create: (body: object) => call(COUNTS, body),
    enter: (id: string, lines: readonly CountEntry[]) => call(`${COUNTS}/${id}/actions/enter`, { lines }),
    act: (id: string, action: 'submit' | 'reopen' | 'approve' | 'cancel') => call(`${COUNTS}/${id}/actions/${action}`),
  };
}
