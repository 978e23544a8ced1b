import { Button, Checkbox, Stack } from '@mantine/core';
import { useFormat } from '@web/format/useFormat';
import { FilterChip } from '../FilterChip';
import type { FilterProps } from '../types';

export function AnyOfFilter({ filter, value, onChange }: FilterProps<'anyOf'>) {
  const { t, enumLabel } = useFormat();
  const chosen = value === '' ? [] : value.split(',');
  const known = filter.values.filter((name) => chosen.includes(name));
  // In the enum's own order, so that the same choice is always the same address.
  const toggle = (name: string) =>
    onChange(
      filter.values.filter((other) => (other === name ? !chosen.includes(name) : chosen.includes(other))).join(','),
    );
  return (
    <FilterChip label={t(filter.label)} value={known.map((name) => enumLabel(filter.set, name)).join(', ')}>
      {() => (
        <Stack gap="xs">
          {filter.values.map((name) => (
            <Checkbox
              key={name}
              size="sm"
              label={enumLabel(filter.set, name)}
              checked={chosen.includes(name)}
              onChange={() => toggle(name)}
            />
          ))}
          <Button variant="default" size="compact-xs" disabled={chosen.length === 0} onClick={() => onChange('')}>
            {t('common.clear')}
          </Button>
        </Stack>
      )}
    </FilterChip>
  );
}
