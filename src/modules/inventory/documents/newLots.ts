import { v7 as uuidv7 } from 'uuid';
import type { TenantContext } from '@/context';
import { nextNumbers } from '@/database/numbers';
import { Refusal } from '@/lib/refusal';
import type { CheckedLine } from './lines';
import { insertNewLots, type NewLotRow } from './newLots.repo';

/** Who new lots come from, and when. */
export type Origin = { readonly supplierId: string | null; readonly receivedOn: string };

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
  const rows: NewLotRow[] = [];
  const named = lines.map((line) => {
    if (!line.newLot) return line;
    const number = line.newLot.number ?? numbers.shift() ?? '';
    const row = { ...line.newLot, id: uuidv7(), number, itemId: line.item.id, receivedOn: origin.receivedOn };
    rows.push(row);
    return { ...line, lotId: row.id, lotNumber: number, newLot: undefined };
  });
  if (rows.length > 0) await insertLots(ctx, rows, origin, lines);
  return named;
}

async function insertLots(
  ctx: Pick<TenantContext, 'db'>,
  rows: readonly NewLotRow[],
  origin: Origin,
  lines: readonly CheckedLine[],
): Promise<void> {
  const ids = await insertNewLots(ctx, rows, origin.supplierId);
  if (ids.size === rows.length) return;
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
