import { v7 as uuidv7 } from 'uuid';
import { recordAudits } from '@/audit/audit';
import type { TenantContext } from '@/context';
import { fieldsOfTable } from '@/contract/customFields';
import { type CustomValues, filterName } from '@/contract/customValues';
import type { FieldFault } from '@/contract/errors';
import { compareDecimals } from '@/lib/decimal';
import type { NumberSeries } from '@/lib/numberSeries';
import { Refusal } from '@/lib/refusal';
import {
  customColumn,
  deleteMany,
  freeNumbers,
  holdMany,
  insertMany,
  type ManyColumn,
  plainColumn,
  type Reference,
  updateMany,
  usedAmong,
} from '@/records/manyRecords.repo';
import { type RecordTable, TABLE_NAMES } from '@/records/records.repo';
import type { CheckedRow, DoneRow, ImportColumn, ImportKind, WrittenRow } from './kind';

type Values = Readonly<Record<string, unknown>>;
/** A record as lists show it. */
type Shown = Values & {
  readonly id: string;
  readonly version: number;
  readonly archivedAt: string | null;
  readonly custom: CustomValues;
};

/** Records that are known by a code of theirs: a row whose code there is changes that record, any other makes one. */
export type RecordImport = Pick<ImportKind, 'name' | 'permission' | 'columns'> & {
  /** As the audit log calls one. */
  readonly entity: string;
  readonly table: RecordTable;
  /** The field with the code; a new record without one gets the next of the series. */
  readonly code: string;
  readonly series: NumberSeries;
  /** Fields a record keeps for good once it is made. */
  readonly kept: readonly string[];
  /** What a new record has where the file says nothing. */
  readonly defaults: (ctx: TenantContext) => Values;
  /** Rules between fields, of what a record would be. */
  readonly rules?: (record: Values) => FieldFault[];
  /** The records with one of these values in a field, as lists show them. */
  readonly load: (ctx: TenantContext, field: string, values: readonly string[]) => Promise<readonly object[]>;
  /** What points at records, so that one that is used can be named. */
  readonly usedBy: readonly Reference[];
};

const SQL_TYPE: Readonly<Record<ImportColumn['type'], string>> = {
  text: 'text',
  number: 'numeric',
  integer: 'integer',
  boolean: 'boolean',
  date: 'date',
  choice: 'text',
};
/** Names that a refusal tells. */
const MOST_NAMED = 10;

/** Every kind that was declared. */
export const RECORD_IMPORTS: RecordImport[] = [];

export function recordKind(of: RecordImport): ImportKind {
  RECORD_IMPORTS.push(of);
  const { name, permission, columns, code, table } = of;
  const shownBy = async (ctx: TenantContext, field: string, values: readonly string[]) =>
    (await of.load(ctx, field, values)) as readonly Shown[];

  async function byCode(ctx: TenantContext, rows: readonly CheckedRow[]): Promise<Map<unknown, Shown>> {
    const codes = rows.flatMap((row) => row.code ?? []);
    const found = codes.length > 0 ? await shownBy(ctx, code, codes) : [];
    return new Map(found.map((record) => [record[code], record]));
  }

  return {
    name,
    permission,
    columns,
    code,
    custom: TABLE_NAMES[table],
    async check(ctx, rows, hold) {
      const codes = rows.flatMap((row) => row.code ?? []);
      if (hold === 'hold' && codes.length > 0) await holdMany(ctx, table, code, codes);
      const known = await byCode(ctx, rows);
      for (const row of rows) checkRow(of, row, row.code === null ? undefined : known.get(row.code));
    },
    async write(ctx, rows) {
      const known = await byCode(ctx, rows);
      const changed = await change(
        of,
        ctx,
        rows.filter(({ makes }) => !makes),
        known,
      );
      const made = await make(
        of,
        ctx,
        rows.filter(({ makes }) => makes),
      );
      const done = [...changed, ...made];
      const after = await shownBy(
        ctx,
        'id',
        done.map(({ recordId }) => recordId),
      );
      await audit(of, ctx, done, { before: new Map([...known.values()].map((record) => [record.id, record])), after });
      const versions = new Map(after.map(({ id, version }) => [id, version]));
      const written = new Map(
        done.map((row) => [row.rowNumber, { ...row, madeVersion: versions.get(row.recordId) ?? 0 }]),
      );
      return rows.map((row) => written.get(row.rowNumber) ?? same(row, known.get(row.code)));
    },
    undo: (ctx, rows) => undo(of, ctx, rows, (ids) => shownBy(ctx, 'id', ids)),
  };
}

