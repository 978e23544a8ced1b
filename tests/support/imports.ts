import { v7 as uuidv7 } from 'uuid';
import type { Import, ImportRow } from '@/contract/imports';
import type { Answer, Client, Json } from './api';

/** Files that somebody sends, as CSV. */
export function importsBy(by: Client, kind: string) {
  const act = (id: string, action: string, body?: object): Promise<Answer<Json>> =>
    by.call('POST', `/imports/${id}/actions/${action}`, body, { 'idempotency-key': uuidv7() });
  const send = (text: string, query = ''): Promise<Answer<Json>> =>
    by.call('POST', `/imports?kind=${kind}${query}`, text, { 'content-type': 'text/csv' });
  const rows = async ({ id }: { id: string }, query = ''): Promise<ImportRow[]> =>
    (await by.call('GET', `/imports/${id}/rows?limit=200${query}`)).body.data;
  const run = (of: { id: string }, mode = 'all') => act(of.id, 'run', { mode });

  async function staged(text: string, query?: string): Promise<Import> {
    const answer = await send(text, query);
    if (answer.status !== 201) throw new Error(answer.text);
    return answer.body;
  }
  /** `3 item unknown` for a fault of the third row. */
  const faults = async (of: { id: string }): Promise<string[]> =>
    (await rows(of, '&faulty=true')).flatMap(({ rowNumber, faults }) =>
      faults.map(({ path, code }) => `${rowNumber} ${path} ${code}`),
    );
  /** Sends a file and runs it; throws where it is not taken whole. */
  async function imported(text: string, query?: string): Promise<Import> {
    const sent = await staged(text, query);
    const answer = await run(sent);
    if (answer.status !== 200) throw new Error(`${answer.text} ${await faults(sent)}`);
    return answer.body;
  }
  return { send, staged, rows, faults, run, imported, undo: (of: { id: string }) => act(of.id, 'undo') };
}
