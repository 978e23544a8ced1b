import { Checkbox, Fieldset, Stack, Text } from '@mantine/core';
import { useT } from '@web/i18n';
import { useLocationNames } from '@web/record/useLocationNames';

type Props = {
  /** Null for all of them. */
  value: readonly string[] | null;
  onChange: (value: string[] | null) => void;
};

/** At which locations somebody, or a key, works: all of them, or certain ones. */
export function LocationChoice({ value, onChange }: Props) {
  const t = useT();
  const locations = useLocationNames();
  const chosen = new Set(value ?? []);
  const toggle = (id: string) => {
    if (!chosen.delete(id)) chosen.add(id);
    onChange([...chosen]);
  };
  return (
    <Fieldset legend={t('access.places')} variant="unstyled">
      <Stack gap="xs">
        <Checkbox
          label={t('access.allPlaces')}
          checked={value === null}
          onChange={(event) => onChange(event.currentTarget.checked ? null : [])}
        />
        {value !== null && <Text size="sm">{t('access.onlyAt')}</Text>}
        {value !== null &&
          locations.data?.map(({ id, name }) => (
            <Checkbox key={id} ml="lg" label={name} checked={chosen.has(id)} onChange={() => toggle(id)} />
          ))}
        {locations.isError && <Text c="dimmed">{t('access.placesUnknown')}</Text>}
      </Stack>
    </Fieldset>
  );
}

/** Whether something was chosen: no location at all is nothing to be sent. */
export const someLocation = (value: readonly string[] | null) => value === null || value.length > 0;
