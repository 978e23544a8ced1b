import { CompiledQuery, type Kysely, type SelectQueryBuilder } from 'kysely';
import type { ListAnswer } from '@/contract/list';
import { openCursor, sealCursor } from './cursor';
import { type List, type ListColumn, type ListRequest, type ListSource, listStatement, offline } from './listStatement';
import { columnOf, fieldOf } from './naming';
import type { TenantTables } from './tables';

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
  const ref = (field: string) => `${table}.${columnOf(field)}`;
  return {
    name,
    sort: Object.fromEntries(Object.entries(sort).map(([field, type]) => [field, { ref: ref(field), type }])),
    key: [{ ref: ref('id'), type: 'uuid' }],
    search,
    filters: Object.fromEntries(filters.map((field) => [field, ref(field)])),
    ...(archives && { archivedAt: ref('archivedAt') }),
  };
}

const defined = new Set<string>();

/**
 * A list and where its rows come from: columns and joins, no conditions and no values, for the text is made once and
 * used for everybody. Rows that differ from caller to caller are lists of different names.
 */
export function defineList<Tables, From extends keyof Tables, Row>(
  source: ListSource,
  rows: (db: Kysely<TenantTables>) => SelectQueryBuilder<Tables, From, Row>,
): List {
  // The statements of a list are remembered by its name.
  if (defined.has(source.name)) throw new Error(`There are two lists called ${source.name}.`);
  defined.add(source.name);
  return { ...source, select: (more) => withColumns(rows(offline), more) };
}

function withColumns<Tables, From extends keyof Tables, Row>(
  query: SelectQueryBuilder<Tables, From, Row>,
  more: Parameters<List['select']>[0],
): string {
  const { sql: text, parameters } = query.select(more).compile();
  if (parameters.length > 0) throw new Error('The rows of a list must not depend on a value.');
  return text;
}

/**
 * One page of a list, by keyset: rows after the cursor in the wanted order, whatever was inserted meanwhile.
 * The other fields of `request` are the filters; a cursor is good only for the same ones.
 */
export async function listRows<Row>(
  db: Kysely<TenantTables>,
  list: List,
  tenantId: string,
  request: ListRequest,
): Promise<ListAnswer<Row>> {
  const { limit, cursor, ...same } = request;
  const scope = JSON.stringify([tenantId, list.name, same]);
  const after = cursor === undefined ? [] : openCursor(cursor, scope);
  const { text, values, keys } = listStatement(list, request);
  const compiled = CompiledQuery.raw(text, values({ request, after }));
  const { rows } = await db.withoutPlugins().executeQuery<Record<string, unknown>>(compiled);
  const [first] = rows;
  if (!first) return { data: [], nextCursor: null };
  const columns = Object.keys(first);
  const shown = columns.slice(0, columns.length - keys);
  const fields = shown.map(fieldOf);
  const data = rows.slice(0, limit).map((row) => pick<Row>(row, shown, fields));
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  const position = last && columns.slice(shown.length).map((column) => String(last[column]));
  return { data, nextCursor: position ? sealCursor(position, scope) : null };
}

function pick<Row>(row: Readonly<Record<string, unknown>>, columns: readonly string[], fields: readonly string[]): Row {
  const picked: Record<string, unknown> = {};
  for (let index = 0; index < columns.length; index += 1) picked[fields[index] ?? ''] = row[columns[index] ?? ''];
  return picked as Row;
}
