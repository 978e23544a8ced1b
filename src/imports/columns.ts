import type { TenantContext } from '@/context';
import { type CustomField, fieldsOfTable } from '@/contract/customFields';
import { filterName, valueSchema } from '@/contract/customValues';
import type { ImportType } from '@/contract/enums';
import { hiddenFields } from '@/contract/guardedFields';
import { headingOf } from '@/exports/columns';
import type { ImportColumn, ImportKind } from './kind';
import { normalised } from './words';

export type NamedColumn = ImportColumn & { readonly label: string };

const TYPE_OF_FIELD: Readonly<Record<CustomField['type'], ImportType>> = {
  TEXT: 'text',
  INTEGER: 'integer',
  DECIMAL: 'number',
  BOOLEAN: 'boolean',
  DATE: 'date',
  CHOICE: 'choice',
};
const EXAMPLES: Readonly<Record<CustomField['type'], string>> = {
  TEXT: '',
  INTEGER: '12',
  DECIMAL: '12.5',
  BOOLEAN: 'yes',
  DATE: '2026-03-31',
  CHOICE: '',
};

/** What columns of a file can be for, for whoever asks: without the fields that are hidden from them, with the company's own. */
export function columnsFor(ctx: TenantContext, kind: ImportKind): NamedColumn[] {
  return allColumns(ctx, kind).filter(({ field }) => !isHiddenFrom(ctx, kind, field));
}

/** The same, for the headings of a file: where that is told rather than left out, with what is hidden from whoever asks. */
export const columnsOfHeadings = (ctx: TenantContext, kind: ImportKind): NamedColumn[] =>
  kind.refusesHidden ? allColumns(ctx, kind) : columnsFor(ctx, kind);

/** Whether a field of a kind is one that is hidden from whoever asks. */
export function isHiddenFrom(ctx: TenantContext, { columns }: ImportKind, field: string): boolean {
  const hidden = hiddenFields({ has: (permission) => ctx.can(permission) });
  return hidden.has(field) && columns.some((column) => column.field === field);
}

function allColumns(ctx: TenantContext, kind: ImportKind): NamedColumn[] {
  const own = kind.custom ? fieldsOfTable(ctx.fields, kind.custom) : [];
  return [...kind.columns, ...own.map(customColumn)].map((column) => ({
    ...column,
    label: column.label ?? headingOf(column.field),
  }));
}

const customColumn = (field: CustomField): ImportColumn => ({
  field: filterName(field.key),
  label: field.label,
  aliases: [field.key],
  type: TYPE_OF_FIELD[field.type],
  example: field.choices?.[0] ?? EXAMPLES[field.type],
  schema: valueSchema(field),
  ...(field.choices && { choices: Object.fromEntries(field.choices.map((choice) => [choice, []])) }),
});

/** The field each heading is for, as far as it can be told; no field twice. */
export function proposedMapping(headings: readonly string[], columns: readonly NamedColumn[]): (string | null)[] {
  const taken = new Set<string>();
  return headings.map((heading) => {
    const word = normalised(heading);
    const known = ({ field, label, aliases }: NamedColumn) =>
      [field, label, ...aliases].some((name) => normalised(name) === word);
    const found = word === '' ? undefined : columns.find((column) => !taken.has(column.field) && known(column));
    if (found) taken.add(found.field);
    return found?.field ?? null;
  });
}
