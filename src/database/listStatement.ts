import {
  type AliasedRawBuilder,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type RawBuilder,
  type SqlBool,
  sql,
} from 'kysely';
import { LRUCache } from 'lru-cache';
import type { CustomField } from '@/contract/customFields';
import { filterName } from '@/contract/customValues';
import type { CustomFieldTable } from '@/contract/enums';
import { quotedColumn } from './customFields/columns';
import { prepared } from './guard';
import { camelCase } from './naming';
import { type LocationScope, type Within, withinAny, withinLocations } from './scope';
import type { TenantTables } from './tables';

/** A column a list can be ordered by; never null. */
export type ListColumn = {
  readonly ref: string;
  readonly type: 'text' | 'uuid' | 'timestamptz' | 'numeric' | 'date' | 'bigint';
};

/** SQL of ours about a value that the request brings, which stands in it as a parameter. */
export type Condition = (value: RawBuilder<unknown>) => RawBuilder<SqlBool>;

/** How a list is ordered, searched and filtered. `ref` names are ours, `table.column`; nothing a user sends becomes one. */
export type ListSource = {
  readonly name: string;
  readonly sort: Readonly<Record<string, ListColumn>>;
  /** What makes the order total. */
  readonly key: readonly ListColumn[];
  readonly search: readonly string[];
  /**
   * Orders that no index has, for each would be written with every change: they are for rows that one of these filters leaves
   * few of, and refused without any.
   */
  readonly ofFew?: { readonly sorts: readonly string[]; readonly filters: readonly string[] };
  /** What is searched beside columns, such as lines of a record: whether anything there matches the pattern. */
  readonly searchBelow?: Condition;
  /** The column each filter of the query compares: one value must be equal, of several any; of several columns any, too. */
  readonly filters: Readonly<Record<string, string | readonly string[]>>;
  /** Filters of the query that hold a column to what comes from a value on, or before it. */
  readonly ranges?: Readonly<Record<string, ListColumn & { readonly keeps: 'from' | 'before' }>>;
  /** Filters of the query that no column answers alone: what must be true, of the value asked for. */
  readonly conditions?: Readonly<Record<string, Condition>>;
  /** The column that is null until a record is put away; without one nothing is. */
  readonly archivedAt?: string;
  /** The columns with the locations a row is of, either of which is enough; without one it is of none, and everybody sees it. */
  readonly location?: string | readonly string[];
  /** The table whose custom fields the rows have, and what the list calls it; without one they have none. */
  readonly custom?: { readonly table: CustomFieldTable; readonly alias: string };
};

/** A query that can be given more to select, conditions, an order and an end. */
export type RowsQuery = {
  select(columns: readonly AliasedRawBuilder<string, string>[]): RowsQuery;
  where(condition: RawBuilder<SqlBool>): RowsQuery;
  orderBy(by: RawBuilder<unknown>, direction: 'asc' | 'desc'): RowsQuery;
  limit(rows: RawBuilder<number>): RowsQuery;
  compile(): { readonly sql: string; readonly parameters: readonly unknown[] };
};

/** A list and its rows before any condition; `held` is for what its columns take from other tables with locations. */
export type List = ListSource & { readonly rows: (held: Within) => RowsQuery };

export type ListRequest = {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly sort: readonly string[];
  readonly q?: string | undefined;
  readonly [filter: string]: unknown;
};

/** What a request's values are taken from when the statement runs. */
export type ListValues = {
  readonly request: ListRequest;
  readonly after: readonly string[];
  readonly scope: LocationScope;
};

/** The statement of all requests of one shape: same list, order and filters, whatever the values. */
export type ListStatement = {
  readonly text: string;
  readonly values: (from: ListValues) => unknown[];
  /** How many columns at the end of each row say where it stands in the order. */
  readonly keys: number;
};

type Order = ListColumn & { readonly descending: boolean };

/** Stands in a statement for a value that each request brings anew. */
class Slot {
  constructor(readonly pick: (from: ListValues) => unknown) {}
}

