import type { TenantContext } from '@/context';
import type { FieldFault } from '@/contract/errors';
import type { StockLineBody } from '@/contract/stockDocuments';
import { readReserved } from '../reservations/reservations.repo';

/**
 * What is wrong with the reservations that lines name, whether they are posted now or later: one that is elsewhere is not
 * there for whoever does not work there.
 */
export async function reservationFaults(
  ctx: TenantContext,
  locationId: string,
  lines: readonly StockLineBody[],
): Promise<FieldFault[]> {
  const ids = lines.flatMap(({ reservationId }) => reservationId ?? []);
  if (ids.length === 0) return [];
  const known = new Map((await readReserved(ctx, [...new Set(ids)])).map((each) => [each.id, each]));
  return lines.flatMap(({ reservationId, itemId }, index) => {
    if (reservationId == null) return [];
    const reserved = known.get(reservationId);
    if (reserved?.itemId === itemId && reserved.locationId === locationId) return [];
    const message = reserved ? 'This reservation is of another item or place' : 'There is no such reservation';
    return [{ path: `lines.${index}.reservationId`, code: 'RULE_VIOLATED', message }];
  });
}
