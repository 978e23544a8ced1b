import type { Route } from '@/http/route';
import { compareDecimals } from '@/lib/decimal';
import { routes } from '@/routes';
import { type Field, fieldsOf, isText, type JsonSchema, lastName, nameOf, type Path, schemaOf } from './routeInputs';

/** A field that takes a decimal: how many digits it has before and after the point. */
export type DecimalField = {
  readonly route: Route;
  readonly part: 'body' | 'query';
  readonly path: Path;
  readonly whole: number;
  readonly places: number;
};

/** As `decimal` and `signedDecimal` of src/contract/fields.ts write their patterns. */
const PATTERN = /^\^(?:-\?)?\(0\|\[1-9\]\\d\{0,(\d+)\}\)\(\\\.\\d\{1,(\d+)\}\)\?\$$/;

export function digitsOf({ pattern = '' }: JsonSchema): { whole: number; places: number } | undefined {
  const [, whole, places] = PATTERN.exec(pattern) ?? [];
  return places === undefined ? undefined : { whole: Number(whole) + 1, places: Number(places) };
}

/** Every field of every route that takes a decimal. */
export const DECIMAL_FIELDS: readonly DecimalField[] = routes.flatMap((route) =>
  (['body', 'query'] as const).flatMap((part) =>
    fieldsOf(schemaOf(route[part])).flatMap(({ path, schema }) => {
      const digits = digitsOf(schema);
      return digits ? [{ route, part, path, ...digits }] : [];
    }),
  ),
);

const ANSWERED = '^-?\\d+(\\.\\d+)?$';

/** Fields of bodies that bear the name of a decimal that is answered, and take any text or a number. */
export function loosely(): string[] {
  const all = (part: 'body' | 'response') =>
    routes.flatMap((route) => fieldsOf(schemaOf(route[part])).map((field) => ({ route, field })));
  const names = new Set(
    all('response').flatMap(({ field }) => (field.schema.pattern === ANSWERED ? [lastName(field.path)] : [])),
  );
  const isLoose = (field: Field) =>
    names.has(lastName(field.path)) && !field.schema.enum && !(isText(field) && digitsOf(field.schema));
  return all('body')
    .filter(({ field }) => isLoose(field))
    .map(({ route, field }) => `${route.method} ${route.path} ${nameOf(field.path)}`);
}

/** Whether any field of this name in an answer is a text that says exactly this number. */
export function says(answer: unknown, name: string, value: string): boolean {
  if (typeof answer !== 'object' || answer === null) return false;
  return Object.entries(answer).some(
    ([key, each]) =>
      (key === name &&
        typeof each === 'string' &&
        /^-?\d+(\.\d+)?$/.test(each) &&
        compareDecimals(each, value) === 0) ||
      says(each, name, value),
  );
}
