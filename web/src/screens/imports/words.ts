import type { Import } from '@contract';
import type { Format } from '@web/format/format';
import { useFormat } from '@web/format/useFormat';
import { useWord } from '@web/i18n';
import { useCallback } from 'react';

type Field = Import['fields'][number];

/** In which set of words the values of a choice stand. */
const SETS: Readonly<Record<string, string>> = {
  secondUnit: 'unit',
  status: 'stockStatus',
  unit: 'unit',
  package: 'package',
  tracking: 'tracking',
  valuation: 'valuation',
  yarnCountSystem: 'yarnCountSystem',
};
const KINDS: Readonly<Record<string, string>> = {
  items: 'itemKind',
  suppliers: 'supplierKind',
  customers: 'customerKind',
};

/** Fields and their choices in words; what this side does not know is told as the server names it. */
export function useImportWords({ kind, fields, columns }: Pick<Import, 'kind' | 'fields' | 'columns'>) {
  const word = useWord();
  const { t, yesNo } = useFormat();
  const fieldNamed = useCallback((name: string) => fields.find(({ field }) => field === name), [fields]);
  const labelOf = (name: string) =>
    word(`imports.field.${name}`, word(`fields.${name}`, fieldNamed(name)?.label ?? name));
  const choiceLabel = ({ field }: Pick<Field, 'field'>, value: string) => {
    const set = field === 'kind' ? KINDS[kind] : SETS[field];
    const known = word(`enums.${set}.${value}`, value);
    return field === 'unit' && known === value ? word(`enums.package.${value}`, value) : known;
  };
  const choicesOf = (field: Field): { value: string; label: string }[] => {
    if (field.type === 'boolean') return [true, false].map((value) => ({ value: String(value), label: yesNo(value) }));
    return (field.choices ?? []).map((value) => ({ value, label: choiceLabel(field, value) }));
  };
  const columnLabel = (index: number | null, field: string) => {
    const column = columns.find((each) => each.column === index);
    return column ? column.heading || t('imports.noHeading') : labelOf(field);
  };
  return { labelOf, fieldNamed, choicesOf, columnLabel };
}

export type ImportWords = ReturnType<typeof useImportWords>;

/** How a faulty cell is mended. */
export function hintOf(
  fault: { path: string; code: string; value: string },
  { fieldNamed, choicesOf }: ImportWords,
  { t }: Pick<Format, 't'>,
): string {
  const field = fieldNamed(fault.path);
  const said = HINTS[fault.code];
  if (fault.code === 'ambiguous' && field?.type === 'date') return t('imports.hints.date');
  if (said) return t(`imports.hints.${said}`);
  if (fault.code !== 'invalid' || !field || field.type === 'text') return t('imports.hints.other');
  const choices = choicesOf(field)
    .map(({ label }) => label)
    .join(', ');
  return t(`imports.hints.${field.type}`, { value: fault.value, choices });
}

type Hint = 'required' | 'ambiguous' | 'twice' | 'archived' | 'kept' | 'hidden' | 'unknown';

const HINTS: Readonly<Record<string, Hint>> = {
  required: 'required',
  ambiguous: 'ambiguous',
  twice: 'twice',
  archived: 'archived',
  inactive: 'archived',
  kept: 'kept',
  FORBIDDEN: 'hidden',
  unknown: 'unknown',
};
