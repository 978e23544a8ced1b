import { Combobox, Loader, TextInput, type TextInputProps, useCombobox } from '@mantine/core';
import { useT } from '@web/i18n';
import type { KeyboardEvent, ReactNode } from 'react';

export type Choice = { readonly id: string; readonly label: string; readonly hint?: ReactNode };

type Props = Omit<TextInputProps, 'onChange' | 'value' | 'onSelect'> & {
  text: string;
  onText: (text: string) => void;
  choices: readonly Choice[];
  onPick: (id: string) => void;
  /** Enter where no choice is marked: a scanner types a code and presses it. */
  onEnter?: ((text: string) => void) | undefined;
  busy?: boolean;
  /** Whether the choices are shown before anything is typed. */
  eager?: boolean;
  nothing?: string | undefined;
};

/** A text field that offers what was found for what is typed, by mouse, keys or scanner. */
export function Finder({ text, onText, choices, onPick, onEnter, busy, eager, nothing, ...input }: Props) {
  const t = useT();
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const shows = text !== '' || eager;
  const marked = () => combobox.dropdownOpened && combobox.getSelectedOptionIndex() !== -1;
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key !== 'Enter' || marked() || !onEnter || event.currentTarget.value.trim() === '') return;
    event.preventDefault();
    combobox.closeDropdown();
    onEnter(event.currentTarget.value.trim());
  };
  return (
    <Combobox
      store={combobox}
      onOptionSubmit={(id) => {
        combobox.closeDropdown();
        onPick(id);
      }}
    >
      <Combobox.Target withExpandedAttribute>
        <TextInput
          {...input}
          value={text}
          autoComplete="off"
          rightSection={busy ? <Loader size={14} /> : undefined}
          onChange={(event) => {
            onText(event.currentTarget.value);
            combobox.openDropdown();
            combobox.resetSelectedOption();
          }}
          onFocus={(event) => {
            event.currentTarget.select();
            if (eager) combobox.openDropdown();
          }}
          onBlur={(event) => {
            combobox.closeDropdown();
            input.onBlur?.(event);
          }}
          onKeyDown={onKeyDown}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={!shows || (choices.length === 0 && !nothing)} miw={260}>
        <Combobox.Options aria-label={t('grid.search')} mah={260} style={{ overflowY: 'auto' }}>
          {choices.map(({ id, label, hint }) => (
            <Combobox.Option key={id} value={id}>
              <div>{label}</div>
              {hint && <div style={{ color: 'var(--mantine-color-dimmed)', fontSize: '0.75rem' }}>{hint}</div>}
            </Combobox.Option>
          ))}
          {choices.length === 0 && nothing && <Combobox.Empty>{nothing}</Combobox.Empty>}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
