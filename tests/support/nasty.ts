import { pick } from './random';
import { fieldsOf, type JsonSchema, type Path, valueAt, withValue } from './routeInputs';

/** Values that are seldom what a field takes, and bodies that hold some; which ones is decided by a seed. */

/** JSON that no JavaScript value is written as. */
const raw = (json: string) => `\u0001${json}\u0001`;
/** As JSON.stringify, with what was given by `raw` as it is. */
export const jsonOf = (value: unknown): string =>
  (JSON.stringify(value) ?? 'null').replace(/"\\u0001(.*?)\\u0001"/g, (_, json: string) => JSON.parse(`"${json}"`));

const LONG = 'x'.repeat(20_000);
const TEXTS = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\udc00\ud800',
  '\u202eevil',
  'e\u0301',
  '\u00e9',
  '\ufeff',
  '\u200b',
  "'; DROP TABLE users; --",
  '<script>alert(1)</script>',
  '{{7*7}}',
  '../../etc/passwd',
  '=1+1',
  '%',
  '_',
  '\\',
  'null',
  'true',
  LONG,
  '__proto__',
];
const NUMBERS = [
  '0',
  '-0',
  '-1',
  '1',
  '0.00001',
  '1e3',
  '1e400',
  'NaN',
  'Infinity',
  '1,5',
  '1.000,50',
  '９',
  '٣',
  '99999999999999999999',
  '12345678901234.5678',
  '9007199254740993',
  '+1',
  ' 1',
  '0x10',
];
const DATES = [
  '2026-02-29',
  '2024-02-29',
  '0000-00-00',
  '0000-01-01',
  '9999-12-31',
  '10000-01-01',
  '-0001-01-01',
  '2026-03-29T02:30:00+02:00',
  '2026-10-25T02:30:00Z',
  '9999-12-31T23:59:59Z',
  '2026-13-01',
  '2026-1-1',
];
const OTHERS: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  2 ** 53,
  raw('1e400'),
  raw('-0'),
  raw('9007199254740993'),
  [],
  [[]],
  {},
  { constructor: { prototype: {} } },
  raw('{"__proto__":{"polluted":1}}'),
  raw('{"a":1,"a":2}'),
  raw('['.repeat(500) + ']'.repeat(500)),
  Array.from({ length: 300 }, () => 1),
];
const IDS = [
  '00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
  '01890000-0000-7000-8000-0000000000zz',
  '01890000-0000-7000-8000-000000000001',
];
const KINDS: readonly (readonly unknown[])[] = [TEXTS, NUMBERS, DATES, OTHERS, IDS];

/** One of them, of any kind; mostly of one that JSON writes as the field's own. */
function nasty(random: () => number, schema?: JsonSchema): unknown {
  if (schema?.type === 'string' && random() < 0.7) return nastyText(random);
  return pick(random, pick(random, KINDS));
}
export const nastyText = (random: () => number): string =>
  pick<string>(random, pick<readonly string[]>(random, [TEXTS, TEXTS, TEXTS, NUMBERS, DATES, IDS]));

/** A body with some of a schema's fields, of which mostly one holds something nasty, sometimes none, two or three. */
export function nastyBody(
  schema: JsonSchema,
  random: () => number,
  example: (wanted: readonly Path[]) => unknown,
): unknown {
  const fields = fieldsOf(schema);
  const share = pick(random, [0, 0, 0, 0.1, 0.3, 0.6]);
  const many = fields.length === 0 ? 0 : pick(random, [0, 1, 1, 1, 1, 2, 3]);
  const spoilt = Array.from({ length: many }, () => pick(random, fields));
  let body = example([...fields.filter(() => random() < share), ...spoilt].map(({ path }) => path));
  for (const { path, schema: field } of spoilt) {
    const whole = random() < 0.1;
    const at = whole ? path.slice(0, -1) : path;
    if (isReachable(body, at)) body = withValue(body, at, nasty(random, whole ? undefined : field));
  }
  return random() < 0.03 ? nasty(random) : body;
}

/** Whether what stands above a path is still something that can hold it. */
function isReachable(body: unknown, path: Path): boolean {
  return path.every((_, depth) => {
    const above = valueAt(body, path.slice(0, depth));
    return above === undefined || (typeof above === 'object' && above !== null);
  });
}
