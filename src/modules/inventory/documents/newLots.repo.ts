import { sql } from 'kysely';
import type { TenantContext } from '@/context';
import type { NewLot } from '@/contract/stockDocuments';
import { type GivenColumns, givenRows } from '@/database/givenRows';

/** Who new lots come from, and when. */
export type Origin = { readonly supplierId: string | null; readonly receivedOn: string };
export type NewLotRow = NewLot & { readonly id: string; readonly number: string; readonly itemId: string };

const LOT: GivenColumns<NewLotRow> = {
  id: ['uuid', ({ id }) => id],
  item_id: ['uuid', ({ itemId }) => itemId],
  number: ['text', ({ number }) => number],
  supplier_lot: ['text', ({ supplierLot }) => supplierLot],
  dye_lot: ['text', ({ dyeLot }) => dyeLot],
  shade_group: ['text', ({ shadeGroup }) => shadeGroup],
  ticket_length_m: ['numeric', ({ ticketLengthM }) => ticketLengthM],
  actual_length_m: ['numeric', ({ actualLengthM }) => actualLengthM],
  width_mm: ['numeric', ({ widthMm }) => widthMm],
  gsm: ['numeric', ({ gsm }) => gsm],
  weight_kg: ['numeric', ({ weightKg }) => weightKg],
  package: ['text', (row) => row.package],
  package_content: ['numeric', ({ packageContent }) => packageContent],
  expires_on: ['date', ({ expiresOn }) => expiresOn],
  notes: ['text', ({ notes }) => notes],
};

/** Writes lots whose numbers their items do not have yet; answers the ids of those it wrote. */
export async function insertNewLots(
  { db }: Pick<TenantContext, 'db'>,
  rows: readonly NewLotRow[],
  { supplierId, receivedOn }: Origin,
): Promise<ReadonlySet<string>> {
  const { rows: made } = await sql<{ id: string }>`
    INSERT INTO lots (${sql.raw(Object.keys(LOT).join(', '))}, supplier_id, received_on)
    SELECT l.*, ${supplierId}::uuid, ${receivedOn}::date FROM ${givenRows(rows, LOT)} AS l
    ON CONFLICT (item_id, number) DO NOTHING RETURNING id`.execute(db);
  return new Set(made.map(({ id }) => id));
}
