import { z } from 'zod';
import { CUSTOM_FIELD_TABLES, CUSTOM_FIELD_TYPES, type CustomFieldTable } from './enums';
import { id, instant, text } from './fields';
import { listOf } from './list';

/** Fields a company has declared for itself: real columns of its own tables, `x_` and the key. */

export const MOST_CUSTOM_FIELDS = 50;
export const MOST_CHOICES = 50;
const MOST_POSITION = 9999;

/** What every object of JavaScript has already, so that a field left out would seem to be there. */
export const RESERVED_KEY = 'constructor';

const customKey = z
  .string()
  .regex(
    /^[a-z][a-z0-9_]{0,39}$/,
    'Must be 1 to 40 lower-case letters, digits and underscores, beginning with a letter',
  )
  .refine((key) => key !== RESERVED_KEY, 'This word cannot be a key: choose another');
const label = text(80);
const position = z.int().min(0).max(MOST_POSITION);
const choices = z
  .array(text(80).refine((choice) => !choice.includes(','), 'Must not contain a comma'))
  .min(1)
  .max(MOST_CHOICES, `At most ${MOST_CHOICES} choices`)
  .refine((all) => new Set(all).size === all.length, 'Names a choice twice');

export const createCustomFieldBody = z.strictObject({
  table: z.enum(CUSTOM_FIELD_TABLES),
  label,
  type: z.enum(CUSTOM_FIELD_TYPES),
  /** The name of the field in the API; made from the label when it is left out. Never changes. */
  key: customKey.optional(),
  /** For CHOICE, and only there. */
  choices: choices.optional(),
  /** Where it stands among the fields of its table; last when it is left out. */
  position: position.optional(),
});

/** `choices` is the whole list: what is sent replaces what was there. */
export const updateCustomFieldBody = z.strictObject({ label, position, choices }).partial();

export const removeCustomFieldQuery = z.strictObject({
  /** The field's key, typed again: needed when records hold a value in it. */
  confirm: z.string().max(40).optional(),
});

export const customFieldOut = z.object({
  id,
  table: z.enum(CUSTOM_FIELD_TABLES),
  key: z.string(),
  label: z.string(),
  type: z.enum(CUSTOM_FIELD_TYPES),
  choices: z.array(z.string()).nullable(),
  position: z.number().int(),
  createdAt: instant,
});
export const customFieldListOut = listOf(customFieldOut);

export type CustomField = z.infer<typeof customFieldOut>;
export type NewCustomField = z.infer<typeof createCustomFieldBody>;
export type CustomFieldChange = z.infer<typeof updateCustomFieldBody>;

/** The fields of a company by table, each list in order; a table without any is not there. */
export type CustomFields = Readonly<Partial<Record<CustomFieldTable, readonly CustomField[]>>>;

/** What a company without fields has: always this very object. */
export const NO_FIELDS: CustomFields = Object.freeze({});
const NONE: readonly CustomField[] = Object.freeze([]);

/** The fields of one table, in order. The list is the same object as long as they are the same. */
export const fieldsOfTable = (fields: CustomFields, table: CustomFieldTable | undefined): readonly CustomField[] =>
  (table && fields[table]) ?? NONE;
