import { sql } from 'kysely';
import type { TenantContext } from '@/context';
import type { Tracking, Unit, Valuation } from '@/contract/enums';
import { givenRows } from '@/database/givenRows';
import { runAnew, runHot } from '@/database/hotQuery';
import { COMPANY_DAY, LATEST_DAY } from '@/records/companyDay.repo';

/** What a line points at, as it is now. */
export type LineReading = {
  readonly place: number;
  readonly itemId: string | null;
  readonly sku: string;
  readonly itemName: string;
  readonly unit: Unit;
  readonly secondUnit: Unit | null;
  readonly tracking: Tracking;
  readonly valuation: Valuation;
  readonly currency: string;
  readonly unitCost: string | null;
  readonly itemArchived: boolean;
  /** Whether there are levels it is watched by, or its lots expire. */
  readonly isWatched: boolean;
  readonly lotItemId: string | null;
  readonly lotNumber: string | null;
  readonly lotArchived: boolean | null;
  readonly package: string | null;
  readonly packageContent: string | null;
};

/** What the head of a document needs to know: null where there is no such record. */
export type HeadReading = {
  readonly locationActive: boolean | null;
  readonly toLocationActive: boolean | null;
  readonly supplierUsable: boolean | null;
  readonly customerUsable: boolean | null;
  readonly closedThrough: string | null;
  /** Of the transaction. */
  readonly now: string;
  /** The last day that may have come. */
  readonly latestDay: string;
  /** The company's. */
  readonly today: string;
};

type Lines = readonly { readonly itemId: string; readonly lotId?: string | null | undefined }[];
type Head = {
  readonly locationId: string;
  readonly toLocationId?: string | null | undefined;
  readonly supplierId?: string | null | undefined;
  readonly customerId?: string | null | undefined;
};
type Ctx = Pick<TenantContext, 'db' | 'scope'>;

const LINE = sql`(l.place - 1)::int AS place, i.id AS item_id, i.sku, i.name AS item_name, i.unit, i.second_unit, i.tracking, i.valuation,
  i.currency, i.unit_cost, i.archived_at IS NOT NULL AS item_archived,
  coalesce(i.reorder_point, i.minimum_stock, i.maximum_stock) IS NOT NULL OR lots.expires_on IS NOT NULL
    OR EXISTS (SELECT 1 FROM reorder_levels r WHERE r.item_id = i.id) AS is_watched,
  lots.item_id AS lot_item_id, lots.number AS lot_number, lots.archived_at IS NOT NULL AS lot_archived, lots.package,
  lots.package_content`;

/**
 * Lines by their place from 1, with what they point at, which is held as a foreign key to it is: whoever archives it, or says
 * that it is kept or valued in another way, waits for what is made of these lines and sees it; or these wait for them.
 */
const linesOf = (lines: Lines) => sql`
  ${givenRows(lines, { item_id: ['uuid', ({ itemId }) => itemId], lot_id: ['uuid', ({ lotId }) => lotId] }, 'place')} AS l
  LEFT JOIN ${held('inventory_items', lines, ({ itemId }) => itemId)} i ON i.id = l.item_id
  LEFT JOIN ${held('lots', lines, ({ lotId }) => lotId ?? null)} lots ON lots.id = l.lot_id`;

/** As givenRows, a single one is given as a plain value. */
function held(table: string, lines: Lines, idOf: (line: Lines[number]) => string | null) {
  const [only, ...more] = lines.map(idOf);
  const ids = more.length === 0 ? sql`= ${only ?? null}::uuid` : sql`= ANY(${[only, ...more]}::uuid[])`;
  return sql`(SELECT * FROM ${sql.table(table)} WHERE id ${ids} ORDER BY id FOR KEY SHARE)`;
}

/** As whoever asks may see it: a location they do not work at is not there. */
const headOf = ({ scope }: Ctx, { locationId, toLocationId = null, supplierId = null, customerId = null }: Head) => sql`
  (SELECT is_active FROM locations WHERE id = ${locationId}::uuid AND (${scope}::uuid[] IS NULL OR id = ANY(${scope}::uuid[]))) AS location_active,
  (SELECT is_active FROM locations WHERE id = ${toLocationId}::uuid) AS to_location_active,
  (SELECT archived_at IS NULL FROM suppliers WHERE id = ${supplierId}::uuid) AS supplier_usable,
  (SELECT archived_at IS NULL FROM customers WHERE id = ${customerId}::uuid) AS customer_usable,
  (SELECT closed_through::text FROM stock_settings) AS closed_through,
  now()::timestamptz(3) AS now, (${LATEST_DAY})::text AS latest_day, ${COMPANY_DAY}::text AS today`;

/** More lines than people type are worth a plan of their own. */
const MANY_LINES = 50;
const runnerFor = (lines: Lines) => (lines.length > MANY_LINES ? runAnew : runHot);

/** What lines point at, each by its place from 0. */
export async function readLines({ db }: Pick<TenantContext, 'db'>, lines: Lines): Promise<LineReading[]> {
  return runnerFor(lines)(sql<LineReading>`SELECT ${LINE} FROM ${linesOf(lines)} ORDER BY l.place`, db);
}

/** The head of a document, as whoever asks may see it. */
export async function readHead(ctx: Ctx, head: Head): Promise<HeadReading> {
  const [row] = await runHot(sql<HeadReading>`SELECT ${headOf(ctx, head)}`, ctx.db);
  if (!row) throw new Error('a SELECT without FROM gave no row');
  return row;
}

/** What a document says is read, and the serial it takes. */
export type DocumentReading = {
  readonly head: HeadReading;
  readonly lines: LineReading[];
  readonly serial: string | null;
};

/** Both of a document with at least one line, at once, and the next serial where it `takesSerial`. */
export async function readDocument(ctx: Ctx, head: Head, lines: Lines, takesSerial: boolean): Promise<DocumentReading> {
  const serial = takesSerial ? sql`nextval('stock_documents_serial_seq')::text` : sql`NULL`;
  const rows = await runnerFor(lines)(
    sql<LineReading & HeadReading & { serial: string | null }>`
      WITH head AS MATERIALIZED (SELECT ${headOf(ctx, head)}, ${serial} AS serial)
      SELECT ${LINE}, head.* FROM head CROSS JOIN ${linesOf(lines)} ORDER BY l.place`,
    ctx.db,
  );
  const [first] = rows;
  return first
    ? { head: first, lines: rows, serial: first.serial }
    : { head: await readHead(ctx, head), lines: [], serial: null };
}
