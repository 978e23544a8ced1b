import { useLocationNames } from './useLocationNames';

/** A location by its name; one whose name is not known here by the start of its id. */
export function PlaceName({ id }: { id: string | null }) {
  const { data } = useLocationNames();
  if (id === null) return null;
  return data?.find((location) => location.id === id)?.name ?? (data ? id.slice(0, 8) : '…');
}
