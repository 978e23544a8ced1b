import { TextInput, type TextInputProps } from '@mantine/core';
import { useT } from '@web/i18n';
import { useId } from 'react';

const ZONES = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];

/** Where the person is, who is likely to be where the company is. */
export const HERE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** A time zone by its name, helped by the list of those that the browser knows. */
export function TimeZoneInput(props: TextInputProps) {
  const t = useT();
  const zones = useId();
  return (
    <>
      <TextInput {...props} list={zones} label={t('settings.timeZoneName')} />
      <datalist id={zones}>
        {ZONES.map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
    </>
  );
}
