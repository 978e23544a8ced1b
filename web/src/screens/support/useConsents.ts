import type { Consent, NewConsent } from '@contract';
import { useQueryClient } from '@tanstack/react-query';
import { api } from '@web/http/api';
import { useAndRefresh, useCompanyList } from '@web/session/companyList';
import { meKey } from '@web/session/useMe';
import { useCompany } from '@web/session/useSession';

const PATH = '/tenants/current/support';
const LOOK_AGAIN_MS = 30_000;

/** To what the company has let support in, and who has used it; support comes and goes meanwhile. */
export const useConsents = () => useCompanyList<Consent>(PATH, { refetchInterval: LOOK_AGAIN_MS });

export function useConsentCalls() {
  const client = useQueryClient();
  const company = useCompany();
  const andRefresh = useAndRefresh(PATH);
  /** The banner goes by what the person is told. */
  const andTell = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await andRefresh(work);
    } finally {
      await client.invalidateQueries({ queryKey: meKey(company.id) });
    }
  };
  return {
    consent: (body: NewConsent) => andTell(api<Consent>(PATH, { method: 'POST', body })),
    end: ({ id }: Consent) => andTell(api<void>(`${PATH}/${id}`, { method: 'DELETE' })),
  };
}
