import { CompiledQuery, type Kysely } from 'kysely';
import { type CustomField, type CustomFields, fieldsOfTable } from '@/contract/customFields';
import type { CustomValue, CustomValues } from '@/contract/customValues';
import type { CustomFieldTable } from '@/contract/enums';
import { isGuarded } from '@/contract/guardedFields';
import type { ListAnswer } from '@/contract/list';
import { fieldRefusal } from '@/lib/refusal';
import { openCursor, sealCursor } from './cursor';
import {
  type List,
  type ListColumn,
  type ListRequest,
  type ListSource,
  listStatement,
  offline,
  type RowsQuery,
} from './listStatement';
import { columnOf, fieldOf } from './naming';
import type { LocationScope, Within } from './scope';
import type { TenantTables } from './tables';

type TableList = {
  readonly name: string;
  readonly sort: Readonly<Record<string, ListColumn['type']>>;
  readonly search: readonly string[];
  readonly filters: readonly string[];
  /** Whether records can be put away: then the list shows those that are not, or with `archived` those that are. */
  readonly archives: boolean;
  /** The fields with the locations a record is of. */
  readonly location?: string | readonly string[];
  /** The table itself, when its company may give it fields of its own. */
  readonly custom?: CustomFieldTable;
};

/** The list of the records of `table` (or its alias): order and filters by API names, `createdAt` for `created_at`. */
export function listOfTable(table: string, of: TableList): ListSource {
  const { name, sort, search, filters, archives, location, custom } = of;
  const ref = (field: string) => `${table}.${columnOf(field)}`;
  return {
    name,
    sort: Object.fromEntries(Object.entries(sort).map(([field, type]) => [field, { ref: ref(field), type }])),
    key: [{ ref: ref('id'), type: 'uuid' }],
    search,
    filters: Object.fromEntries(filters.map((field) => [field, ref(field)])),
    ...(archives && { archivedAt: ref('archivedAt') }),
    ...(location && { location: [location].flat().map(ref) }),
    ...(custom && { custom: { table: custom, alias: table } }),
  };
}

const defined = new Set<string>();

/**
 * A list and where its rows come from: columns and joins, no conditions and no values, for the text is made once and
 * used for everybody. Rows that differ from caller to caller are lists of different names. What columns take from other
 * tables that have locations must be `held` to those of the caller.
 */
export function defineList(source: ListSource, rows: (db: Kysely<TenantTables>, held: Within) => RowsQuery): List {
  // The statements of a list are remembered by its name.
  if (defined.has(source.name)) throw new Error(`There are two lists called ${source.name}.`);
  requireNamedByField(source);
  defined.add(source.name);
  return { ...source, rows: (held) => rows(offline, held) };
}

/**
 * A guarded field is told from others by its name: nothing orders or filters by its column under another one, and nothing
 * searches in it, for what is found would say what is there.
 */
function requireNamedByField({ name, sort, filters, search }: ListSource): void {
  const columns = [
    ...Object.entries(sort).map(([field, { ref }]) => [field, ref]),
    ...Object.entries(filters).flatMap(([field, refs]) => [refs].flat().map((ref) => [field, ref])),
  ];
  const hiding = [...columns, ...search.map((ref) => ['', ref])].filter(([field, ref]) => {
    const shown = fieldOf(ref?.split('.')[1] ?? '');
    return isGuarded(shown) && shown !== field;
  });
  if (hiding.length > 0) throw new Error(`The list ${name} uses ${hiding.map(([, ref]) => ref)} under another name.`);
}

/** Whose list it is: the company, its connections, the fields it has declared; and where whoever asks works. */
export type ListOwner = {
  readonly db: Kysely<TenantTables>;
  readonly tenant: { readonly id: string };
  readonly fields: CustomFields;
  readonly scope: LocationScope;
};

/**
 * One page of a list, by keyset: rows after the cursor in the wanted order, whatever was inserted meanwhile.
 * The other fields of `request` are the filters; a cursor is good only for the same ones, the same custom fields and the
 * same locations.
 */
export async function listRows<Row>(
  { db, tenant, fields: all, scope }: ListOwner,
  list: List,
  request: ListRequest,
): Promise<ListAnswer<Row>> {
  requireFew(list, request);
  const { limit, cursor, ...same } = request;
  const fields = list.custom ? fieldsOfTable(all, list.custom.table) : [];
  const declared = fields.map(({ key, type }) => [key, type]);
  const seal = JSON.stringify([tenant.id, list.name, same, scope, ...(declared.length > 0 ? [declared] : [])]);
  const after = cursor === undefined ? [] : openCursor(cursor, seal);
  const { text, values, keys } = listStatement(list, request, { fields, scope });
  const compiled = CompiledQuery.raw(text, values({ request, after, scope }));
  const { rows } = await db.withoutPlugins().executeQuery<Record<string, unknown>>(compiled);
  const [first] = rows;
  if (!first) return { data: [], nextCursor: null };
  const columns = Object.keys(first);
  const shown = columns.slice(0, columns.length - keys - fields.length);
  const names = shown.map(fieldOf);
  const own = columns.slice(shown.length, shown.length + fields.length);
  const custom = list.custom && ((row: Stored) => customOf(row, own, fields));
  const data = rows.slice(0, limit).map((row) => pick<Row>(row, shown, names, custom));
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  const position = last && columns.slice(columns.length - keys).map((column) => String(last[column]));
  return { data, nextCursor: position ? sealCursor(position, seal) : null };
}

/** Throws RULE_VIOLATED for an order of few rows without a filter that leaves few. */
function requireFew({ ofFew }: List, request: ListRequest): void {
  const sort = request.sort.find((name) => ofFew?.sorts.includes(name.replace('-', '')));
  if (!ofFew || sort === undefined || ofFew.filters.some((name) => request[name] !== undefined)) return;
  const filters = ofFew.filters.join(' or ');
  throw fieldRefusal(
    'RULE_VIOLATED',
    'sort',
    `Only what one ${filters} leaves can be ordered by this: add that filter`,
  );
}

type Stored = Readonly<Record<string, unknown>>;

function pick<Row>(
  row: Stored,
  columns: readonly string[],
  fields: readonly string[],
  custom: ((row: Stored) => CustomValues) | undefined,
): Row {
  const picked: Record<string, unknown> = {};
  for (let index = 0; index < columns.length; index += 1) picked[fields[index] ?? ''] = row[columns[index] ?? ''];
  if (custom) picked.custom = custom(row);
  return picked as Row;
}

/** The values of the custom fields, which stand in `columns` in the order of the fields. */
function customOf(row: Stored, columns: readonly string[], fields: readonly CustomField[]): CustomValues {
  return Object.fromEntries(fields.map(({ key }, index) => [key, row[columns[index] ?? ''] as CustomValue]));
}
