import { v7 as uuidv7 } from 'uuid';
import type { TenantContext } from '@/context';
import type { Reservation, ReservationBody } from '@/contract/reservations';
import { compareDecimals, isZero, smallerOf, subtractDecimals } from '@/lib/decimal';
import { fieldRefusal, notFound, Refusal, refuseFaults } from '@/lib/refusal';
import { lockRow, updateVersioned } from '@/records/records.repo';
import { FLOWS } from '../documents/flows';
import { checkLines } from '../documents/lines';
import { requireInUse } from '../documents/place';
import { readHead, readLines } from '../documents/readings.repo';
import { releaseExpired } from './expiry.repo';
import * as repo from './reservations.repo';

const ENTITY = 'reservation';

export async function getReservation(ctx: TenantContext, id: string): Promise<Reservation> {
  const found = await repo.findReservation(ctx, id);
  if (!found) throw notFound();
  return found;
}

/** Promises goods. Throws INSUFFICIENT_STOCK where less is free, RULE_VIOLATED with all faults. */
export async function reserve(ctx: TenantContext, body: ReservationBody): Promise<Reservation> {
  const { itemId, locationId, lotId = null, reference = null, expiresAt } = body;
  const quantity = await checkedQuantity(ctx, body);
  await releaseExpired(ctx, [itemId]);
  const free = await repo.lockFree(ctx, { itemId, locationId, lotId });
  const allocations = spread(quantity, free);
  const id = uuidv7();
  await repo.insertReservation(ctx, { id, itemId, locationId, lotId, quantity, reference, expiresAt });
  await repo.allocate(ctx, id, allocations);
  const after = await getReservation(ctx, id);
  await ctx.audit({ action: 'create', entity: ENTITY, entityId: id, after });
  return after;
}

/** Gives promised goods free again. */
export async function release(ctx: TenantContext, id: string): Promise<Reservation> {
  await lockRow(ctx, 'reservations', id);
  const before = await getReservation(ctx, id);
  if (before.status !== 'ACTIVE') throw new Refusal('INVALID_STATE', 'This reservation is over already.');
  await repo.freeAll(ctx, id);
  await updateVersioned(ctx, 'reservations', id, before.version, { status: 'RELEASED', quantityOpen: '0' });
  const after = await getReservation(ctx, id);
  await ctx.audit({ action: 'release', entity: ENTITY, entityId: id, before, after });
  return after;
}

async function checkedQuantity(ctx: TenantContext, body: ReservationBody): Promise<string> {
  const { itemId, locationId, lotId, quantity, unit, expiresAt } = body;
  const head = await readHead(ctx, { locationId });
  requireInUse(head);
  if (expiresAt !== undefined && Date.parse(expiresAt) <= Date.parse(head.now))
    throw fieldRefusal('RULE_VIOLATED', 'expiresAt', 'This is over already');
  const [reading] = await readLines(ctx, [{ itemId, lotId }]);
  // Of an item with lots any will do, so here it need not name one.
  const any = reading && ({ ...reading, tracking: lotId == null ? 'NONE' : reading.tracking } as const);
  const line = { itemId, lotId, quantity, ...(unit !== undefined && { unit }) };
  const { lines, faults } = checkLines(FLOWS.ISSUE, [line], any ? [any] : [], ctx.tenant.currency);
  const mine = faults.map((fault) => ({ ...fault, path: fault.path.replace('lines.0.', '') }));
  refuseFaults(mine);
  return lines[0]?.quantity ?? quantity;
}

/** Spreads a quantity over what is free, in the order given. Throws INSUFFICIENT_STOCK. */
function spread(quantity: string, free: readonly repo.Free[]): repo.Allocation[] {
  let left = quantity;
  const parts = free.flatMap((balance) => {
    const quantityOf = compareDecimals(balance.free, '0') > 0 ? smallerOf(left, balance.free) : '0';
    left = subtractDecimals(left, quantityOf);
    return isZero(quantityOf) ? [] : [{ balanceId: balance.id, quantity: quantityOf }];
  });
  if (isZero(left)) return parts;
  const there = subtractDecimals(quantity, left);
  throw fieldRefusal('INSUFFICIENT_STOCK', 'quantity', `Only ${there} is free here, not ${quantity}`);
}
