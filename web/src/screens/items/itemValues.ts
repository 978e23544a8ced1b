import type { Item } from '@contract';

const NO_VALUES = {
  name: '',
  sku: '',
  category: '',
  kind: 'RAW_MATERIAL',
  unit: 'kg',
  secondUnit: '',
  tracking: 'NONE',
  valuation: 'MOVING_AVERAGE',
  minimumStock: '',
  reorderPoint: '',
  maximumStock: '',
  composition: '',
  yarnCount: '',
  yarnCountSystem: '',
  yarnPly: '',
  gsm: '',
  widthMm: '',
  colour: '',
  shade: '',
  size: '',
  barcode: '',
};
export type ItemValues = typeof NO_VALUES;

export const noValues = (): ItemValues => NO_VALUES;

export const valuesOf = (item: Item): ItemValues =>
  Object.fromEntries(
    Object.keys(NO_VALUES).map((name) => [name, String(item[name as keyof Item] ?? '')]),
  ) as ItemValues;

const REQUIRED = new Set(['name', 'kind', 'unit', 'tracking', 'valuation']);

/** An emptied field means "none"; a SKU that is not given is made. */
export function bodyOf(values: Partial<ItemValues>): object {
  const entries = Object.entries(values).map(([name, value = '']) => {
    if (name === 'yarnPly' && value !== '') return [name, Number(value)];
    return [name, value.trim() === '' && !REQUIRED.has(name) ? null : value];
  });
  return Object.fromEntries(entries.filter(([name, value]) => name !== 'sku' || value !== null));
}
