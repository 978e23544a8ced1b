import { Radio, Stack } from '@mantine/core';
import { useT } from '@web/i18n';
import { FilterChip } from '../FilterChip';
import type { FilterProps } from '../types';

const LABELS = { '': 'common.any', true: 'common.yes', false: 'common.no' } as const;

export function YesNoFilter({ filter, value, onChange }: FilterProps<'yesNo'>) {
  const t = useT();
  const known = value === 'true' || value === 'false' ? value : '';
  return (
    <FilterChip label={t(filter.label)} value={known === '' ? '' : t(LABELS[known])}>
      {() => (
        <Radio.Group value={known} onChange={onChange} aria-label={t(filter.label)}>
          <Stack gap="xs">
            {(['', 'true', 'false'] as const).map((choice) => (
              <Radio key={choice} size="sm" value={choice} label={t(LABELS[choice])} />
            ))}
          </Stack>
        </Radio.Group>
      )}
    </FilterChip>
  );
}
