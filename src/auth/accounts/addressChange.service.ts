import type { RequestContext, UserContext } from '@/context';
import { type ControlDb, databaseManager } from '@/database/connection';
import { withControlTransaction } from '@/database/transaction';
import { fieldRefusal, RateLimited } from '@/lib/refusal';
import { messageTexts } from '@/messages/texts';
import { requireOwner } from '../passwords/password.service';
import { recordSecurityEvent } from '../securityEvents/securityEvents';
import { VERIFICATIONS_SENT } from '../signIn/rateLimits';
import { countAgainst } from '../signIn/rateLimits.repo';
import { findAccount, holdAccount, replaceAddress } from './accounts.repo';
import { sendProof } from './addressProof';
import { tellAbout } from './notices';
import { badLink, hashCode, hashLink, requireOwnLink } from './oneTimeTokens';
import { findLink, tryCode, useLink } from './oneTimeTokens.repo';

const UNIQUE_VIOLATION = '23505';

/** Where an account is to be reached from now on: one of the two. */
export type NewAddress = { readonly column: 'email' | 'phone'; readonly value: string };

/**
 * Sends the new address what shows that the caller reads it; until then the account keeps the one it has. It does not say
 * whether another account has it. Throws INVALID_CREDENTIALS, VALIDATION_FAILED for the address of now, RATE_LIMITED.
 */
export async function askForAddress(ctx: UserContext, { column, value }: NewAddress, password: string): Promise<void> {
  const user = await requireOwner(ctx, { field: 'password', password, code: 'none' });
  if (user[column] === value) throw fieldRefusal('VALIDATION_FAILED', column, 'This is what you have.');
  const refused = await countAgainst(databaseManager.control, VERIFICATIONS_SENT, user.id, 1);
  if (refused) throw new RateLimited('This was sent several times already. Try later.', refused.retryAfterS);
  if (await findAccount({ column, value })) return;
  const channel = column === 'email' ? 'EMAIL' : 'SMS';
  await withControlTransaction((db) => sendProof(db, { userId: user.id, channel, target: value, what: 'CHANGE' }));
}

/** Gives the caller's account the e-mail address that a link was sent to. Throws VALIDATION_FAILED, ALREADY_EXISTS, as requireOwnLink does. */
export async function changeEmail(ctx: RequestContext, token: string): Promise<void> {
  const link = { purpose: 'CHANGE_EMAIL', tokenHash: hashLink(token) } as const;
  const found = await findLink(link);
  if (!found) throw badLink();
  requireOwnLink(ctx, found);
  await change(ctx, found.userId, 'email', async (db) => {
    const target = await useLink(db, found.userId, link);
    if (target === undefined) throw badLink();
    return target;
  });
}

/** Gives the caller the number that a code was sent to; false where it is not that code. Throws ALREADY_EXISTS. */
export async function changePhone(ctx: UserContext, code: string): Promise<boolean> {
  const { userId } = ctx;
  // Committed by itself: a wrong try must count.
  const link = { purpose: 'CHANGE_PHONE', tokenHash: hashCode(userId, code) } as const;
  const target = await tryCode(databaseManager.control, userId, link);
  if (target !== undefined) await change(ctx, userId, 'phone', async () => target);
  return target !== undefined;
}

/** The address of before is told of it. */
async function change(
  ctx: RequestContext,
  userId: string,
  column: NewAddress['column'],
  proved: (db: ControlDb) => Promise<string>,
): Promise<void> {
  await withControlTransaction(async (db) => {
    await holdAccount(db, userId);
    const before = await findAccount({ column: 'id', value: userId }, db);
    await replaceAddress(db, userId, { column, value: await proved(db) });
    if (before) await tellAbout(db, before, messageTexts().addressChanged());
  }).catch((error: { code?: string }) => {
    throw error.code === UNIQUE_VIOLATION
      ? fieldRefusal('ALREADY_EXISTS', column, 'Another account has this address.')
      : error;
  });
  await recordSecurityEvent(ctx, { kind: 'ADDRESS_CHANGED', userId, detail: { column } });
}
