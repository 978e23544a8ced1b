import type { Reservation } from '@contract';
import { useQueryClient } from '@tanstack/react-query';
import { api } from '@web/http/api';
import { useOnce } from '@web/http/useOnce';
import { useCompany } from '@web/session/useSession';

export const RESERVATIONS = '/inventory/reservations';

/** Promising goods and giving them free, each once however often it is clicked. */
export function useReservationCalls() {
  const company = useCompany();
  const client = useQueryClient();
  const once = useOnce();
  const call = async (path: string, body?: object) => {
    const reservation = await once((key) => api<Reservation>(path, { method: 'POST', body, once: key }));
    // What is free changes with it on every screen of stock.
    await client.invalidateQueries({ queryKey: [company.id] });
    return reservation;
  };
  return {
    reserve: (body: object) => call(RESERVATIONS, body),
    release: (id: string) => call(`${RESERVATIONS}/${id}/actions/release`),
  };
}
