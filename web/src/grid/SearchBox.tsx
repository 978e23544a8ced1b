import { ActionIcon, TextInput } from '@mantine/core';
import { useDebouncedCallback, useHotkeys } from '@mantine/hooks';
import { useT } from '@web/i18n';
import { Icon } from '@web/ui/Icon';
import { useEffect, useRef, useState } from 'react';
import classes from './Toolbar.module.css';

/** Searches as one types, a moment after the last key; `/` jumps here from anywhere. */
export function SearchBox({
  q,
  placeholder,
  onSearch,
}: {
  q: string;
  placeholder: string;
  onSearch: (q: string) => void;
}) {
  const t = useT();
  const box = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(q);
  const later = useDebouncedCallback(onSearch, 250);

  useHotkeys([['/', () => box.current?.focus()]]);
  // The address may change by the back button or by clearing all filters.
  useEffect(() => setText(q), [q]);

  const change = (value: string) => {
    setText(value);
    later(value);
  };
  return (
    <TextInput
      ref={box}
      className={classes.search ?? ''}
      type="search"
      size="xs"
      aria-label={t('grid.search')}
      placeholder={placeholder}
      maxLength={100}
      value={text}
      onChange={(event) => change(event.currentTarget.value)}
      leftSection={<Icon name="search" size={16} />}
      rightSection={
        text !== '' && (
          <ActionIcon
            size="sm"
            aria-label={t('grid.clearSearch')}
            onClick={() => {
              setText('');
              onSearch('');
              box.current?.focus();
            }}
          >
            <Icon name="close" size={14} />
          </ActionIcon>
        )
      }
    />
  );
}
