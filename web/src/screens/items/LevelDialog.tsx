import type { Item, Level } from '@contract';
import { NativeSelect, Text, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { FormDialog } from '@web/form/FormDialog';
import { useFields } from '@web/form/useFields';
import { decimalField, decimalTyped } from '@web/format/decimalText';
import { useFormat } from '@web/format/useFormat';
import { api } from '@web/http/api';
import { useLocationNames } from '@web/record/useLocationNames';
import { useCompany } from '@web/session/useSession';
import { tellDone } from '@web/ui/tell';

export const LEVELS = '/inventory/levels';
const FIGURES = ['minimumStock', 'reorderPoint', 'maximumStock'] as const;

type Props = {
  item: Item;
  /** Those of a location that are changed; without it, of one that has none yet. */
  level?: Level;
  taken: readonly string[];
  onClose: () => void;
};

/** The levels of an item at a location. Without any of them the item's own hold there again. */
export function LevelDialog({ item, level, taken, onClose }: Props) {
  const { t, locale, enumLabel } = useFormat();
  const company = useCompany();
  const client = useQueryClient();
  const { data: locations = [] } = useLocationNames();
  const fields = useFields({
    locationId: level?.locationId ?? '',
    minimumStock: decimalField(level?.minimumStock, locale),
    reorderPoint: decimalField(level?.reorderPoint, locale),
    maximumStock: decimalField(level?.maximumStock, locale),
  });
  const places = locations
    .filter(({ id, isActive }) => isActive && !taken.includes(id))
    .map(({ id, name }) => ({ value: id, label: name }));
  const save = async () => {
    const { locationId, ...typed } = fields.values;
    const figures = FIGURES.map((name) => [name, decimalTyped(typed[name], locale) || null]);
    await api(LEVELS, { method: 'POST', body: { itemId: item.id, locationId, ...Object.fromEntries(figures) } });
    tellDone(t('forms.saved'));
    // Alerts come and go with the levels.
    await client.invalidateQueries({ queryKey: [company.id] });
  };
  return (
    <FormDialog
      title={level ? t('items.levelOf', { name: level.locationName }) : t('items.newLevel')}
      submitLabel={t('common.save')}
      ready={fields.values.locationId !== '' && fields.dirty}
      fields={fields}
      onSubmit={save}
      onClose={onClose}
    >
      <Text size="sm">{t('items.levelText')}</Text>
      {!level && (
        <NativeSelect
          {...fields.bind('locationId')}
          label={t('fields.location')}
          required
          data={[{ value: '', label: t('documents.choose') }, ...places]}
          data-autofocus
        />
      )}
      {FIGURES.map((name) => (
        <TextInput
          key={name}
          {...fields.bind(name)}
          label={`${t(`fields.${name}`)} (${enumLabel('unit', item.unit)})`}
          inputMode="decimal"
          autoComplete="off"
        />
      ))}
    </FormDialog>
  );
}
