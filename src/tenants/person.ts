import type { TenantContext, UserContext } from '@/context';
import { Refusal } from '@/lib/refusal';

/** The person who asks. Throws FORBIDDEN where a key does. */
export function personOf({ userId }: Pick<TenantContext, 'userId'>): string {
  if (userId === null) throw notAPerson();
  return userId;
}

/** The same with their session. Throws FORBIDDEN where a key asks. */
export function signedInPerson(ctx: TenantContext): UserContext {
  const { userId, sessionId } = ctx;
  if (userId === null || sessionId === null) throw notAPerson();
  return { ...ctx, userId, sessionId };
}

const notAPerson = () => new Refusal('FORBIDDEN', 'An API key cannot do this: it takes a person who is signed in.');
