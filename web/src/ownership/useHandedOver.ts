import type { OwnershipOffer } from '@contract';
import { useQueryClient } from '@tanstack/react-query';
import { refreshSession } from '@web/session/session';
import { useCompany } from '@web/session/useSession';
import { useEffect, useRef } from 'react';

/** Once an offer that was open is accepted both have other roles: what they may do is asked anew, and so is what they see. */
export function useHandedOver(offer: OwnershipOffer | null | undefined) {
  const client = useQueryClient();
  const { id } = useCompany();
  const open = useRef<string | null>(null);
  useEffect(() => {
    if (!offer) return;
    if (offer.state === 'ACCEPTED' && open.current === offer.id) {
      refreshSession()
        .then(() => client.invalidateQueries({ queryKey: [id] }))
        .catch(() => undefined);
    }
    open.current = offer.state === 'OPEN' ? offer.id : null;
  }, [offer, client, id]);
}
