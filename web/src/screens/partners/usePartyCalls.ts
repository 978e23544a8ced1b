import type { BankAccounts, Customer, Supplier } from '@contract';
import { useQueryClient } from '@tanstack/react-query';
import { api } from '@web/http/api';
import { hasCode } from '@web/http/problem';
import { recordKey } from '@web/record/useRecord';
import { useCompany } from '@web/session/useSession';
import type { PartyKind } from './partyKinds';

export type Party = Supplier | Customer;
type Version = { id: string; version: number };

/** Everything that changes a supplier or a customer. */
export function usePartyCalls({ endpoint }: PartyKind) {
  const client = useQueryClient();
  const company = useCompany();

  const refresh = () =>
    Promise.all([endpoint, '/certificates'].map((path) => client.invalidateQueries({ queryKey: [company.id, path] })));
  const keep = async (party: Party) => {
    client.setQueryData(recordKey(company.id, endpoint, party.id), party);
    await refresh();
    return party;
  };
  /** Somebody else's change is shown as soon as it stands in the way. */
  const orFresh = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      if (hasCode(error, 'VERSION_MISMATCH')) await refresh();
      throw error;
    }
  };
  return {
    refresh,
    create: async (body: object) => keep(await api<Party>(endpoint, { method: 'POST', body })),
    update: async ({ id, version }: Version, body: object) =>
      keep(await orFresh(api<Party>(`${endpoint}/${id}`, { method: 'PATCH', body, version }))),
    setBankAccounts: async ({ id, version }: Version, body: object) => {
      await orFresh(api<BankAccounts>(`${endpoint}/${id}/bank-accounts`, { method: 'PATCH', body, version }));
      await refresh();
    },
    act: async ({ id }: { id: string }, action: 'archive' | 'restore') =>
      keep(await api<Party>(`${endpoint}/${id}/actions/${action}`, { method: 'POST', body: {} })),
    merge: async ({ id }: { id: string }, into: string) =>
      keep(await api<Party>(`${endpoint}/${id}/actions/merge`, { method: 'POST', body: { into } })),
  };
}
