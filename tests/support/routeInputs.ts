import { z } from 'zod';

/** What routes take, read from their zod schemas, so that a new field is tried without anybody writing a test. */

export type JsonSchema = {
  readonly type?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly enum?: readonly string[];
  readonly anyOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly minLength?: number;
  readonly minimum?: number;
  /** Of an id whose field does not say it: what kind of record it is of, as a field would. */
  readonly title?: string;
  /** A secret, which is taken and never given. */
  readonly writeOnly?: boolean;
};

/** Where a value stands in a body: names, and 0 for the first element of an array. */
export type Path = readonly (string | 0)[];

export type Field = { readonly path: Path; readonly schema: JsonSchema };

let examples = 0;
/** A text that no other field has, for some must be unique. */
export function freshText(): string {
  examples += 1;
  return `Example ${examples}`;
}

/** Texts that between them satisfy every other pattern of src/contract/fields.ts. */
const EXAMPLES = [
  '1',
  'EUR',
  'NET_30',
  '{style}-{colour}-{size}-{seq:4}',
  '2026-03-01',
  'Asia/Kathmandu',
  '+393331234567',
  'some-slug',
  'some_key',
  'a long enough password',
  '123456',
  '12345678',
  'GB82WEST12345698765432',
  'HDFC0001234',
  'DEUTDEFF',
  'AAPFU0939F',
  // The form of a token, and no token.
  'x'.repeat(43),
];
const EXAMPLE_OF_FORMAT: Readonly<Record<string, string>> = {
  date: '2026-03-01',
  'date-time': '2099-03-01T12:00:00Z',
  email: 'anna@example.test',
  uri: 'https://example.test/picture.png',
};

/** The JSON schema of what a zod schema lets through: there ids have their format and sets their values. */
export function schemaOf(type: z.ZodType | undefined): JsonSchema {
  if (!type) return {};
  const schema = known.get(type) ?? (z.toJSONSchema(type, { io: 'output', unrepresentable: 'any' }) as JsonSchema);
  known.set(type, schema);
  return schema;
}

const known = new WeakMap<z.ZodType, JsonSchema>();

/** Every field that holds one value, also inside lists and their lines. */
export function fieldsOf(schema: JsonSchema, path: Path = []): Field[] {
  const plain = withoutNull(schema);
  if (plain.properties)
    return Object.entries(plain.properties).flatMap(([name, field]) => fieldsOf(field, [...path, name]));
  if (plain.items) return fieldsOf(plain.items, [...path, 0]);
  return [{ path, schema: plain }];
}

export const isId = ({ schema }: Field) => schema.format === 'uuid';
export const isText = ({ schema }: Field) => schema.type === 'string';
export const isSecret = ({ schema }: Field) => schema.writeOnly === true;
/** By which name an id is looked for: that of its field, or the one its schema has in place of it. */
export const linkName = ({ path, schema }: Field) => schema.title ?? lastName(path);
/** `openingStock.0.locationId` */
export const nameOf = (path: Path) => path.join('.');
/** `locationId` of `openingStock.0.locationId` */
export const lastName = (path: Path) => String(path.filter((step) => step !== 0).at(-1) ?? '');

/** What to put where an id is wanted, by the name of its field. Throws when there is nothing to put. */
export type Links = (name: string) => string;

/** The smallest value of a schema that has something at every one of `wanted`. */
export function exampleOf(schema: JsonSchema, links: Links, wanted: readonly Path[] = [], name = ''): unknown {
  const plain = withoutNull(schema);
  const { properties, required = [], items } = plain;
  if (properties) {
    const entries = Object.entries(properties).flatMap(([key, field]) => {
      const below = wanted.filter(([first]) => first === key).map(([, ...rest]) => rest);
      if (below.length === 0 && !required.includes(key)) return [];
      return [[key, exampleOf(field, links, below, key)] as const];
    });
    return Object.fromEntries(entries);
  }
  if (items) {
    const below = wanted.map(([, ...rest]) => rest);
    return [exampleOf(items, links, below, name)];
  }
  return oneValue(plain, links, name);
}

/** `?kind=…`, of what a query must say; nothing where it need say nothing. */
export function smallestQuery(query: z.ZodType | undefined, links: Links): string {
  if (!query || query.safeParse({}).success) return '';
  return `?${new URLSearchParams(exampleOf(schemaOf(query), links) as Record<string, string>)}`;
}

function oneValue(
  { type, format, pattern, minLength = 0, minimum, ...rest }: JsonSchema,
  links: Links,
  name: string,
): unknown {
  if (format === 'uuid') return links(rest.title ?? name);
  if (rest.enum) return rest.enum[0];
  if (type === 'integer' || type === 'number') return Math.max(1, minimum ?? 1);
  if (type === 'boolean') return true;
  // Of any names, as the fields of a company's own are to the API in general.
  if (type === 'object') return {};
  if (format && EXAMPLE_OF_FORMAT[format]) return EXAMPLE_OF_FORMAT[format];
  const fits = (text: string) => text.length >= minLength && (!pattern || new RegExp(pattern, 'u').test(text));
  const example = [freshText(), ...EXAMPLES].find(fits);
  if (type !== 'string' || example === undefined)
    throw new Error(`no example for the field "${name}": add one to tests/support/routeInputs.ts`);
  return example;
}

/** A copy of `value` with `replacement` at `path`. */
export function withValue(value: unknown, [step, ...rest]: Path, replacement: unknown): unknown {
  if (step === undefined) return replacement;
  if (step === 0) return [withValue((value as unknown[] | undefined)?.[0], rest, replacement)];
  const fields = (value ?? {}) as Record<string, unknown>;
  return { ...fields, [step]: withValue(fields[step], rest, replacement) };
}

/** What stands at `path`. */
export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((at, step) => (at as Record<string | 0, unknown> | undefined)?.[step], value);
}

/** A body and those like it that differ in one field with a set of values: one of them keeps the rules between fields. */
export function* variants(schema: JsonSchema, body: unknown): Generator<unknown> {
  yield body;
  for (const { path, schema: field } of fieldsOf(schema)) {
    if (valueAt(body, path) === undefined) continue;
    for (const value of field.enum ?? []) yield withValue(body, path, value);
  }
}

function withoutNull(schema: JsonSchema): JsonSchema {
  return schema.anyOf?.find(({ type }) => type !== 'null') ?? schema;
}
