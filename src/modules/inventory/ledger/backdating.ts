import type { TenantContext } from '@/context';
import { faultsRefusal } from '@/lib/refusal';
import { shortDays } from './backdating.repo';
import { type BalanceChange, takesStock } from './balanceChanges';

/**
 * Whoever takes goods on an earlier day than the last takes them from every day since: none of them may end below zero.
 * The changes are made already; the moves they stand for are of that day, and not looked at. Throws RULE_VIOLATED.
 */
export async function requireEarlierDaysHold(
  { db }: Pick<TenantContext, 'db'>,
  changes: readonly BalanceChange[],
  effectiveDate: string,
): Promise<void> {
  const taking = changes.filter(takesStock);
  if (taking.length === 0) return;
  const rows = await shortDays({ db }, taking, effectiveDate);
  if (rows.length === 0) return;
  const faults = rows.map(({ place, day, item, location, least }) => ({
    path: taking[place - 1]?.path ?? '',
    code: 'RULE_VIOLATED',
    message: `On ${day} ${location} would have had ${least} of ${item}: choose a later day`,
  }));
  throw faultsRefusal(faults);
}
