import { v7 as uuidv7 } from 'uuid';
import { recordAudits } from '@/audit/audit';
import type { TenantContext } from '@/context';
import { fieldsOfTable } from '@/contract/customFields';
import { filterName } from '@/contract/customValues';
import { compareDecimals } from '@/lib/decimal';
import { Refusal } from '@/lib/refusal';
import {
  customColumn,
  deleteMany,
  deleteParts,
  holdMany,
  insertMany,
  type ManyColumn,
  plainColumn,
  updateMany,
  usedAmong,
} from '@/records/manyRecords.repo';
import { customFieldTable } from '@/records/records.repo';
import { codeFields, codeKey, shownCode } from './codes';
import type { CheckedRow, DoneRow, ImportColumn, ImportKind, WrittenRow } from './kind';
import type { Meant, RecordImport, Shown, Values, Written } from './recordImport';

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
  const { name, permission, columns, code, within, unique, table } = of;
  const shownBy = async (ctx: TenantContext, field: string, values: readonly string[]) =>
    (await of.load(ctx, field, values)) as readonly Shown[];

  async function found(ctx: TenantContext, rows: readonly CheckedRow[], hold: 'hold' | 'look') {
    const coded = rows.filter((row) => row.code !== null);
    if (coded.length === 0) return [];
    if (of.find) return (await of.find(ctx, coded, hold)) as readonly Shown[];
    const codes = coded.flatMap((row) => row.code ?? []);
    if (hold === 'hold') await holdMany(ctx, table, code, codes);
    return shownBy(ctx, code, codes);
  }
  async function byCode(ctx: TenantContext, rows: readonly CheckedRow[], hold: 'hold' | 'look' = 'look') {
    return new Map((await found(ctx, rows, hold)).map((record) => [keyOf(of, record), record]));
  }

  return {
    name,
    permission,
    columns,
    code,
    within,
    unique,
    custom: customFieldTable(table),
    async check(ctx, rows, hold) {
      const known = await byCode(ctx, rows, hold);
      const meant = rows.map(
        (row): Meant => ({ row, record: row.code === null ? undefined : known.get(keyOf(of, row.values)) }),
      );
      const fixed = await fixedAmong(of, ctx, meant);
      for (const { row, record } of meant) checkRow(of, row, record, fixed);
      await of.look?.(ctx, meant);
    },
    async write(ctx, checked) {
      const known = await byCode(ctx, checked);
      const rows = await completed(of, ctx, checked, known);
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
      const before = new Map([...known.values()].map((record) => [record.id, record]));
      await audit(of, ctx, done, { before, after });
      await of.afterwards?.(
        ctx,
        after.map((record) => ({ id: record.id, before: before.get(record.id), after: record })),
      );
      const versions = new Map(after.map(({ id, version }) => [id, version]));
      const written = new Map(
        done.map((row) => [row.rowNumber, { ...row, madeVersion: versions.get(row.recordId) ?? 0 }]),
      );
      return rows.map((row) => written.get(row.rowNumber) ?? same(row, known.get(keyOf(of, row.values))));
    },
    undo: (ctx, rows) => undo(of, ctx, rows, (ids) => shownBy(ctx, 'id', ids)),
  };
}

type Known = ReadonlyMap<string | null, Shown>;

const keyOf = ({ code, within }: RecordImport, values: Values) => codeKey(codeFields(code, within), values);
const nameOf = ({ code, within }: RecordImport, values: Values) => shownCode(codeFields(code, within), values);

const keptByRow = ({ kept }: RecordImport, { row, record }: Meant): string[] =>
  (kept?.fields ?? []).filter(
    (field) => record && row.values[field] !== undefined && row.values[field] !== record[field],
  );

/** The records that would be changed in what they may have to keep, and have to. */
async function fixedAmong(of: RecordImport, ctx: TenantContext, meant: readonly Meant[]): Promise<ReadonlySet<string>> {
  const ids = meant.flatMap((each) => (each.record && keptByRow(of, each).length > 0 ? [each.record.id] : []));
  return of.kept && ids.length > 0 ? of.kept.among(ctx, ids) : new Set();
}

/** The rows as they are kept. */
async function completed(
  of: RecordImport,
  ctx: TenantContext,
  rows: readonly CheckedRow[],
  known: Known,
): Promise<readonly CheckedRow[]> {
  const { complete } = of;
  if (!complete) return rows;
  const meant = rows.map((row) => ({ row, record: row.makes ? undefined : known.get(keyOf(of, row.values)) }));
  const more = await complete(ctx, meant);
  return rows.map((row, index) => ({ ...row, values: { ...row.values, ...more[index] } }));
}

