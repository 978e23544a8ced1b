import type { z } from 'zod';
import { recordAudit } from '@/audit/audit';
import { noteWrite } from '@/audit/sealing';
import type { TenantContext } from '@/context';
import type { CustomFieldTable } from '@/contract/enums';
import { hiddenFields, withoutFields } from '@/contract/guardedFields';
import type { EXPORT_FORMATS, ListAnswer } from '@/contract/list';
import { fromSnapshot } from '@/database/snapshot';
import { withTenantTransaction } from '@/database/transaction';
import { type Download, download } from '@/http/route';
import { cellText } from '@/lib/cells';
import { csvLine } from '@/lib/csv';
import { Thrift } from '@/lib/thrift';
import { xlsxFile } from '@/lib/xlsx/write';
import { type Column, columnsOf } from './columns';

/** Rows read, and so held in memory, at once. */
const PAGE = 1000;
/** Without it a spreadsheet takes UTF-8 for something else. */
const BYTE_ORDER_MARK = '\ufeff';

export const EXPORT_TYPES = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

type Query = { readonly format: (typeof EXPORT_FORMATS)[number]; readonly [name: string]: unknown };
type Row = Readonly<Record<string, unknown>>;

export type ExportedList = {
  /** Of the list: `/inventory/items`. */
  readonly path: string;
  readonly response: z.ZodType;
  readonly custom: CustomFieldTable | undefined;
  /** A page of the list. */
  readonly list: (ctx: TenantContext, query: never) => Promise<ListAnswer<unknown>>;
};

/** A file of all rows that the query leaves, as whoever asks may see them, from one moment; the audit log tells of it. */
export async function exportList(ctx: TenantContext, exported: ExportedList, query: Query): Promise<Download> {
  const { format, ...asked } = query;
  const hidden = hiddenFields({ has: (permission) => ctx.can(permission) });
  const columns = columnsOf(exported.response, { table: exported.custom, fields: ctx.fields }, hidden);
  const name = exported.path.slice(1).replaceAll('/', '-');
  await noteExport(ctx, name, query);
  const rows = fromSnapshot(ctx.tenant.id, (db) => pagesOf({ ...ctx, db }, exported, asked, hidden));
  // Read before anything is answered, so that what fails at once is refused like every request.
  const pages = startingWith(await rows.next(), rows);
  return download({
    fileName: `${name}-${ctx.tenant.slug}.${format}`,
    contentType: EXPORT_TYPES[format],
    chunks: format === 'csv' ? csvPieces(columns, pages) : xlsxPieces(name, columns, pages),
  });
}

async function noteExport(ctx: TenantContext, name: string, after: Query): Promise<void> {
  const event = { action: 'export', entity: 'list', entityId: name, after: { name, ...after } };
  await withTenantTransaction(ctx, (db) => recordAudit({ ...ctx, db }, event));
  noteWrite(ctx.tenant.id);
}

async function* pagesOf(
  ctx: TenantContext,
  { list }: ExportedList,
  asked: object,
  hidden: ReadonlySet<string>,
): AsyncGenerator<Row[]> {
  const thrift = new Thrift();
  let cursor: string | null | undefined;
  try {
    do {
      const page = await list(ctx, { ...asked, limit: PAGE, ...(cursor && { cursor }) } as never);
      thrift.add(page.data.length);
      yield page.data.map((row) => withoutFields(row, hidden) as Row);
      cursor = page.nextCursor;
    } while (cursor);
  } finally {
    thrift.end();
  }
}

async function* csvPieces(columns: readonly Column[], pages: AsyncIterable<Row[]>): AsyncGenerator<string> {
  let heading = BYTE_ORDER_MARK + csvLine(columns.map((column) => column.heading));
  for await (const rows of pages) {
    yield heading + rows.map((row) => csvLine(columns.map(({ valueIn }) => cellText(valueIn(row))))).join('');
    heading = '';
  }
}

function xlsxPieces(name: string, columns: readonly Column[], pages: AsyncIterable<Row[]>): AsyncGenerator<Uint8Array> {
  const cells = (row: Row) => columns.map(({ valueIn, type }) => ({ text: cellText(valueIn(row)), type }));
  const heading = columns.map((column) => ({ text: column.heading, type: 'text' as const }));
  return xlsxFile(
    name,
    heading,
    mapped(pages, (rows) => rows.map(cells)),
  );
}

async function* mapped<From, To>(pages: AsyncIterable<From>, map: (page: From) => To): AsyncGenerator<To> {
  for await (const page of pages) yield map(page);
}

/** Begun already: whoever never comes for a piece can still give all of them up. */
function startingWith<T>(first: IteratorResult<T>, rest: AsyncGenerator<T>): AsyncIterableIterator<T> {
  let read: IteratorResult<T> | undefined = first;
  return {
    next: async () => {
      const next = read ?? (await rest.next());
      read = undefined;
      return next;
    },
    return: () => rest.return(undefined),
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