/** Builds statements without a database. */
export const offline = new Kysely<TenantTables>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
  plugins: [camelCase],
});

const SHAPES_KEPT = 500;
const statements = new LRUCache<string, ListStatement>({ max: SHAPES_KEPT });

/** Who a statement is for: a company with these fields of its own, somebody held to these locations. */
export type ListReader = { readonly fields: readonly CustomField[]; readonly scope: LocationScope };

const scopeSlot = new Slot(({ scope }) => scope);

/** The statement for requests like this one, by readers like this one; built once for each shape. */
export function listStatement(list: List, request: ListRequest, { fields, scope }: ListReader): ListStatement {
  const keys = fields.map((field) => field.key);
  const ranges = Object.keys(list.ranges ?? {});
  const own = Object.keys(list.conditions ?? {});
  const names = [...Object.keys(list.filters), ...ranges, ...own, ...keys.map(filterName)];
  const present = names.filter((name) => request[name] !== undefined);
  const shape = [
    list.name,
    request.sort,
    present,
    request.q !== undefined,
    request.cursor !== undefined,
    request.archived,
    scope !== null,
    ...(keys.length > 0 ? [keys] : []),
  ];
  const key = JSON.stringify(shape);
  const known = statements.get(key);
  if (known) return known;
  const filters = filtersOf(list, fields);
  const conditions = present.map(
    (name) => inRange(list, name) ?? isTrue(list, name) ?? isAnyOf(filters[name] ?? [], name),
  );
  const held = scope && withinLocations(scopeSlot);
  if (held && list.location) conditions.push(withinAny(held, [list.location].flat()));
  const statement = build(list, request, { rows: list.rows(held), conditions, custom: customColumns(list, fields) });
  // The first page by one column, without filters, is what most requests ask for: worth a place in every connection's
  // memory, unless it is the statement of one company alone, or of those who are held to some locations.
  const plain = present.length === 0 && keys.length === 0 && request.q === undefined && request.cursor === undefined;
  if (plain && scope === null && request.sort.length < 2) prepared(statement.text);
  statements.set(key, statement);
  return statement;
}

/** What the statement compares for each filter of a list. */
function filtersOf(list: List, fields: readonly CustomField[]): Record<string, readonly RawBuilder<unknown>[]> {
  const plain = Object.entries(list.filters).map(
    ([name, refs]) => [name, [refs].flat().map((ref) => sql.ref(ref))] as const,
  );
  const custom = fields.map(({ key }) => [filterName(key), [customRef(list, key)]] as const);
  return Object.fromEntries([...plain, ...custom]);
}

/** Written as it is: Kysely would make another name of one like `x_lot2`. */
function customRef({ custom }: List, key: string): RawBuilder<unknown> {
  return sql`${sql.ref(custom?.alias ?? '')}.${sql.raw(quotedColumn(key))}`;
}

/** The values of the custom fields, as columns with plain names, in the order of the fields. */
function customColumns(list: List, fields: readonly CustomField[]): AliasedRawBuilder<string, string>[] {
  return fields.map(({ key }, index) => sql<string>`${customRef(list, key)}`.as(`custom${index}`));
}

type Parts = {
  readonly rows: RowsQuery;
  readonly conditions: readonly RawBuilder<SqlBool>[];
  readonly custom: readonly AliasedRawBuilder<string, string>[];
};

function build(list: List, request: ListRequest, { rows, conditions: given, custom }: Parts): ListStatement {
  const order = orderOf(list, request.sort);
  const conditions = [...given];
  if (list.archivedAt)
    conditions.push(sql<SqlBool>`${sql.ref(list.archivedAt)} IS ${sql.raw(request.archived ? 'NOT NULL' : 'NULL')}`);
  if (request.q !== undefined) conditions.push(matches(list));
  if (request.cursor !== undefined) conditions.push(after(order));
  const position = order.map(({ ref }, index) => sql<string>`${sql.ref(ref)}::text`.as(`cursorKey${index}`));
  let query = rows.select([...custom, ...position]);
  for (const condition of conditions) query = query.where(condition);
  for (const { ref, descending } of order) query = query.orderBy(sql.ref(ref), descending ? 'desc' : 'asc');
  const limit = new Slot(({ request: { limit: most } }) => most + 1);
  const { sql: text, parameters } = query.limit(sql<number>`${limit}`).compile();
  const slots = parameters.map(asSlot);
  return { text, values: (from) => slots.map((slot) => slot.pick(from)), keys: order.length };
}

