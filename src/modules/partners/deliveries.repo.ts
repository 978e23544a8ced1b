import { sql } from 'kysely';
import type { TenantContext } from '@/context';
import type { Rating } from '@/contract/partners';
import { andWithin, within } from '@/database/scope';
import { divideDecimals } from '@/lib/decimal';

type Deliveries = NonNullable<Rating>['deliveries'];
type Ctx = Pick<TenantContext, 'db' | 'scope'>;

/** A share, or a mean of days, has so many places. */
const PLACES = 4;

/**
 * How a supplier has delivered, at the places whoever asks sees; null before the first receipt. What was taken back by a
 * linked document was not delivered, and not sent back.
 */
export async function findDeliveries(ctx: Ctx, supplierId: string, leadTimeDays: number | null): Promise<Deliveries> {
  const counted = await countReceipts(ctx, supplierId, leadTimeDays);
  if (counted.receipts === 0) return null;
  const { receipts, measured, onTime, late } = counted;
  const times = { measured, onTime, share: share(onTime, measured), daysLate: share(late, measured) };
  return {
    receipts,
    onTime: measured === 0 ? null : times,
    quantities: await quantities(ctx, supplierId),
    lengths: await lengths(ctx, supplierId),
  };
}

const share = (part: number | string, of: number | string) =>
  of === 0 ? '0' : divideDecimals(String(part), String(of), PLACES);

const stands = (ctx: Ctx, supplierId: string) => sql`d.supplier_id = ${supplierId}::uuid AND d.status = 'POSTED'
  AND d.reversal_of_id IS NULL${andWithin(within(ctx.scope), 'd.location_id')}`;

type Counted = { receipts: number; measured: number; onTime: number; late: number };

/** Without a lead time nothing was promised, and without a day of ordering nobody knows from when. */
async function countReceipts(ctx: Ctx, supplierId: string, leadTimeDays: number | null): Promise<Counted> {
  const late = sql`d.effective_date - d.ordered_on - ${leadTimeDays}::int`;
  const { rows } = await sql<Counted>`
    SELECT count(*)::int AS receipts, count(${late})::int AS measured, (count(*) FILTER (WHERE ${late} <= 0))::int AS on_time,
      coalesce(sum(greatest(${late}, 0)), 0)::int AS late
    FROM stock_documents d WHERE d.type = 'RECEIPT' AND ${stands(ctx, supplierId)}`.execute(ctx.db);
  return rows[0] ?? { receipts: 0, measured: 0, onTime: 0, late: 0 };
}

async function quantities(ctx: Ctx, supplierId: string) {
  const { rows } = await sql<{ unit: string; received: string; returned: string }>`
    SELECT i.unit, coalesce(sum(l.quantity) FILTER (WHERE d.type = 'RECEIPT'), 0)::numeric(18,4) AS received,
      coalesce(sum(l.quantity) FILTER (WHERE d.type = 'SUPPLIER_RETURN'), 0)::numeric(18,4) AS returned
    FROM stock_documents d JOIN stock_document_lines l ON l.document_id = d.id JOIN inventory_items i ON i.id = l.item_id
    WHERE d.type IN ('RECEIPT', 'SUPPLIER_RETURN') AND ${stands(ctx, supplierId)}
    GROUP BY i.unit HAVING sum(l.quantity) FILTER (WHERE d.type = 'RECEIPT') > 0 ORDER BY i.unit`.execute(ctx.db);
  return rows.map((row) => ({ ...row, returnedShare: share(row.returned, row.received) }));
}

/** Of lots that came with its receipts, where both lengths are known. */
async function lengths(ctx: Ctx, supplierId: string) {
  const { rows } = await sql<{ lots: number; ticketM: string; actualM: string }>`
    SELECT count(*)::int AS lots, coalesce(sum(ticket_length_m), 0)::numeric(18,4) AS ticket_m, coalesce(sum(actual_length_m), 0)::numeric(18,4) AS actual_m
    FROM lots WHERE ticket_length_m > 0 AND actual_length_m IS NOT NULL AND id IN (
      SELECT l.lot_id FROM stock_documents d JOIN stock_document_lines l ON l.document_id = d.id
      WHERE d.type = 'RECEIPT' AND ${stands(ctx, supplierId)})`.execute(ctx.db);
  const [row] = rows;
  return row && row.lots > 0 ? { ...row, share: share(row.actualM, row.ticketM) } : null;
}
