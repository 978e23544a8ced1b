import type { Location } from '@contract';
import { Group } from '@mantine/core';
import { useT } from '@web/i18n';
import { StateBadge } from '@web/ui/StateBadge';

/** What sets a location apart: headquarters, default, not active. */
export function LocationMarks({ location }: { location: Location }) {
  const t = useT();
  if (!location.isHeadquarters && !location.isDefault && location.isActive) return null;
  return (
    <Group gap={4} wrap="nowrap" component="span" display="inline-flex">
      {location.isHeadquarters && <StateBadge tone="active">{t('locations.isHeadquarters')}</StateBadge>}
      {location.isDefault && <StateBadge tone="good">{t('locations.isDefault')}</StateBadge>}
      {!location.isActive && <StateBadge tone="warn">{t('locations.inactive')}</StateBadge>}
    </Group>
  );
}
