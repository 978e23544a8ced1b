import { Button, Group, TextInput } from '@mantine/core';
import { useT } from '@web/i18n';
import { type FormEvent, useState } from 'react';
import { FilterChip } from '../FilterChip';
import type { FilterProps } from '../types';

export function TextFilter(props: FilterProps<'text'>) {
  const t = useT();
  return (
    <FilterChip label={t(props.filter.label)} value={props.value}>
      {(close) => <TextChoice {...props} close={close} />}
    </FilterChip>
  );
}

function TextChoice({ filter, value, onChange, close }: FilterProps<'text'> & { close: () => void }) {
  const t = useT();
  const [text, setText] = useState(value);
  const apply = (event: FormEvent) => {
    event.preventDefault();
    onChange(text.trim());
    close();
  };
  return (
    <form onSubmit={apply}>
      <TextInput
        size="xs"
        label={t(filter.label)}
        maxLength={filter.maxLength}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        data-autofocus
      />
      <Group justify="flex-end" mt="xs">
        <Button size="compact-sm" type="submit">
          {t('grid.apply')}
        </Button>
      </Group>
    </form>
  );
}
