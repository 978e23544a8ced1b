import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { TenantContext } from '@/context';
import type { NewLot } from '@/contract/stockDocuments';
import { nextNumbers } from '@/database/numbers';
import { Refusal } from '@/lib/refusal';
import type { CheckedLine } from './lines';

type Origin = { readonly supplierId: string | null; readonly receivedOn: string };
type Row = NewLot & { readonly id: string; readonly number: string; readonly itemId: string };

/**
 * Makes the lots that lines say are new, all in one statement; answers the lines with them. Throws ALREADY_EXISTS for
 * numbers the item has already.
 */
export async function withNewLots(
  ctx: Pick<TenantContext, 'db'>,
  lines: readonly CheckedLine[],
  origin: Origin,
): Promise<readonly CheckedLine[]> {
  const unnumbered = lines.filter(({ newLot }) => newLot && newLot.number === undefined).length;
  const numbers = unnumbered > 0 ? await nextNumbers(ctx.db, 'LOT', unnumbered) : [];
  const rows: Row[] = [];
  const named = lines.map((line) => {
    if (!line.newLot) return line;
    const number = line.newLot.number ?? numbers.shift() ?? '';
    const row = { ...line.newLot, id: uuidv7(), number, itemId: line.item.id };
    rows.push(row);
    return { ...line, lotId: row.id, lotNumber: number, newLot: undefined };
  });
  if (rows.length > 0) await insertLots(ctx, rows, origin, lines);
  return named;
}

async function insertLots(
  { db }: Pick<TenantContext, 'db'>,
  rows: readonly Row[],
  { supplierId, receivedOn }: Origin,
  lines: readonly CheckedLine[],
): Promise<void> {
  const all = <T>(pick: (row: Row) => T) => rows.map((row) => pick(row) ?? null);
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
  if (made.length === rows.length) return;
  const ids = new Set(made.map(({ id }) => id));
  const taken = rows.filter(({ id }) => !ids.has(id));
  const faults = taken.map(({ itemId, number }) => {
    const index = lines.findIndex((line) => line.item.id === itemId && line.newLot?.number === number);
    return {
      path: index < 0 ? 'lines' : `lines.${index}.lot.number`,
      code: 'ALREADY_EXISTS',
      message: `This item has a lot ${number} already`,
    };
  });
  throw new Refusal('ALREADY_EXISTS', 'Some of these lots are there already.', faults);
}
