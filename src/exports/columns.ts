import { z } from 'zod';
import { type CustomField, type CustomFields, fieldsOfTable } from '@/contract/customFields';
import type { CustomFieldTable } from '@/contract/enums';
import { OWN_FIELDS } from '@/contract/guardedFields';
import type { CellType } from '@/lib/cells';

/** A column of a file: its heading, what its cells are, and where a row has the value. */
export type Column = {
  readonly heading: string;
  readonly type: CellType;
  readonly valueIn: (row: Row) => unknown;
};

type Row = Readonly<Record<string, unknown>>;
type JsonSchema = {
  readonly type?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly anyOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
};

const DECIMAL = '^-?\\d+(\\.\\d+)?$';
const TYPE_OF_FIELD: Readonly<Record<CustomField['type'], CellType>> = {
  TEXT: 'text',
  INTEGER: 'number',
  DECIMAL: 'number',
  BOOLEAN: 'boolean',
  DATE: 'date',
  CHOICE: 'text',
};
/** What is written otherwise than as words. */
const WORDS: Readonly<Record<string, string>> = { sku: 'SKU', id: 'ID', gsm: 'GSM' };

/**
 * The columns of a list, from what it answers: a field a column, but for those that are `hidden`, and the company's own
 * fields under their labels.
 */
export function columnsOf(
  response: z.ZodType,
  own: { readonly table: CustomFieldTable | undefined; readonly fields: CustomFields },
  hidden: ReadonlySet<string>,
): Column[] {
  const shown = Object.entries(rowOf(response)).filter(([name]) => name !== OWN_FIELDS && !hidden.has(name));
  const plain = shown.map(
    ([name, schema]): Column => ({ heading: headingOf(name), type: typeOf(schema), valueIn: (row) => row[name] }),
  );
  const taken = new Set(plain.map(({ heading }) => heading.toLowerCase()));
  const custom = (own.table ? fieldsOfTable(own.fields, own.table) : []).map(({ key, label, type }): Column => {
    const heading = taken.has(label.toLowerCase()) ? `${label} (${key})` : label;
    taken.add(heading.toLowerCase());
    return { heading, type: TYPE_OF_FIELD[type], valueIn: (row) => (row[OWN_FIELDS] as Row | undefined)?.[key] };
  });
  return [...plain, ...custom];
}

/** `unitCost` → `Unit cost`, `sku` → `SKU`, `locationId` → `Location ID`. */
export function headingOf(name: string): string {
  const words = name.split(/(?=[A-Z])/).map((word) => WORDS[word.toLowerCase()] ?? word.toLowerCase());
  const heading = words.join(' ');
  return heading.charAt(0).toUpperCase() + heading.slice(1);
}

const known = new WeakMap<z.ZodType, Readonly<Record<string, JsonSchema>>>();

function rowOf(response: z.ZodType): Readonly<Record<string, JsonSchema>> {
  const schema = () => z.toJSONSchema(response, { io: 'output', unrepresentable: 'any' }) as JsonSchema;
  const fields = known.get(response) ?? schema().properties?.data?.items?.properties;
  if (!fields) throw new Error('A list answers { data } with rows that have fields.');
  known.set(response, fields);
  return fields;
}

function typeOf(schema: JsonSchema): CellType {
  const { type, format, pattern } = schema.anyOf?.find((each) => each.type !== 'null') ?? schema;
  if (type === 'boolean') return 'boolean';
  if (type === 'integer' || type === 'number' || pattern === DECIMAL) return 'number';
  return format === 'date' ? 'date' : 'text';
}
