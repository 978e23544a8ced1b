import { type Kysely, sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import type { TenantContext } from '@/context';
import type { ListAnswer } from '@/contract/list';
import type {
  StockDocument,
  StockDocumentLine,
  StockDocumentRow,
  stockDocumentListQuery,
} from '@/contract/stockDocuments';
import { type GivenColumns, givenRows } from '@/database/givenRows';
import { runHeldBack, runHot } from '@/database/hotQuery';
import { defineList, listOfTable, listRows } from '@/database/listRows';
import { nextNumber } from '@/database/numbers';
import type { TenantTables } from '@/database/tables';
import { formatNumber, NUMBER_SERIES, NUMBER_WIDTH } from '@/lib/numberSeries';
import { inScope } from '@/records/records.repo';
import type { Flow } from './flows';
import { holdOf } from './holds';
import type { CheckedLine } from './lines';

const COLUMNS = [
  'stockDocuments.id',
  'stockDocuments.version',
  'stockDocuments.createdAt',
  'stockDocuments.updatedAt',
  'stockDocuments.archivedAt',
  'stockDocuments.number',
  'stockDocuments.type',
  'stockDocuments.status',
  'stockDocuments.locationId',
  'stockDocuments.toLocationId',
  'stockDocuments.viaTransit',
  'stockDocuments.supplierId',
  'stockDocuments.customerId',
  'stockDocuments.reason',
  'stockDocuments.effectiveDate',
  'stockDocuments.orderedOn',
  'stockDocuments.reference',
  'stockDocuments.notes',
  'stockDocuments.reversalOfId',
  'stockDocuments.postedAt',
] as const;

const SOURCE = listOfTable('stock_documents', {
  name: 'stockDocuments',
  sort: { createdAt: 'timestamptz', number: 'text', effectiveDate: 'date' },
  search: ['stock_documents.number', 'stock_documents.reference'],
  filters: ['type', 'status', 'locationId', 'toLocationId', 'supplierId', 'customerId', 'reversalOfId'],
  archives: true,
  location: ['locationId', 'toLocationId'],
});

const select = (db: Kysely<TenantTables>) => db.selectFrom('stockDocuments').select(COLUMNS);
const LIST = defineList(SOURCE, select);

export async function listDocuments(
  ctx: TenantContext,
  query: z.output<typeof stockDocumentListQuery>,
): Promise<ListAnswer<StockDocumentRow>> {
  return listRows(ctx, LIST, query);
}

/** A document with its lines; undefined where whoever asks works at neither of its locations. */
export async function findDocument(ctx: TenantContext, id: string): Promise<StockDocument | undefined> {
  const query = select(ctx.db).where('stockDocuments.id', '=', id).where(inScope(ctx, 'stockDocuments'));
  const row = await query.executeTakeFirst();
  if (!row) return undefined;
  const found = row as StockDocumentRow;
  return { ...found, lines: await findLines(ctx, id), customerHold: await holdOf(ctx, found) };
}

/** By id, the state of each of these documents that whoever asks may see. */
export async function statesOf(ctx: TenantContext, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const held = inScope(ctx, 'stockDocuments', 'stock_documents');
  const query = ctx.db.selectFrom('stockDocuments').select(['id', 'status']).where('id', '=', sql<string>`ANY(${ids})`);
  const rows = await (held ? query.where(held) : query).execute();
  return new Map(rows.map(({ id, status }) => [id, status]));
}

async function findLines(ctx: TenantContext, documentId: string): Promise<StockDocumentLine[]> {
  const rows = await ctx.db
    .selectFrom('stockDocumentLines as line')
    .innerJoin('inventoryItems as item', 'item.id', 'line.itemId')
    .leftJoin('lots', 'lots.id', 'line.lotId')
    .select([
      'line.id',
      'line.lineNumber',
      'line.itemId',
      'item.sku',
      'item.name as itemName',
      'item.unit',
      'item.secondUnit',
      'item.tracking',
      'line.lotId',
      'lots.number as lotNumber',
      'line.status',
      'line.toStatus',
      'line.quantity',
      'line.quantity2',
      'line.enteredUnit',
      'line.enteredQty as enteredQuantity',
      'line.unitCost',
      'line.reservationId',
    ])
    .where('line.documentId', '=', documentId)
    .orderBy('line.lineNumber')
    .execute();
  return rows as StockDocumentLine[];
}

/** What a document is called, and the serial that it is made of; null where the number has a counter of its own. */
type Numbered = { readonly number: string; readonly serial: string | null };

export type NewDocument = Omit<StockDocumentRow, 'version' | 'createdAt' | 'updatedAt' | 'archivedAt'> & Numbered;

/**
 * The next number of a kind of document. One without gaps is held to the end of the transaction: everybody who wants the next
 * waits for it. All others only count on, whoever keeps or drops theirs; `taken` is a serial that was taken before.
 */
export async function documentNumber(
  { db }: Pick<TenantContext, 'db'>,
  { series, gapless }: Flow,
  taken: string | null = null,
): Promise<Numbered> {
  if (gapless) return { number: await nextNumber(db, series), serial: null };
  const serial = taken ?? (await nextSerial(db));
  return { number: formatNumber(NUMBER_SERIES[series], NUMBER_WIDTH, serial), serial };
}

async function nextSerial(db: TenantContext['db']): Promise<string> {
  const [row] = await runHot(sql<{ serial: string }>`SELECT nextval('stock_documents_serial_seq')::text AS serial`, db);
  return row?.serial ?? '';
}

export async function insertDocument({ db }: Pick<TenantContext, 'db'>, row: NewDocument): Promise<void> {
  const statement = sql`
    INSERT INTO stock_documents (id, number, type, status, location_id, to_location_id, via_transit, supplier_id, customer_id, reason,
      effective_date, ordered_on, reference, notes, reversal_of_id, posted_at, serial)
    VALUES (${row.id}, ${row.number}, ${row.type}, ${row.status}, ${row.locationId}, ${row.toLocationId}, ${row.viaTransit},
      ${row.supplierId}, ${row.customerId}, ${row.reason}, ${row.effectiveDate}::date, ${row.orderedOn}::date, ${row.reference},
      ${row.notes}, ${row.reversalOfId}, ${row.postedAt}::timestamptz,
      coalesce(${row.serial}::bigint, nextval('stock_documents_serial_seq')))`;
  await runHeldBack(statement, db);
}

/** A checked line with the id it has or will have. */
export type StoredLine = CheckedLine & { readonly id: string };

export const withIds = (lines: readonly CheckedLine[]): StoredLine[] =>
  lines.map((line) => ({ ...line, id: uuidv7() }));

const LINE: GivenColumns<StoredLine & { readonly lineNumber: number }> = {
  id: ['uuid', ({ id }) => id],
  line_number: ['int', ({ lineNumber }) => lineNumber],
  item_id: ['uuid', ({ item }) => item.id],
  lot_id: ['uuid', ({ lotId }) => lotId],
  status: ['text', ({ status }) => status],
  to_status: ['text', ({ toStatus }) => toStatus],
  quantity: ['numeric', ({ quantity }) => quantity],
  quantity_2: ['numeric', ({ quantity2 }) => quantity2],
  entered_unit: ['text', ({ entered }) => entered.unit],
  entered_qty: ['numeric', ({ entered }) => entered.quantity],
  unit_factor: ['numeric', ({ entered }) => entered.factor],
  unit_cost: ['numeric', ({ unitCost }) => unitCost],
  reservation_id: ['uuid', ({ reservationId }) => reservationId],
};

export async function insertLines(
  { db }: Pick<TenantContext, 'db'>,
  documentId: string,
  lines: readonly StoredLine[],
): Promise<void> {
  const numbered = lines.map((line, index) => ({ ...line, lineNumber: index + 1 }));
  const statement = sql`
    INSERT INTO stock_document_lines (${sql.raw(Object.keys(LINE).join(', '))}, document_id)
    SELECT l.*, ${documentId}::uuid FROM ${givenRows(numbered, LINE)} AS l`;
  await runHeldBack(statement, db);
}

export async function deleteLines({ db }: TenantContext, documentId: string): Promise<void> {
  await db.deleteFrom('stockDocumentLines').where('documentId', '=', documentId).execute();
}

/** The lines of a document as they were checked when it was drafted, with what posting needs to know of their items. */
export async function storedLines({ db, tenant }: TenantContext, documentId: string): Promise<StoredLine[]> {
  const rows = await db
    .selectFrom('stockDocumentLines as line')
    .innerJoin('inventoryItems as item', 'item.id', 'line.itemId')
    .leftJoin('lots', 'lots.id', 'line.lotId')
    .select([
      'line.id',
      'line.itemId',
      'item.sku',
      'item.name as itemName',
      'item.unit',
      'item.secondUnit',
      'item.tracking',
      'item.valuation',
      'item.currency',
      'item.unitCost as standardCost',
      'line.lotId',
      'lots.number as lotNumber',
      'line.status',
      'line.toStatus',
      'line.quantity',
      'line.quantity2',
      'line.enteredUnit',
      'line.enteredQty',
      'line.unitFactor',
      'line.unitCost',
      'line.reservationId',
    ])
    .where('line.documentId', '=', documentId)
    .orderBy('line.lineNumber')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    item: {
      id: row.itemId,
      valuation: row.valuation as StoredLine['item']['valuation'],
      secondUnit: row.secondUnit,
      standardCost: row.currency === tenant.currency ? (row.standardCost ?? '0') : '0',
      isWatched: true,
    },
    names: {
      sku: row.sku,
      itemName: row.itemName,
      unit: row.unit as StoredLine['names']['unit'],
      secondUnit: row.secondUnit as StoredLine['names']['secondUnit'],
      tracking: row.tracking as StoredLine['names']['tracking'],
    },
    lotId: row.lotId,
    lotNumber: row.lotNumber,
    newLot: undefined,
    status: row.status as StoredLine['status'],
    toStatus: row.toStatus as StoredLine['toStatus'],
    quantity: row.quantity,
    quantity2: row.quantity2,
    entered: { unit: row.enteredUnit, quantity: row.enteredQty, factor: row.unitFactor },
    unitCost: row.unitCost,
    reservationId: row.reservationId,
  }));
}

/** The instant of the transaction, as its rows have it. */
export async function now({ db }: TenantContext): Promise<string> {
  const { rows } = await sql<{ now: string }>`SELECT now()::timestamptz(3) AS now`.execute(db);
  return rows[0]?.now ?? '';
}
