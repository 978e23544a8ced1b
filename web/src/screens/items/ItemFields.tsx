import { ITEM_KINDS, TRACKINGS, UNITS, VALUATIONS, YARN_COUNT_SYSTEMS } from '@contract';
import { NativeSelect, SimpleGrid, TextInput } from '@mantine/core';
import type { Fields } from '@web/form/useFields';
import { useFormat } from '@web/format/useFormat';
import type { EnumName, TextKey } from '@web/i18n/dictionary';
import type { ItemValues } from './itemValues';

type Props = { bind: Fields<ItemValues>['bind'] };

const FIGURES = [
  ['minimumStock', 'fields.minimumStock'],
  ['reorderPoint', 'fields.reorderPoint'],
  ['maximumStock', 'fields.maximumStock'],
  ['gsm', 'fields.gsm'],
  ['widthMm', 'fields.width'],
  ['yarnCount', 'fields.yarnCount'],
  ['yarnPly', 'fields.yarnPly'],
] as const satisfies readonly (readonly [keyof ItemValues, TextKey])[];

export function ItemFields({ bind }: Props) {
  const { t, enumLabel } = useFormat();
  const choices = (set: EnumName, values: readonly string[]) =>
    values.map((value) => ({ value, label: enumLabel(set, value) }));
  const orNone = (set: EnumName, values: readonly string[]) => [{ value: '', label: '–' }, ...choices(set, values)];
  return (
    <>
      <TextInput {...bind('name')} label={t('fields.name')} required maxLength={200} autoComplete="off" />
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        <TextInput {...bind('sku')} label={t('fields.sku')} maxLength={60} autoComplete="off" />
        <TextInput {...bind('barcode')} label={t('fields.barcode')} maxLength={80} autoComplete="off" />
        <NativeSelect {...bind('kind')} label={t('fields.kind')} data={choices('itemKind', ITEM_KINDS)} />
        <TextInput {...bind('category')} label={t('fields.category')} maxLength={80} autoComplete="off" />
        <NativeSelect {...bind('unit')} label={t('fields.unit')} data={choices('unit', UNITS)} />
        <NativeSelect {...bind('secondUnit')} label={t('fields.secondUnit')} data={orNone('unit', UNITS)} />
        <NativeSelect {...bind('tracking')} label={t('fields.tracking')} data={choices('tracking', TRACKINGS)} />
        <NativeSelect {...bind('valuation')} label={t('fields.valuation')} data={choices('valuation', VALUATIONS)} />
      </SimpleGrid>
      <TextInput
        {...bind('composition')}
        label={t('fields.composition')}
        placeholder={t('items.compositionExample')}
        maxLength={200}
      />
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        {FIGURES.map(([name, label]) => (
          <TextInput key={name} {...bind(name)} label={t(label)} inputMode="decimal" autoComplete="off" />
        ))}
        <NativeSelect
          {...bind('yarnCountSystem')}
          label={t('fields.yarnCountSystem')}
          data={orNone('yarnCountSystem', YARN_COUNT_SYSTEMS)}
        />
        <TextInput {...bind('colour')} label={t('fields.colour')} maxLength={80} />
        <TextInput {...bind('shade')} label={t('fields.shade')} maxLength={80} />
        <TextInput {...bind('size')} label={t('fields.size')} maxLength={40} />
      </SimpleGrid>
    </>
  );
}
