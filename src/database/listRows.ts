import { type Expression, type RawBuilder, type SelectQueryBuilder, type SqlBool, sql } from 'kysely';
import type { ListAnswer } from '@/contract/list';
import { openCursor, sealCursor } from './cursor';

/** A column a list can be ordered by; never null. */
export type ListColumn = { readonly ref: string; readonly type: 'text' | 'uuid' | 'timestamptz' | 'numeric' | 'date' };

/** How a list is ordered, searched and filtered. `ref` names are ours, `table.column`; nothing a user sends becomes one. */
export type ListSource = {
  readonly name: string;
  readonly sort: Readonly<Record<string, ListColumn>>;
  /** What makes the order total. */
  readonly key: readonly ListColumn[];
  readonly search: readonly string[];
  /** The column each filter of the query compares: one value must be equal, of several any. */
  readonly filters: Readonly<Record<string, string>>;
  /** The column that is null until a record is put away; without one nothing is. */
  readonly archivedAt?: string;
};

type TableList = {
  readonly name: string;
  readonly sort: Readonly<Record<string, ListColumn['type']>>;
  readonly search: readonly string[];
  readonly filters: readonly string[];
  /** Whether records can be put away: then the list shows those that are not, or with `archived` those that are. */
  readonly archives: boolean;
};

/** The list of the records of `table` (or its alias): order and filters by API names, `createdAt` for `created_at`. */
export function listOfTable(table: string, { name, sort, search, filters, archives }: TableList): ListSource {
  const ref = (field: string) => `${table}.${field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`;
  return {
    name,
    sort: Object.fromEntries(Object.entries(sort).map(([field, type]) => [field, { ref: ref(field), type }])),
    key: [{ ref: ref('id'), type: 'uuid' }],
    search,
    filters: Object.fromEntries(filters.map((field) => [field, ref(field)])),
    ...(archives && { archivedAt: ref('archivedAt') }),
  };
}

export type ListRequest = {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly sort: readonly string[];
  readonly q?: string | undefined;
  readonly [filter: string]: unknown;
};

type Order = ListColumn & { readonly descending: boolean };

/**
 * One page of `query`, by keyset: rows after the cursor in the wanted order, whatever was inserted meanwhile.
 * The other fields of `request` are the filters; a cursor is good only for the same ones.
 */
export async function listRows<Tables, From extends keyof Tables, Row>(
  query: SelectQueryBuilder<Tables, From, Row>,
  source: ListSource,
  tenantId: string,
  request: ListRequest,
): Promise<ListAnswer<Row>> {
  const { limit, cursor, ...same } = request;
  const scope = JSON.stringify([tenantId, source.name, same]);
  const order = orderOf(source, request.sort);
  let page = query;
  for (const condition of conditions(source, request)) page = page.where(condition);
  if (request.q !== undefined) page = page.where(matches(source.search, request.q));
  if (cursor !== undefined) page = page.where(after(order, openCursor(cursor, scope)));
  for (const { ref, descending } of order) page = page.orderBy(sql.ref(ref), descending ? 'desc' : 'asc');
  const keys = order.map(({ ref }, index) => sql<string>`${sql.ref(ref)}::text`.as(`cursorKey${index}`));
  const rows = (await page
    .select(keys)
    .limit(limit + 1)
    .execute()) as (Row & Record<string, string>)[];
  const kept = rows.slice(0, limit);
  const last = rows.length > limit ? kept.at(-1) : undefined;
  const nextCursor = last
    ? sealCursor(
        order.map((_, index) => last[`cursorKey${index}`] ?? ''),
        scope,
      )
    : null;
  for (const row of kept) {
    for (const index of order.keys()) delete row[`cursorKey${index}`];
  }
  return { data: kept, nextCursor };
}

function orderOf(source: ListSource, sort: readonly string[]): Order[] {
  const wanted = sort.map((name): Order => {
    const column = source.sort[name.replace('-', '')];
    if (!column) throw new Error(`${source.name} has no order by ${name}`);
    return { ...column, descending: name.startsWith('-') };
  });
  return [...wanted, ...source.key.map((column) => ({ ...column, descending: false }))];
}

function conditions({ filters, archivedAt }: ListSource, request: ListRequest): Expression<SqlBool>[] {
  const wanted = Object.entries(filters).flatMap(([name, ref]) => {
    const value = request[name];
    if (value === undefined) return [];
    const values = Array.isArray(value) ? value : [value];
    return [sql<SqlBool>`${sql.ref(ref)} IN (${sql.join(values)})`];
  });
  if (!archivedAt) return wanted;
  return [...wanted, sql<SqlBool>`${sql.ref(archivedAt)} IS ${sql.raw(request.archived ? 'NOT NULL' : 'NULL')}`];
}

function matches(refs: readonly string[], text: string): Expression<SqlBool> {
  const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`;
  return sql<SqlBool>`(${sql.join(
    refs.map((ref) => sql`${sql.ref(ref)} ILIKE ${pattern}`),
    sql` OR `,
  )})`;
}

/** (a > x) OR (a = x AND b > y) OR …, with < for descending columns. */
function after(order: readonly Order[], values: readonly string[]): Expression<SqlBool> {
  const value = (index: number) => sql`${values[index] ?? ''}::text::${sql.raw(order[index]?.type ?? 'text')}`;
  const steps = order.map((column, index): RawBuilder<SqlBool> => {
    const equal = order.slice(0, index).map(({ ref }, before) => sql`${sql.ref(ref)} = ${value(before)}`);
    const beyond = sql`${sql.ref(column.ref)} ${sql.raw(column.descending ? '<' : '>')} ${value(index)}`;
    return sql<SqlBool>`(${sql.join([...equal, beyond], sql` AND `)})`;
  });
  return sql<SqlBool>`(${sql.join(steps, sql` OR `)})`;
}
