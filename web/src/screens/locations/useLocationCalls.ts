import type { Location } from '@contract';
import { useQueryClient } from '@tanstack/react-query';
import { api } from '@web/http/api';
import { recordKey } from '@web/record/useRecord';
import { useCompany } from '@web/session/useSession';

/** Everything that changes a location. Marking one unmarks another, so every list of locations is read anew. */
export function useLocationCalls() {
  const client = useQueryClient();
  const company = useCompany();

  const refresh = () => client.invalidateQueries({ queryKey: [company.id, '/locations'] });
  const keep = async (location: Location) => {
    client.setQueryData(recordKey(company.id, '/locations', location.id), location);
    await refresh();
    return location;
  };
  const path = (location: Location) => `/locations/${location.id}`;

  return {
    refresh,
    create: async (body: object) => keep(await api<Location>('/locations', { method: 'POST', body })),
    update: async (location: Location, body: object) =>
      keep(await api<Location>(path(location), { method: 'PATCH', body, version: location.version })),
    act: async (location: Location, action: 'set-default' | 'set-headquarters') =>
      keep(await api<Location>(`${path(location)}/actions/${action}`, { method: 'POST', body: {} })),
    remove: async (location: Location) => {
      await api<void>(path(location), { method: 'DELETE', version: location.version });
      client.removeQueries({ queryKey: recordKey(company.id, '/locations', location.id) });
      await refresh();
    },
  };
}