/** A value in the statement itself would be the first caller's, given to everybody. */
function asSlot(parameter: unknown): Slot {
  if (parameter instanceof Slot) return parameter;
  throw new Error('The rows of a list must not depend on a value.');
}

function orderOf({ name, sort, key }: ListSource, wanted: readonly string[]): Order[] {
  const columns = wanted.map((each): Order => {
    const column = sort[each.replace('-', '')];
    if (!column) throw new Error(`${name} has no order by ${each}`);
    return { ...column, descending: each.startsWith('-') };
  });
  // The key runs the way the first column does, as an index of both is read, and as ids count on with time.
  const descending = columns[0]?.descending === true;
  return [...columns, ...key.map((column) => ({ ...column, descending }))];
}

function inRange({ ranges }: List, name: string): RawBuilder<SqlBool> | undefined {
  const range = ranges?.[name];
  if (!range) return undefined;
  const value = new Slot(({ request }) => request[name]);
  const operator = range.keeps === 'from' ? '>=' : '<';
  return sql<SqlBool>`${sql.ref(range.ref)} ${sql.raw(operator)} ${value}::text::${sql.raw(range.type)}`;
}

function isTrue({ conditions }: List, name: string): RawBuilder<SqlBool> | undefined {
  return conditions?.[name]?.(sql`${new Slot(({ request }) => request[name])}`);
}

function isAnyOf(refs: readonly RawBuilder<unknown>[], name: string): RawBuilder<SqlBool> {
  const wanted = new Slot(({ request }) => (Array.isArray(request[name]) ? request[name] : [request[name]]));
  const each = refs.map((ref) => sql<SqlBool>`${ref} = ANY(${wanted})`);
  return each.length === 1 && each[0] ? each[0] : sql<SqlBool>`(${sql.join(each, sql` OR `)})`;
}

function matches({ search, searchBelow }: List): RawBuilder<SqlBool> {
  const pattern = new Slot(({ request }) => `%${(request.q ?? '').replace(/[\\%_]/g, '\\$&')}%`);
  const columns = search.map((ref) => sql<SqlBool>`${sql.ref(ref)} ILIKE ${pattern}`);
  return sql<SqlBool>`(${sql.join([...columns, ...(searchBelow ? [searchBelow(sql`${pattern}`)] : [])], sql` OR `)})`;
}

/**
 * a >= x AND ((a > x) OR (a = x AND b > y) OR …), with < for descending columns. The first part is what an index begins
 * reading at: of a disjunction it would read everything before, too.
 */
function after(order: readonly Order[]): RawBuilder<SqlBool> {
  const value = (index: number) =>
    sql`${new Slot(({ after: values }) => values[index] ?? '')}::text::${sql.raw(order[index]?.type ?? 'text')}`;
  const steps = order.map((column, index): RawBuilder<SqlBool> => {
    const equal = order.slice(0, index).map(({ ref }, before) => sql`${sql.ref(ref)} = ${value(before)}`);
    const beyond = sql`${sql.ref(column.ref)} ${sql.raw(column.descending ? '<' : '>')} ${value(index)}`;
    return sql<SqlBool>`(${sql.join([...equal, beyond], sql` AND `)})`;
  });
  const [first] = order;
  const beyond = sql<SqlBool>`(${sql.join(steps, sql` OR `)})`;
  if (!first) return beyond;
  return sql<SqlBool>`${sql.ref(first.ref)} ${sql.raw(first.descending ? '<=' : '>=')} ${value(0)} AND ${beyond}`;
}
