import type { Values } from './recordImport';

/** What records are known by: a code, or a code within something else, as a lot's number is within its item. */
export const codeFields = (code: string, within: string | undefined): readonly string[] =>
  within === undefined ? [code] : [within, code];

/** The same for two records only where all of the fields are; null where one says nothing. No text has a tab in it. */
export const codeKey = (fields: readonly string[], values: Values): string | null => said(fields, values, '\t');

/** As people read it. */
export const shownCode = (fields: readonly string[], values: Values): string | null => said(fields, values, ' / ');

function said(fields: readonly string[], values: Values, between: string): string | null {
  const texts = fields.map((field) => values[field]).filter((value) => typeof value === 'string');
  return texts.length === fields.length ? texts.join(between) : null;
}
