import { z } from 'zod';
import { hiddenFields, isGuarded, OWN_FIELDS, withoutFields } from '@/contract/guardedFields';
import type { Permission } from '@/contract/permissions';
import { Refusal } from '@/lib/refusal';
import type { Input } from './input';
import type { Route } from './route';

type Holder = ReadonlySet<Permission>;
type JsonSchema = {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly additionalProperties?: JsonSchema | boolean;
};

/** Refuses, by name, to write, sort or filter by a field that is hidden from whoever asks. Throws FORBIDDEN. */
export function requireOpenFields({ query, body }: Pick<Input, 'query' | 'body'>, holder: Holder): void {
  const hidden = hiddenFields(holder);
  if (hidden.size === 0) return;
  const paths = [...pathsIn(query, hidden), ...sortedBy(query, hidden), ...pathsIn(body, hidden)];
  if (paths.length === 0) return;
  const faults = paths.map((path) => ({ path, code: 'FORBIDDEN', message: 'You may not see this field' }));
  throw new Refusal('FORBIDDEN', `You may neither see nor use ${paths.join(', ')}.`, faults);
}

/** The answer of a route as whoever asks may see it: without the fields that are hidden from them, at any depth. */
export function withoutHidden(route: Route, body: unknown, holder: Holder): unknown {
  const hidden = hiddenFields(holder);
  return hidden.size === 0 || !mayHoldGuarded(route) ? body : withoutFields(body, hidden);
}

function pathsIn(value: unknown, hidden: ReadonlySet<string>, before = ''): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) => {
    const path = `${before}${name}`;
    if (hidden.has(name)) return [path];
    return name === OWN_FIELDS ? [] : pathsIn(each, hidden, `${path}.`);
  });
}

function sortedBy(query: unknown, hidden: ReadonlySet<string>): string[] {
  const { sort } = (query ?? {}) as { sort?: unknown };
  const names = Array.isArray(sort) ? sort.map((name) => String(name).replace('-', '')) : [];
  return names.filter((name) => hidden.has(name)).map(() => 'sort');
}

const known = new WeakMap<Route, boolean>();

/** Whether an answer of the route can hold a guarded field: by its schema, or because parts of it can be anything. */
function mayHoldGuarded(route: Route): boolean {
  const may = known.get(route) ?? (route.response ? mayHold(outputOf(route.response)) : false);
  known.set(route, may);
  return may;
}

const outputOf = (schema: z.ZodType) => z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' }) as JsonSchema;

function mayHold(schema: JsonSchema): boolean {
  const { type, properties = {}, items, anyOf = [], allOf = [], additionalProperties } = schema;
  const named = Object.entries(properties);
  const below = [items, ...anyOf, ...allOf, ...named.map(([, field]) => field)].filter((each) => each !== undefined);
  const anything = below.length === 0 && (type === undefined ? !('enum' in schema || 'const' in schema) : false);
  const anyNames = type === 'object' && named.length === 0 && isAnything(additionalProperties);
  return anything || anyNames || named.some(([name]) => isGuarded(name)) || below.some(mayHold);
}

const isAnything = (schema: JsonSchema | boolean | undefined) =>
  schema === undefined || schema === true || (typeof schema === 'object' && mayHold(schema));
