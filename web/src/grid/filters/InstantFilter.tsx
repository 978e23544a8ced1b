import { Button, Group, TextInput } from '@mantine/core';
import { useFormat } from '@web/format/useFormat';
import { type FormEvent, useState } from 'react';
import { FilterChip } from '../FilterChip';
import type { FilterProps } from '../types';

/** A moment in the viewer's own time zone; the address and the server have it in UTC. */
export function InstantFilter(props: FilterProps<'instant'>) {
  const { t, dateTime } = useFormat();
  const known = Number.isNaN(Date.parse(props.value)) ? '' : props.value;
  return (
    <FilterChip label={t(props.filter.label)} value={known === '' ? '' : dateTime(known)}>
      {(close) => <MomentChoice {...props} value={known} close={close} />}
    </FilterChip>
  );
}

function MomentChoice({ filter, value, onChange, close }: FilterProps<'instant'> & { close: () => void }) {
  const { t } = useFormat();
  const [text, setText] = useState(localText(value));
  const apply = (event: FormEvent) => {
    event.preventDefault();
    const time = Date.parse(text);
    onChange(Number.isNaN(time) ? '' : new Date(time).toISOString());
    close();
  };
  return (
    <form onSubmit={apply}>
      <TextInput
        size="xs"
        type="datetime-local"
        label={t(filter.label)}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        data-autofocus
      />
      <Group justify="space-between" mt="xs">
        <Button
          variant="default"
          size="compact-sm"
          disabled={value === ''}
          onClick={() => {
            onChange('');
            close();
          }}
        >
          {t('common.clear')}
        </Button>
        <Button size="compact-sm" type="submit">
          {t('grid.apply')}
        </Button>
      </Group>
    </form>
  );
}

/** As the input takes it: `2026-03-31T14:30`, without a zone. */
function localText(instant: string): string {
  if (instant === '') return '';
  const date = new Date(instant);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = [String(date.getFullYear()).padStart(4, '0'), two(date.getMonth() + 1), two(date.getDate())].join('-');
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}
