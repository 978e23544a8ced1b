import type { TenantContext } from '@/context';
import type { FieldFault } from '@/contract/errors';
import { compareDecimals, isZero, smallerOf, subtractDecimals } from '@/lib/decimal';
import { refuseFaults } from '@/lib/refusal';
import { type Allocated, lockForUse, type OpenReservation, writeUse } from './use.repo';

/** What a line takes of what was reserved for it. */
export type Use = {
  readonly reservationId: string | null;
  readonly itemId: string;
  readonly locationId: string;
  readonly lotId: string | null;
  readonly quantity: string;
  readonly path: string;
};

/**
 * Uses reservations up. Answers for each use how much of it is promised on the very balance that is taken from: posting
 * releases that there; what was promised elsewhere is freed here. Throws RULE_VIOLATED for a reservation that is over, of
 * something else, or too small.
 */
export async function useReservations(ctx: Pick<TenantContext, 'db'>, uses: readonly Use[]): Promise<string[]> {
  const ids = uses.flatMap(({ reservationId }) => reservationId ?? []);
  if (ids.length === 0) return uses.map(() => '0');
  const { reservations, allocations } = await lockForUse(ctx, [...new Set(ids)].sort());
  const open = new Map(reservations.map((each) => [each.id, each]));
  const left = new Map(reservations.map(({ id, quantityOpen }) => [id, quantityOpen]));
  const held = allocations.map((each) => ({ ...each, left: each.quantity }));
  const faults: FieldFault[] = [];
  const here = uses.map((use) => {
    const { reservationId } = use;
    if (reservationId === null) return '0';
    const message = faultOf(use, open.get(reservationId), left.get(reservationId) ?? '0');
    if (message) {
      faults.push({ path: use.path, code: 'RULE_VIOLATED', message });
      return '0';
    }
    left.set(reservationId, subtractDecimals(left.get(reservationId) ?? '0', use.quantity));
    return takeFrom(held, use);
  });
  refuseFaults(faults);
  const used = [...left].map(([id, quantityOpen]) => ({ id, quantityOpen }));
  await writeUse(
    ctx,
    used,
    held.filter((each) => each.left !== each.quantity),
  );
  return here;
}

function faultOf(use: Use, reservation: OpenReservation | undefined, left: string): string | undefined {
  if (!reservation) return 'There is no such reservation';
  if (!reservation.isOpen) return 'This reservation is over';
  if (reservation.itemId !== use.itemId || reservation.locationId !== use.locationId)
    return 'This reservation is of another item or place';
  if (reservation.lotId !== null && reservation.lotId !== use.lotId) return 'This reservation is of another lot';
  return compareDecimals(use.quantity, left) > 0 ? `Only ${left} of it is reserved still` : undefined;
}

type Holding = Allocated & { left: string; freed?: string };

/** Takes a use off what its reservation holds, first where the goods lie; answers how much of it that was. */
function takeFrom(held: Holding[], { reservationId, lotId, quantity }: Use): string {
  let wanted = quantity;
  let here = '0';
  const own = held.filter((each) => each.reservationId === reservationId);
  for (const each of [...own.filter((one) => one.lotId === lotId), ...own.filter((one) => one.lotId !== lotId)]) {
    const part = smallerOf(wanted, each.left);
    if (isZero(part)) continue;
    each.left = subtractDecimals(each.left, part);
    wanted = subtractDecimals(wanted, part);
    if (each.lotId === lotId) here = part;
    else each.freed = subtractDecimals(each.freed ?? '0', `-${part}`);
  }
  return here;
}
