import { sql } from 'kysely';
import type { TenantContext } from '@/context';
import type { NewLot } from '@/contract/stockDocuments';

/** Who new lots come from, and when. */
export type Origin = { readonly supplierId: string | null; readonly receivedOn: string };
export type NewLotRow = NewLot & { readonly id: string; readonly number: string; readonly itemId: string };

/** Writes lots whose numbers their items do not have yet; answers the ids of those it wrote. */
export async function insertNewLots(
  { db }: Pick<TenantContext, 'db'>,
  rows: readonly NewLotRow[],
  { supplierId, receivedOn }: Origin,
): Promise<ReadonlySet<string>> {
  const all = <T>(pick: (row: NewLotRow) => T) => rows.map((row) => pick(row) ?? null);
  const { rows: made } = await sql<{ id: string }>`
    INSERT INTO lots (id, item_id, number, supplier_lot, dye_lot, shade_group, ticket_length_m, actual_length_m, width_mm, gsm,
      weight_kg, package, package_content, expires_on, notes, supplier_id, received_on)
    SELECT l.*, ${supplierId}::uuid, ${receivedOn}::date FROM unnest(
      ${all(({ id }) => id)}::uuid[], ${all(({ itemId }) => itemId)}::uuid[], ${all(({ number }) => number)}::text[],
      ${all((row) => row.supplierLot)}::text[], ${all((row) => row.dyeLot)}::text[], ${all((row) => row.shadeGroup)}::text[],
      ${all((row) => row.ticketLengthM)}::numeric[], ${all((row) => row.actualLengthM)}::numeric[],
      ${all((row) => row.widthMm)}::numeric[], ${all((row) => row.gsm)}::numeric[], ${all((row) => row.weightKg)}::numeric[],
      ${all((row) => row.package)}::text[], ${all((row) => row.packageContent)}::numeric[],
      ${all((row) => row.expiresOn)}::date[], ${all((row) => row.notes)}::text[]) AS l
    ON CONFLICT (item_id, number) DO NOTHING RETURNING id`.execute(db);
  return new Set(made.map(({ id }) => id));
}
