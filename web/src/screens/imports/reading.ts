import type { DecimalMark, Import } from '@contract';

/** How a file is understood: by column its field (none is ''), what texts stand for, and the sign before decimals. */
export type Reading = {
  readonly mapping: readonly string[];
  readonly values: readonly Meaning[];
  readonly decimalMark: DecimalMark | '';
};
export type Meaning = Import['values'][number];

export const readingOf = ({ columns, values, decimalMark }: Import): Reading => ({
  mapping: columns.map(({ field }) => field ?? ''),
  values,
  decimalMark: decimalMark ?? '',
});

/** What of it is to be sent; what stays as it was is not. */
export function changesOf(reading: Reading, batch: Import): object {
  const was = readingOf(batch);
  const differs = (name: keyof Reading) => JSON.stringify(reading[name]) !== JSON.stringify(was[name]);
  return {
    ...(differs('mapping') && {
      mapping: batch.columns.map(({ column }, index) => ({ column, field: reading.mapping[index] || null })),
    }),
    ...(differs('values') && { values: reading.values }),
    ...(differs('decimalMark') && { decimalMark: reading.decimalMark || null }),
  };
}

/** The same reading, but for what the cells with a text stand for; '' is nothing else than they say. */
export function withMeaning(reading: Reading, field: string, from: string, to: string): Reading {
  const known = reading.values.some((each) => each.field === field && each.from === from);
  if (!known) return { ...reading, values: to === '' ? reading.values : [...reading.values, { field, from, to }] };
  const values = reading.values.map((each) => (each.field === field && each.from === from ? { ...each, to } : each));
  return { ...reading, values: values.filter((each) => each.to !== '') };
}

export const meaningIn = ({ values }: Reading, field: string, from: string): string =>
  values.find((each) => each.field === field && each.from === from)?.to ?? '';

/** A field is for one column alone: another that had it is left out. */
export const withField = (reading: Reading, index: number, field: string): Reading => ({
  ...reading,
  mapping: reading.mapping.map((each, other) => {
    if (other === index) return field;
    return each === field ? '' : each;
  }),
});
