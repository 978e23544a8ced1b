import { z } from 'zod';
import type { CustomField } from './customFields';
import { date, decimalOut, longText, signedDecimal } from './fields';
import { anyOf, yesOrNo } from './list';

/** What a field of a company's own holds, and how it travels: decimals and dates as strings, as everywhere. */
const customValue = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** As the API in general knows them: any names, any values. Each request is checked against its company's own fields. */
export const customIn = z
  .record(z.string(), customValue)
  .optional()
  .meta({ description: "The company's own fields; those left out stay as they are, null clears one" });
export const customOut = z
  .record(z.string(), customValue)
  .meta({ description: "The company's own fields, every one of them; null where there is no value" });

export type CustomValue = z.infer<typeof customValue>;
export type CustomValues = Readonly<Record<string, CustomValue>>;

const LONGEST_TEXT = 2000;
const INTEGER = { least: -2_147_483_648, most: 2_147_483_647 };
const integer = z
  .int('Must be a whole number')
  .min(INTEGER.least, `Must be at least ${INTEGER.least}`)
  .max(INTEGER.most, `Must be at most ${INTEGER.most}`);
const decimal = signedDecimal(14, 6);
const someText = longText(LONGEST_TEXT);

/** What a body may say in `custom`: the fields there are, each optional, each of its type. */
export function customBody(fields: readonly CustomField[]) {
  const shape = fields.map((field) => [field.key, valueSchema(field).nullable().optional()] as const);
  return z.strictObject(Object.fromEntries(shape)).optional();
}

/** What is answered in `custom`. */
export function customAnswer(fields: readonly CustomField[]) {
  return z.object(Object.fromEntries(fields.map((field) => [field.key, answerSchema(field).nullable()])));
}

/** The parameters by which a list is held to certain values, `custom.<key>`: of a choice any of several, else one. */
export function customFilters(fields: readonly CustomField[]) {
  return Object.fromEntries(fields.map((field) => [filterName(field.key), filterSchema(field).optional()]));
}

export const filterName = (key: string) => `custom.${key}`;

/** What a value of a field may be. */
export function valueSchema({ type, choices }: CustomField): z.ZodType {
  switch (type) {
    case 'TEXT':
      return someText;
    case 'INTEGER':
      return integer;
    case 'DECIMAL':
      return decimal;
    case 'BOOLEAN':
      return z.boolean('Must be true or false');
    case 'DATE':
      return date;
    case 'CHOICE':
      return z.enum(choices ?? [], 'Must be one of the choices of this field');
  }
}

function answerSchema(field: CustomField): z.ZodType {
  return field.type === 'DECIMAL' ? decimalOut : valueSchema(field);
}

function filterSchema({ type, choices, ...field }: CustomField): z.ZodType {
  const [first, ...more] = choices ?? [];
  switch (type) {
    case 'INTEGER':
      return z
        .string()
        .regex(/^-?(0|[1-9]\d{0,9})$/, 'Must be a whole number')
        .transform(Number)
        .pipe(integer);
    case 'BOOLEAN':
      return yesOrNo;
    case 'CHOICE':
      return anyOf([first ?? '', ...more]);
    default:
      return valueSchema({ type, choices, ...field });
  }
}