function checkRow({ columns, code, kept, rules }: RecordImport, row: CheckedRow, record: Shown | undefined): void {
  row.makes = record === undefined;
  if (record === undefined) {
    for (const { field, required } of columns)
      if (required && row.values[field] === undefined && !row.faults.some(({ path }) => path === field))
        row.faults.push({ path: field, code: 'required', message: 'A new record needs this' });
  } else {
    if (record.archivedAt !== null)
      row.faults.push({ path: code, code: 'archived', message: 'It is archived: restore it first' });
    for (const field of kept)
      if (row.values[field] !== undefined && row.values[field] !== record[field])
        row.faults.push({ path: field, code: 'kept', message: `It is ${record[field]}, and stays so` });
  }
  if (row.faults.length === 0) row.faults.push(...(rules?.({ ...record, ...row.values }) ?? []));
}

type Done = Omit<WrittenRow, 'madeVersion'> & { readonly outcome: 'MADE' | 'CHANGED' };

const same = ({ rowNumber, code }: CheckedRow, record: Shown | undefined): WrittenRow => {
  if (!record) throw new Error('A row has neither made nor changed a record, nor has it one.');
  return { rowNumber, code, outcome: 'SAME', recordId: record.id, before: null, madeVersion: record.version };
};

/** Every column the rows have something for; what a row says nothing of stays as `otherwise` has it. */
function written({ columns, table }: RecordImport, ctx: TenantContext, fields: ReadonlySet<string>): ManyColumn[] {
  const plain = columns
    .filter(({ field }) => fields.has(field))
    .map(({ field, type }) => plainColumn(field, SQL_TYPE[type]));
  const own = fieldsOfTable(ctx.fields, TABLE_NAMES[table]).map((field) => customColumn(field, filterName(field.key)));
  return [...plain, ...own.filter(({ name }) => fields.has(name))];
}

const fieldsIn = (rows: readonly Values[]) => new Set(rows.flatMap((row) => Object.keys(row)));

async function make(of: RecordImport, ctx: TenantContext, rows: readonly CheckedRow[]): Promise<Done[]> {
  const { table, code, series, defaults } = of;
  const numbers = await freeNumbers(ctx, table, code, series, rows.filter((row) => row.code === null).length);
  const records = rows.map(
    (row): Values => ({ ...defaults(ctx), ...row.values, id: uuidv7(), [code]: row.code ?? numbers.shift() }),
  );
  const fields = fieldsIn(records);
  const known = written(of, ctx, fields);
  const others = [...fields].filter((field) => !known.some(({ name }) => name === field));
  const more = others.map((field) => plainColumn(field, field === 'id' ? 'uuid' : 'text'));
  await insertMany(ctx, table, [...more, ...known], records);
  return rows.map(({ rowNumber }, index) => ({
    rowNumber,
    outcome: 'MADE',
    recordId: String(records[index]?.id),
    code: String(records[index]?.[code]),
    before: null,
  }));
}

/** Changes what differs; a row that says nothing new changes nothing. */
async function change(
  of: RecordImport,
  ctx: TenantContext,
  rows: readonly CheckedRow[],
  known: ReadonlyMap<unknown, Shown>,
): Promise<Done[]> {
  const differing = rows.flatMap((row) => {
    const record = known.get(row.code);
    if (!record) throw new Error('A record that was held is gone.');
    const news = Object.keys(row.values).filter((field) =>
      differs(of, field, valueIn(record, field), row.values[field]),
    );
    return news.length > 0 ? [{ row, record, news }] : [];
  });
  const fields = new Set(differing.flatMap(({ news }) => news));
  const changes = differing.map(({ row, record }) => ({ id: record.id, ...merged(fields, record, row.values) }));
  await updateMany(ctx, of.table, written(of, ctx, fields), changes);
  return differing.map(({ row, record, news }) => ({
    rowNumber: row.rowNumber,
    outcome: 'CHANGED',
    recordId: record.id,
    code: row.code,
    before: Object.fromEntries(news.map((field) => [field, valueIn(record, field) ?? null])),
  }));
}

