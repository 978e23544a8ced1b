import { z } from 'zod';
import { text } from './fields';

export const DEFAULT_LIMIT = 50;
export const MAX_LIMIT = 200;

const limit = z
  .string()
  .regex(/^[1-9]\d{0,2}$/, `Must be a whole number from 1 to ${MAX_LIMIT}`)
  .transform(Number)
  .pipe(z.number().max(MAX_LIMIT, `Must be at most ${MAX_LIMIT}`))
  .default(DEFAULT_LIMIT);

/** One or more of `values`, separated by commas: any of them matches. */
export const anyOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z
    .string()
    .max(400)
    .transform((value) => value.split(','))
    .pipe(z.array(z.enum(values)).min(1).max(values.length))
    .meta({ description: `One or more of ${values.join(', ')}, separated by commas` });

export const yesOrNo = z.enum(['true', 'false']).transform((value) => value === 'true');

/** The query of a list: paging, order, search, and the resource's own filters. Anything else is refused. */
export function listQuery<const S extends readonly [string, ...string[]], F extends z.ZodRawShape>(
  sortable: S,
  filters: F,
  defaultSort: string,
) {
  const sort = z
    .string()
    .max(200)
    .default(defaultSort)
    .transform((value) => value.split(','))
    .pipe(
      z
        .array(z.enum(sortable.flatMap((name) => [name, `-${name}`]) as [string, ...string[]]))
        .min(1)
        .max(4)
        .refine(
          (names) => new Set(names.map((name) => name.replace('-', ''))).size === names.length,
          'Names a field twice',
        ),
    )
    .meta({ description: `Fields to sort by, separated by commas, "-" for descending: ${sortable.join(', ')}` });
  return z.strictObject({
    limit,
    cursor: z.string().max(2000).optional(),
    sort,
    q: text(100).optional(),
    ...filters,
  });
}

export const EXPORT_FORMATS = ['csv', 'xlsx'] as const;

/** The query of a file of all a list has: its order, search and filters, without pages. */
export const exportQuery = <Shape extends z.ZodRawShape>(query: z.ZodObject<Shape>) =>
  query.omit({ limit: true, cursor: true } as never).extend({ format: z.enum(EXPORT_FORMATS).default('csv') });

/** `{ data, nextCursor }`; `nextCursor` is null on the last page. */
export const listOf = <T extends z.ZodType>(row: T) =>
  z.object({ data: z.array(row), nextCursor: z.string().nullable() });

export type ListAnswer<T> = { data: T[]; nextCursor: string | null };
