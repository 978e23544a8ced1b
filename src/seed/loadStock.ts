import type { Transaction } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { StockDocumentType, Tracking, Unit, Valuation } from '@/contract/enums';
import type { TenantTables } from '@/database/tables';
import { compareDecimals, multiplyDecimals, shareOf, subtractDecimals, sumDecimals } from '@/lib/decimal';
import {
  allocate,
  documentNumber,
  FLOWS,
  insertDocument,
  insertLines,
  insertReservation,
  lockFree,
  moveLines,
  refreshAlerts,
  type StoredLine,
  withNewLots,
} from '@/modules/inventory';
import { type CsvRow, cell } from './csv';

type Ctx = {
  readonly db: Transaction<TenantTables>;
  readonly tenant: { readonly currency: string };
  readonly actor: `cli:${string}`;
};
type References = { readonly item: (sku: string) => string; readonly location: (name: string) => string };
type Parties = { readonly suppliers: readonly string[]; readonly customers: readonly string[] };

/** How goods of an item are told apart: dyed and spun goods by lots, cloth by rolls or pieces. */
export function trackingOf(row: CsvRow): { tracking: Tracking; valuation: Valuation } {
  const category = row.category ?? '';
  if (/yarn(?! dyed)/i.test(category)) return { tracking: 'LOT', valuation: 'FIFO' };
  if (/fabric|cloth/i.test(category)) return { tracking: 'ROLL', valuation: 'LOT' };
  return { tracking: 'NONE', valuation: 'MOVING_AVERAGE' };
}

/** What a place holds of an item in the end, and what came and went before: a stock and three months. */
type Holding = { readonly row: CsvRow; readonly itemRow: CsvRow; readonly opening: string; readonly monthly: string };

const MONTHS = [90, 60, 30];
const OPENING_DAYS = 120;

/**
 * Posts what leads to the stock of the sample: an opening, then three months of receipts and issues, place by place. Every
 * quantity the company shows is the sum of these movements.
 */
export async function loadStock(
  ctx: Ctx,
  rows: readonly CsvRow[],
  items: readonly CsvRow[],
  ids: References,
  parties: Parties,
): Promise<void> {
  const itemRows = new Map(items.map((row) => [cell(row, 'sku'), row]));
  for (const place of new Set(rows.map((row) => cell(row, 'location')))) {
    const holdings = rows
      .filter((row) => row.location === place)
      .filter((row) => compareDecimals(cell(row, 'onHand'), '0') > 0)
      .map((row) => plan(row, itemRows));
    await loadPlace(ctx, ids.location(place), holdings, ids, parties);
  }
  for (const row of rows) await loadReserved(ctx, row, ids);
  await refreshAlerts(ctx);
}

/** Three in ten of what there is in the end came each month, and a little more went, off a stock that was larger. */
function plan(row: CsvRow, itemRows: ReadonlyMap<string, CsvRow>): Holding {
  const onHand = cell(row, 'onHand');
  const places = onHand.includes('.') ? 2 : 0;
  const monthly = shareOf(onHand, '3', '10', places);
  const opening = sumDecimals(onHand, shareOf(onHand, '2', '10', places));
  return { row, itemRow: itemRows.get(cell(row, 'sku')) ?? {}, opening, monthly };
}

async function loadPlace(
  ctx: Ctx,
  locationId: string,
  holdings: readonly Holding[],
  ids: References,
  parties: Parties,
): Promise<void> {
  const lots = new Map<string, string | null>();
  const post = (
    type: StockDocumentType,
    daysAgo: number,
    of: readonly Holding[],
    much: (holding: Holding) => string,
    party = {},
  ) =>
    postDocument(
      ctx,
      { type, locationId, daysAgo, ...party },
      of.map((holding) => ({ holding, quantity: much(holding) })),
      ids,
      lots,
    );
  await post('OPENING', OPENING_DAYS, holdings, ({ opening }) => opening);
  const bought = holdings.filter(({ itemRow }) => isBought(itemRow));
  const madeHere = holdings.filter(({ itemRow }) => !isBought(itemRow));
  const sold = holdings.filter(({ itemRow }) => itemRow.kind === 'FINISHED_GOODS');
  const used = holdings.filter(({ itemRow }) => itemRow.kind !== 'FINISHED_GOODS');
  for (const [month, days] of MONTHS.entries()) {
    const supplierId = parties.suppliers[(month * 7 + holdings.length) % parties.suppliers.length];
    const customerId = parties.customers[(month * 5 + holdings.length) % parties.customers.length];
    // What is left to go by the last month is what makes the end come true.
    const gone = (holding: Holding) => (month < MONTHS.length - 1 ? holding.monthly : lastIssue(holding));
    await post('RECEIPT', days, bought, ({ monthly }) => monthly, { supplierId });
    await post('OUTPUT', days, madeHere, ({ monthly }) => monthly);
    await post('ISSUE', days - 10, used, gone);
    await post('DISPATCH', days - 10, sold, gone, { customerId });
  }
}

