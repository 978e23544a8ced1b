import type { TenantContext } from '@/context';
import { fieldRefusal, Refusal } from '@/lib/refusal';
import { type HeadReading, readHead } from './readings.repo';

/** The day it is, for what moves at a location now. Throws RULE_VIOLATED where it is not there, not in use, or the stock is closed. */
export async function todayAt(ctx: Pick<TenantContext, 'db' | 'scope'>, locationId: string): Promise<string> {
  const reading = await readHead(ctx, { locationId });
  requireInUse(reading);
  const { closedThrough, today } = reading;
  if (closedThrough === null || today > closedThrough) return today;
  throw new Refusal('RULE_VIOLATED', `The stock is closed through ${closedThrough}.`);
}

/** Throws RULE_VIOLATED where the location that was read is not there, or not in use. */
export function requireInUse({ locationActive }: HeadReading): void {
  if (locationActive === null) throw fieldRefusal('RULE_VIOLATED', 'locationId', 'There is no such location');
  if (!locationActive) throw fieldRefusal('RULE_VIOLATED', 'locationId', 'This location is not in use any more');
}