function checkRow(of: RecordImport, row: CheckedRow, record: Shown | undefined, fixed: ReadonlySet<string>): void {
  const { columns, code, rules } = of;
  row.makes = record === undefined;
  if (record === undefined) {
    for (const { field, required } of columns)
      if (required && row.values[field] === undefined && !row.faults.some(({ path }) => path === field))
        row.faults.push({ path: field, code: 'required', message: 'A new record needs this' });
  } else {
    if (record.archivedAt !== null)
      row.faults.push({ path: code, code: 'archived', message: 'It is archived: restore it first' });
    for (const field of fixed.has(record.id) ? keptByRow(of, { row, record }) : [])
      row.faults.push({ path: field, code: 'kept', message: `It is ${record[field] ?? 'none'}, and stays so` });
  }
  if (row.faults.length === 0) row.faults.push(...(rules?.({ ...record, ...row.values }, row.values, record) ?? []));
}

type Done = Omit<WrittenRow, 'madeVersion'> & { readonly outcome: 'MADE' | 'CHANGED' };

const same = ({ rowNumber, code }: CheckedRow, record: Shown | undefined): WrittenRow => {
  if (!record) throw new Error('A row has neither made nor changed a record, nor has it one.');
  return { rowNumber, code, outcome: 'SAME', recordId: record.id, before: null, madeVersion: record.version };
};

/** Every column the rows have something for; what a row says nothing of stays as `otherwise` has it. */
function written(
  { columns, names = [], beside = {}, table }: RecordImport,
  ctx: TenantContext,
  fields: ReadonlySet<string>,
): ManyColumn[] {
  const types = [...columns.map(({ field, type }) => [field, SQL_TYPE[type]] as const), ...Object.entries(beside)];
  const kept = types.filter(([field]) => fields.has(field) && !names.includes(field));
  const plain = kept.map(([field, type]) => plainColumn(field, type));
  const custom = customFieldTable(table);
  const own = custom ? fieldsOfTable(ctx.fields, custom) : [];
  const ownColumns = own.map((field) => customColumn(field, filterName(field.key)));
  return [...plain, ...ownColumns.filter(({ name }) => fields.has(name))];
}

const fieldsIn = (rows: readonly Values[]) => new Set(rows.flatMap((row) => Object.keys(row)));

async function make(of: RecordImport, ctx: TenantContext, rows: readonly CheckedRow[]): Promise<Done[]> {
  const { table, code, codes, defaults, keys } = of;
  const uncoded = rows.filter((row) => row.code === null).map(({ values }) => values);
  const numbers = uncoded.length > 0 ? await codes(ctx, uncoded) : [];
  const records = rows.map((row): Values => {
    const record = { ...defaults(ctx), ...row.values };
    return { ...record, ...keys?.(record), id: uuidv7(), [code]: row.values[code] ?? numbers.shift() };
  });
  await insertMany(ctx, table, [plainColumn('id', 'uuid'), ...written(of, ctx, fieldsIn(records))], records);
  return rows.map(({ rowNumber }, index) => ({
    rowNumber,
    outcome: 'MADE',
    recordId: String(records[index]?.id),
    code: nameOf(of, records[index] ?? {}),
    before: null,
  }));
}

/** Changes what differs; a row that says nothing new changes nothing. */
async function change(
  of: RecordImport,
  ctx: TenantContext,
  rows: readonly CheckedRow[],
  known: Known,
): Promise<Done[]> {
  const differing = rows.flatMap((row) => {
    const record = known.get(keyOf(of, row.values));
    if (!record) throw new Error('A record that was held is gone.');
    const news = Object.keys(row.values).filter((field) =>
      differs(of, field, valueIn(record, field), row.values[field]),
    );
    return news.length > 0 ? [{ row, record, news }] : [];
  });
  const fields = new Set(differing.flatMap(({ news }) => news));
  await update(
    of,
    ctx,
    differing.map(({ row, record }) => ({ record, changes: merged(fields, record, row.values) })),
  );
  return differing.map(({ row, record, news }) => ({
    rowNumber: row.rowNumber,
    outcome: 'CHANGED',
    recordId: record.id,
    code: row.code,
    before: Object.fromEntries(news.map((field) => [field, valueIn(record, field) ?? null])),
  }));
}

/** Writes changes, the same fields of each, and what follows from them. */
async function update(
  of: RecordImport,
  ctx: TenantContext,
  all: readonly { readonly record: Shown; readonly changes: Values }[],
): Promise<void> {
  const rows = all.map(({ record, changes }) => ({
    ...changes,
    ...of.keys?.({ ...record, ...changes }),
    id: record.id,
  }));
  await updateMany(ctx, of.table, written(of, ctx, fieldsIn(rows)), rows);
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
  await deleteParts(ctx, of.parts ?? [], made);
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
    return { record, changes: Object.fromEntries(was) };
  });
  await update(of, ctx, back);
  const after = new Map((await load(changed.map(({ recordId }) => recordId))).map((record) => [record.id, record]));
  const events = rows.map(({ recordId, outcome }) => ({
    action: outcome === 'MADE' ? 'delete' : 'update',
    entityId: recordId,
    before: before.get(recordId) ?? null,
    after: after.get(recordId) ?? null,
  }));
  await recordAudits(ctx, of.entity, events);
  const put = [...after.values()].map(
    (record): Written => ({ id: record.id, before: before.get(record.id), after: record }),
  );
  await of.afterwards?.(ctx, put);
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
