import type { TenantContext } from '@/context';
import { compareDecimals, isZero, negateDecimal, smallerOf, subtractDecimals } from '@/lib/decimal';
import type { BalanceChange } from '../ledger/balanceChanges';
import * as repo from './reservations.repo';

/**
 * Who was promised any lot leaves the one that somebody wants to whoever wants it, and is promised others, where those are
 * free. Answers whether anybody gave way to one of the changes that were refused.
 */
export async function giveWay(ctx: Pick<TenantContext, 'db'>, refused: readonly BalanceChange[]): Promise<boolean> {
  let gave = false;
  const lots = new Set(refused.map(({ lotId }) => lotId));
  for (const change of refused) gave = (await giveWayTo(ctx, change, lots)) || gave;
  return gave;
}

/** What leaves one of the lots that are wanted is not promised another one of them. */
async function giveWayTo(
  ctx: Pick<TenantContext, 'db'>,
  change: BalanceChange,
  lots: ReadonlySet<string | null>,
): Promise<boolean> {
  const { itemId, locationId, lotId, status, delta, released } = change;
  if (lotId === null || status !== 'AVAILABLE') return false;
  const all = await repo.lockFree(ctx, { itemId, locationId, lotId: null });
  const wanted = all.find((balance) => balance.lotId === lotId);
  if (!wanted) return false;
  const lacking = subtractDecimals(subtractDecimals(negateDecimal(delta), released), wanted.free);
  if (!isSome(lacking)) return true;
  const others = all.filter((balance) => !lots.has(balance.lotId) && isSome(balance.free));
  const shifts = shiftsOf(lacking, await repo.lockLoose(ctx, wanted.id), others);
  if (!shifts) return false;
  await repo.shiftAllocations(ctx, wanted.id, shifts);
  return true;
}

const isSome = (quantity: string) => compareDecimals(quantity, '0') > 0;

/** Which promises go where until nothing is lacking; undefined where that cannot be. */
function shiftsOf(
  lacking: string,
  promises: readonly { readonly reservationId: string; readonly quantity: string }[],
  others: readonly repo.Free[],
): repo.Shift[] | undefined {
  const places = others.map(({ id, free }) => ({ id, free }));
  const shifts: repo.Shift[] = [];
  let left = lacking;
  for (const { reservationId, quantity } of promises) {
    let movable = smallerOf(quantity, left);
    for (const place of places) {
      const part = smallerOf(movable, place.free);
      if (isZero(part)) continue;
      shifts.push({ reservationId, to: place.id, quantity: part });
      place.free = subtractDecimals(place.free, part);
      movable = subtractDecimals(movable, part);
      left = subtractDecimals(left, part);
    }
  }
  return isZero(left) && shifts.length > 0 ? shifts : undefined;
}