const merged = (fields: ReadonlySet<string>, record: Shown, values: Values): Values =>
  Object.fromEntries([...fields].map((field) => [field, values[field] ?? valueIn(record, field)]));

const CUSTOM = filterName('');

const valueIn = (record: Shown, field: string): unknown =>
  field.startsWith(CUSTOM) ? record.custom[field.slice(CUSTOM.length)] : record[field];

function differs({ columns }: RecordImport, field: string, was: unknown, is: unknown): boolean {
  const type = columns.find((column) => column.field === field)?.type;
  const isDecimal =
    typeof was === 'string' && typeof is === 'string' && (type === 'number' || field.startsWith(CUSTOM));
  if (isDecimal && [was, is].every((each) => /^-?\d+(\.\d+)?$/.test(each))) return compareDecimals(was, is) !== 0;
  return was !== is;
}

type Images = { readonly before: ReadonlyMap<string, Shown>; readonly after: readonly Shown[] };

/** A row of the log for each record, as when somebody makes or changes it by hand. */
async function audit(
  { entity }: RecordImport,
  ctx: TenantContext,
  done: readonly Done[],
  images: Images,
): Promise<void> {
  const after = new Map(images.after.map((record) => [record.id, record]));
  const events = done.map(({ recordId, outcome }) => ({
    action: outcome === 'MADE' ? 'create' : 'update',
    entityId: recordId,
    before: outcome === 'MADE' ? null : (images.before.get(recordId) ?? null),
    after: after.get(recordId) ?? null,
  }));
  await recordAudits(ctx, entity, events);
}

async function undo(
  of: RecordImport,
  ctx: TenantContext,
  rows: readonly DoneRow[],
  load: (ids: readonly string[]) => Promise<readonly Shown[]>,
): Promise<void> {
  const ids = rows.map(({ recordId }) => recordId);
  await holdMany(ctx, of.table, 'id', ids);
  const before = new Map((await load(ids)).map((record) => [record.id, record]));
  const made = rows.filter(({ outcome }) => outcome === 'MADE').map(({ recordId }) => recordId);
  const used = await usedAmong(ctx, of.usedBy, made);
  refuseWhere(rows, 'changed', (row) => before.get(row.recordId)?.version !== row.madeVersion);
  refuseWhere(rows, 'used', (row) => used.has(row.recordId));
  if (!(await deleteMany(ctx, of.table, made)))
    throw new Refusal('IN_USE', 'Something depends on a record that this import has made.');
  const changed = rows.filter(({ outcome }) => outcome === 'CHANGED');
  const fields = fieldsIn(changed.map((row) => row.before ?? {}));
  const back = changed.map((row) => {
    const record = before.get(row.recordId) as Shown;
    const was = [...fields].map((field) => [
      field,
      row.before && field in row.before ? row.before[field] : valueIn(record, field),
    ]);
    return { id: row.recordId, ...Object.fromEntries(was) };
  });
  await updateMany(ctx, of.table, written(of, ctx, fields), back);
  const after = new Map((await load(changed.map(({ recordId }) => recordId))).map((record) => [record.id, record]));
  const events = rows.map(({ recordId, outcome }) => ({
    action: outcome === 'MADE' ? 'delete' : 'update',
    entityId: recordId,
    before: before.get(recordId) ?? null,
    after: after.get(recordId) ?? null,
  }));
  await recordAudits(ctx, of.entity, events);
}

function refuseWhere(rows: readonly DoneRow[], what: 'changed' | 'used', isSo: (row: DoneRow) => boolean): void {
  const names = rows.filter(isSo).map(({ code, rowNumber }) => code ?? `row ${rowNumber}`);
  if (names.length === 0) return;
  const named = names.slice(0, MOST_NAMED).join(', ');
  const more = names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : '';
  throw new Refusal(
    'IN_USE',
    `The import cannot be taken back: ${named}${more} ${names.length === 1 ? 'was' : 'were'} ${what} since.`,
  );
}
