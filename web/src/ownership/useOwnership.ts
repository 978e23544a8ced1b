import type { AcceptOwnership, OfferOwnership, Ownership, OwnershipOffer } from '@contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '@web/http/api';
import { hasCode } from '@web/http/problem';
import { readPersonAnew } from '@web/session/person';
import { useCan, useCompany } from '@web/session/useSession';

const PATH = '/tenants/current/ownership';
const LOOK_AGAIN_MS = 60_000;

/** The newest offer of the company, for those whom it concerns; looked at again every minute, and when the tab is. */
export function useOwnership() {
  const company = useCompany();
  const can = useCan();
  return useQuery({
    queryKey: [company.id, PATH],
    queryFn: ({ signal }) => api<Ownership>(PATH, { signal }),
    select: ({ offer }) => offer,
    enabled: can('tenant:read'),
    staleTime: 0,
    refetchInterval: LOOK_AGAIN_MS,
  });
}

export function useOwnershipCalls() {
  const client = useQueryClient();
  const company = useCompany();
  const act = async (action: 'offer' | 'accept' | 'decline' | 'withdraw', body: object = {}) => {
    try {
      return await api<OwnershipOffer>(`${PATH}/actions/${action}`, { method: 'POST', body });
    } catch (error) {
      // A second factor that was turned on elsewhere: its code is asked for as soon as we know of it.
      if (hasCode(error, 'TOTP_REQUIRED')) await readPersonAnew();
      throw error;
    } finally {
      await client.invalidateQueries({ queryKey: [company.id, PATH] });
    }
  };
  return {
    offer: (body: OfferOwnership) => act('offer', body),
    accept: (body: AcceptOwnership) => act('accept', body),
    decline: () => act('decline'),
    withdraw: () => act('withdraw'),
  };
}