const isBought = ({ kind }: CsvRow) => kind === 'RAW_MATERIAL' || kind === 'CONSUMABLE' || kind === 'PACKAGING';

function lastIssue({ opening, monthly, row }: Holding): string {
  const came = sumDecimals(opening, monthly, monthly, monthly);
  return subtractDecimals(came, sumDecimals(monthly, monthly, cell(row, 'onHand')));
}

type Head = {
  readonly type: StockDocumentType;
  readonly locationId: string;
  readonly daysAgo: number;
  readonly supplierId?: string | undefined;
  readonly customerId?: string | undefined;
};
type Part = { readonly holding: Holding; readonly quantity: string };

/** One posted document. What comes in of a tracked item is a new lot; what goes out goes from the first. */
async function postDocument(
  ctx: Ctx,
  head: Head,
  parts: readonly Part[],
  ids: References,
  lots: Map<string, string | null>,
) {
  const some = parts.filter(({ quantity }) => compareDecimals(quantity, '0') > 0);
  if (some.length === 0) return;
  const { type, locationId, daysAgo, supplierId = null, customerId = null } = head;
  const effectiveDate = new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 10);
  const comes = FLOWS[type].from !== 'here';
  const lines = some.map((part) => lineOf(part, ids, comes, lots));
  const named = await withNewLots(ctx, lines, { supplierId, receivedOn: effectiveDate });
  const stored: StoredLine[] = named.map((line) => ({ ...line, id: uuidv7() }));
  for (const { item, lotId } of stored) if (comes && !lots.has(item.id)) lots.set(item.id, lotId);
  const fields = {
    type,
    locationId,
    toLocationId: null,
    viaTransit: false,
    supplierId,
    customerId,
    reason: null,
    effectiveDate,
    orderedOn: null,
  };
  const id = uuidv7();
  await moveLines(ctx, { ...fields, id }, stored);
  const numbered = await documentNumber(ctx, FLOWS[type]);
  const postedAt = new Date().toISOString();
  await insertDocument(ctx, {
    ...fields,
    id,
    ...numbered,
    status: 'POSTED',
    reference: null,
    notes: null,
    reversalOfId: null,
    postedAt,
  });
  await insertLines(ctx, id, stored);
}

function lineOf(
  { holding: { itemRow }, quantity }: Part,
  ids: References,
  comes: boolean,
  lots: ReadonlyMap<string, string | null>,
): Omit<StoredLine, 'id'> {
  const id = ids.item(cell(itemRow, 'sku'));
  const { tracking, valuation } = trackingOf(itemRow);
  const unit = cell(itemRow, 'unit') as Unit;
  const unitCost = itemRow.unitCost || null;
  const isNew = comes && tracking !== 'NONE';
  return {
    item: { id, valuation, secondUnit: null, standardCost: unitCost ?? '0', isWatched: false },
    names: { sku: cell(itemRow, 'sku'), itemName: cell(itemRow, 'name'), unit, secondUnit: null, tracking },
    lotId: comes ? null : (lots.get(id) ?? null),
    lotNumber: null,
    newLot: isNew ? { dyeLot: null, widthMm: itemRow.widthMm || null, gsm: itemRow.gsm || null } : undefined,
    status: 'AVAILABLE',
    toStatus: null,
    quantity,
    quantity2: null,
    entered: { unit, quantity, factor: '1' },
    unitCost: comes && unitCost !== null ? multiplyDecimals(unitCost, '1', 6) : null,
    reservationId: null,
  };
}

/** What is reserved in the sample, of whatever lots there are. */
async function loadReserved(ctx: Ctx, row: CsvRow, ids: References): Promise<void> {
  const quantity = row.reserved || '0';
  if (compareDecimals(quantity, '0') <= 0) return;
  const [itemId, locationId] = [ids.item(cell(row, 'sku')), ids.location(cell(row, 'location'))];
  const id = uuidv7();
  let left = quantity;
  const parts = (await lockFree(ctx, { itemId, locationId, lotId: null })).flatMap(({ id: balanceId, free }) => {
    const part = compareDecimals(free, left) < 0 ? free : left;
    left = subtractDecimals(left, part);
    return compareDecimals(part, '0') > 0 ? [{ balanceId, quantity: part }] : [];
  });
  const expiresAt = new Date(Date.now() + 60 * 86_400_000).toISOString();
  const reference = 'Production in hand';
  await insertReservation(ctx, { id, itemId, locationId, lotId: null, quantity, reference, expiresAt });
  await allocate(ctx, id, parts);
}
