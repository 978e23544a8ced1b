import { Radio, Stack } from '@mantine/core';
import { useT } from '@web/i18n';
import { useLocationNames } from '@web/record/useLocationNames';
import { FilterChip } from '../FilterChip';
import type { FilterProps } from '../types';

export function LocationFilter({ filter, value, onChange }: FilterProps<'location'>) {
  const t = useT();
  const { data: locations = [] } = useLocationNames();
  const name = locations.find(({ id }) => id === value)?.name ?? value.slice(0, 8);
  return (
    <FilterChip label={t(filter.label)} value={value === '' ? '' : name}>
      {() => (
        <Radio.Group value={value} onChange={onChange} aria-label={t(filter.label)}>
          <Stack gap="xs">
            <Radio size="sm" value="" label={t('common.any')} />
            {locations.map((location) => (
              <Radio key={location.id} size="sm" value={location.id} label={location.name} />
            ))}
          </Stack>
        </Radio.Group>
      )}
    </FilterChip>
  );
}
