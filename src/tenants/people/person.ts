import type { TenantContext, UserContext } from '@/context';
import { takesAPerson } from '@/lib/refusal';

/** The person who asks. Throws FORBIDDEN where a key does. */
export function personOf({ userId }: Pick<TenantContext, 'userId'>): string {
  if (userId === null) throw takesAPerson();
  return userId;
}

/** The same with their session. Throws FORBIDDEN where a key asks. */
export function signedInPerson(ctx: TenantContext): UserContext {
  const { userId, sessionId } = ctx;
  if (userId === null || sessionId === null) throw takesAPerson();
  return { ...ctx, userId, sessionId };
}
