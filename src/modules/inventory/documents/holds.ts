import { userOf } from '@/audit/actors';
import { namesOf } from '@/audit/people.repo';
import type { TenantContext } from '@/context';
import type { FieldFault } from '@/contract/errors';
import type { CustomerHold } from '@/contract/stockDocuments';
import type { Head } from './head';
import { findHold } from './holds.repo';

type Ctx = Pick<TenantContext, 'db' | 'tenant'>;
type Document = Pick<Head, 'type' | 'customerId'>;

/**
 * What keeps goods from going to the customer of a document; null where nothing does. Who is on hold is sent nothing; what
 * they send back is taken.
 */
export async function holdOf(ctx: Ctx, { type, customerId }: Document): Promise<CustomerHold | null> {
  if (type !== 'DISPATCH' || customerId === null) return null;
  const hold = await findHold(ctx, customerId);
  if (!hold) return null;
  const { reason, actor, since } = hold;
  const userId = userOf(actor);
  const names = await namesOf(ctx.tenant.id, userId === undefined ? [] : [userId]);
  return { reason, since, by: names.get(userId ?? '') ?? null };
}

/** What is wrong with posting a document: its customer is on hold. */
export function holdFaults(hold: CustomerHold | null): FieldFault[] {
  if (hold === null) return [];
  const { reason, since, by } = hold;
  const told = [
    'This customer is on hold',
    ...(since === null ? [] : [`since ${since.slice(0, 10)}`]),
    ...(by === null ? [] : [`by ${by}`]),
  ].join(', ');
  const why = reason === null ? '' : `: ${reason}`;
  return [{ path: 'customerId', code: 'RULE_VIOLATED', message: `${told}${why}. Nothing is sent to them meanwhile` }];
}
