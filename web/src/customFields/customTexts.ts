import type { CustomField, CustomValue, CustomValues } from '@contract';

/** The company's own fields among the texts of a form are called as the API names their faults. */
const PREFIX = 'custom.';

export const customName = (field: CustomField) => `${PREFIX}${field.key}`;

/** The texts a form begins with. */
export const customTexts = (fields: readonly CustomField[], values: CustomValues = {}): Record<string, string> =>
  Object.fromEntries(fields.map((field) => [customName(field), String(values[field.key] ?? '')]));

/** The values of those texts, for a body; nothing when there are none. What cannot be one goes as it is, to be refused. */
export function customBody(texts: Readonly<Record<string, string | undefined>>, fields: readonly CustomField[]) {
  const given = fields.flatMap((field) => {
    const text = texts[customName(field)];
    return text === undefined ? [] : [[field.key, valueIn(field, text)] as const];
  });
  return given.length === 0 ? {} : { custom: Object.fromEntries(given) };
}

/** The other texts of a form. */
export const withoutCustom = (texts: Readonly<Record<string, string | undefined>>) =>
  Object.fromEntries(Object.entries(texts).filter(([name]) => !name.startsWith(PREFIX)));

function valueIn({ type }: CustomField, text: string): CustomValue {
  const value = text.trim();
  if (value === '') return null;
  if (type === 'BOOLEAN') return value === 'true';
  return type === 'INTEGER' && /^-?\d{1,15}$/.test(value) ? Number(value) : value;
}
