import { TextInput, type TextInputProps } from '@mantine/core';
import { useT } from '@web/i18n';
import { useId } from 'react';

/** Browsers keep the names that cities had; not every database knows those, and nobody there calls them so. */
const RENAMED: Readonly<Record<string, string>> = {
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
};
const asNow = (zone: string) => RENAMED[zone] ?? zone;
const ZONES = [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone').map(asNow)])];

/** Where the person is, who is likely to be where the company is. */
export const HERE = asNow(Intl.DateTimeFormat().resolvedOptions().timeZone);

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
