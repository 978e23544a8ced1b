import { useT } from '@web/i18n';
import { useLocationNames } from './useLocationNames';

/** Locations by their names; null is all of them. Those whose names are not known here are counted. */
export function Places({ ids }: { ids: readonly string[] | null }) {
  const t = useT();
  const { data } = useLocationNames();
  if (ids === null) return t('access.allPlaces');
  const names = ids.flatMap((id) => data?.find((location) => location.id === id)?.name ?? []);
  const unnamed = ids.length - names.length;
  return [...names, ...(unnamed > 0 || ids.length === 0 ? [t('access.placesCount', { count: unnamed })] : [])].join(
    ', ',
  );
}
