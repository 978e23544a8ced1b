import type { TenantContext } from '@/context';
import { Refusal } from '@/lib/refusal';

/** The person who asks. Throws FORBIDDEN where a key does. */
export function personOf({ userId }: Pick<TenantContext, 'userId'>): string {
  if (userId === null) throw new Refusal('FORBIDDEN', 'An API key cannot do this: it takes a person who is signed in.');
  return userId;
}
