import type { RequestContext, UserContext } from '@/context';
import type { MessageChannel } from '@/contract/enums';
import { type ControlDb, databaseManager } from '@/database/connection';
import { withControlTransaction } from '@/database/transaction';
import { fieldRefusal, RateLimited, Refusal } from '@/lib/refusal';
import { findUser, type UserRow } from '../signIn/auth.repo';
import { VERIFICATIONS_SENT } from '../signIn/rateLimits';
import { countAgainst } from '../signIn/rateLimits.repo';
import { noteVerified } from './accounts.repo';
import { changeEmail, changePhone } from './addressChange.service';
import { sendProof } from './addressProof';
import { badLink, hashCode, hashLink, requireOwnLink } from './oneTimeTokens';
import { findLink, tryCode, useLink } from './oneTimeTokens.repo';

/** Sends somebody what shows that they read an address: a link by e-mail, a code to the phone. */
export async function sendVerification(
  db: ControlDb,
  user: Pick<UserRow, 'id' | 'email' | 'phone'>,
  channel: MessageChannel,
): Promise<void> {
  const target = channel === 'EMAIL' ? user.email : user.phone;
  if (target !== null) await sendProof(db, { userId: user.id, channel, target, what: 'VERIFY' });
}

/** Sends it again. Throws NOT_FOUND without such an address, INVALID_STATE once it is verified, RATE_LIMITED. */
export async function sendAgain({ userId }: UserContext, channel: MessageChannel): Promise<void> {
  const user = await findUser(userId);
  if (!user || (channel === 'EMAIL' ? user.email : user.phone) === null)
    throw new Refusal('NOT_FOUND', 'Your account has no such address.');
  if (channel === 'EMAIL' ? user.emailVerifiedAt : user.phoneVerifiedAt)
    throw new Refusal('INVALID_STATE', 'This address is verified already.');
  const refused = await countAgainst(databaseManager.control, VERIFICATIONS_SENT, userId, 1);
  if (refused)
    throw new RateLimited('This was sent several times already. Look for it, or try later.', refused.retryAfterS);
  await withControlTransaction((db) => sendVerification(db, user, channel));
}

/**
 * Takes the token of a link for proof that its address is read: one the account has, or one it gets by it. Throws
 * VALIDATION_FAILED; UNAUTHENTICATED and FORBIDDEN as requireOwnLink does; ALREADY_EXISTS as changeEmail does.
 */
export async function verifyEmail(ctx: RequestContext, token: string): Promise<void> {
  const link = { purpose: 'VERIFY_EMAIL', tokenHash: hashLink(token) } as const;
  const found = await findLink(link);
  if (!found) return changeEmail(ctx, token);
  requireOwnLink(ctx, found);
  await withControlTransaction(async (db) => {
    const target = await useLink(db, found.userId, link);
    if (target === undefined) throw badLink();
    await noteVerified(db, found.userId, target);
  });
}

/**
 * Takes the code that was sent to the caller's phone, or to the one they want to have, for proof. Throws VALIDATION_FAILED; five
 * times, then it is no longer good.
 */
export async function verifyPhone(ctx: UserContext, code: string): Promise<void> {
  if (await changePhone(ctx, code)) return;
  const { userId } = ctx;
  const link = { purpose: 'VERIFY_PHONE', tokenHash: hashCode(userId, code) } as const;
  // Committed by itself: a wrong try must count.
  const target = await tryCode(databaseManager.control, userId, link);
  if (target === undefined)
    throw fieldRefusal('VALIDATION_FAILED', 'code', 'This code is not right, or no longer good. Ask for a new one.');
  await noteVerified(databaseManager.control, userId, target);
}
