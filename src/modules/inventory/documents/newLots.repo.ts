import { sql } from 'kysely';
import type { TenantContext } from '@/context';
import type { NewLot } from '@/contract/stockDocuments';
import { type GivenColumns, givenRows } from '@/database/givenRows';

export type NewLotRow = NewLot & {
  readonly id: string;
  readonly number: string;
  readonly itemId: string;
  readonly receivedOn: string;
};

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
  received_on: ['date', ({ receivedOn }) => receivedOn],
};

/** Writes lots whose numbers their items do not have yet; answers the ids of those it wrote. */
export async function insertNewLots(
  { db }: Pick<TenantContext, 'db'>,
  rows: readonly NewLotRow[],
  supplierId: string | null,
): Promise<ReadonlySet<string>> {
  const { rows: made } = await sql<{ id: string }>`
    INSERT INTO lots (${sql.raw(Object.keys(LOT).join(', '))}, supplier_id)
    SELECT l.*, ${supplierId}::uuid FROM ${givenRows(rows, LOT)} AS l
    ON CONFLICT (item_id, number) DO NOTHING RETURNING id`.execute(db);
  return new Set(made.map(({ id }) => id));
}
