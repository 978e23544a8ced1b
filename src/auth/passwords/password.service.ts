import type { UserContext } from '@/context';
import { withControlTransaction } from '@/database/transaction';
import { fieldRefusal, Refusal } from '@/lib/refusal';
import { messageTexts } from '@/messages/texts';
import { forgetSession } from '../access/access';
import { replacePassword } from '../accounts/accounts.repo';
import { tellAbout } from '../accounts/notices';
import { recordSecurityEvent } from '../securityEvents/securityEvents';
import { isLiving } from '../sessions/sessions.repo';
import { type Attempt, prove } from '../signIn/attempt';
import { findUserWithPassword, type UserRow } from '../signIn/auth.repo';
import { hashDeviceToken } from '../signIn/devices';
import { requireGoodPassword } from './passwordPolicy';
import { hashPassword } from './passwords';

type Given = { readonly field: string } & Pick<Attempt, 'password' | 'code'>;

/**
 * Makes sure that it is really the person of the session who asks, by their password, which counts as signing in does;
 * says whether a recovery code was used up. Throws INVALID_CREDENTIALS at the field, TOTP_REQUIRED, UNAUTHENTICATED,
 * RATE_LIMITED.
 */
export async function requireOwner(
  ctx: UserContext,
  { field, password, code }: Given,
): Promise<UserRow & { readonly password: string; readonly recovered: boolean }> {
  const user = await findUserWithPassword(ctx.userId);
  if (!user) throw ended();
  try {
    const { recovered } = await prove(ctx, { user, name: '', password, code, deviceToken: ctx.deviceCookie.read() });
    return { ...user, recovered };
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'INVALID_CREDENTIALS') throw error;
    throw fieldRefusal('INVALID_CREDENTIALS', field, 'This is not right.');
  }
}

/**
 * Changes the caller's password; all their other sessions end, and what was sent to reset it is no longer good. Throws
 * INVALID_CREDENTIALS, VALIDATION_FAILED, CONFLICT where it was changed at the same moment, UNAUTHENTICATED.
 */
export async function changePassword(ctx: UserContext, currentPassword: string, newPassword: string): Promise<void> {
  const user = await requireOwner(ctx, { field: 'currentPassword', password: currentPassword, code: 'none' });
  requireGoodPassword(newPassword, user, 'newPassword');
  if (newPassword === currentPassword)
    throw fieldRefusal('VALIDATION_FAILED', 'newPassword', 'This is the password you have.');
  const hash = await hashPassword(newPassword);
  const device = ctx.deviceCookie.read();
  const kept = {
    sessionId: ctx.sessionId,
    ...(device !== undefined && { deviceTokenHash: hashDeviceToken(device) }),
  };
  const sessions = await withControlTransaction(async (db) => {
    const others = await replacePassword(db, user.id, { hash, was: user.password, kept });
    if (!others) throw new Refusal('CONFLICT', 'The password was changed in the meantime.');
    if (!(await isLiving(db, ctx.sessionId))) throw ended();
    await tellAbout(db, user, messageTexts().passwordChanged());
    return others;
  });
  for (const sessionId of sessions) forgetSession(sessionId);
  await recordSecurityEvent(ctx, { kind: 'PASSWORD_CHANGED', userId: user.id, sessionId: ctx.sessionId });
}

const ended = () => new Refusal('UNAUTHENTICATED', 'The session has ended. Sign in again.');
