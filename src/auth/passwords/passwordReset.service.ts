import type { RequestContext } from '@/context';
import type { ControlDb } from '@/database/connection';
import { afterCommit, withControlTransaction } from '@/database/transaction';
import { inBackground } from '@/lib/background';
import { linkTo } from '@/messages/links';
import { queueText } from '@/messages/queue';
import { messageTexts } from '@/messages/texts';
import { log } from '@/observability/log';
import { forgetSession } from '../access/access';
import { holdAccount, replacePassword } from '../accounts/accounts.repo';
import { isShown, isUnshown, noteShownByLink } from '../accounts/firstProof.repo';
import { tellAbout } from '../accounts/notices';
import { badLink, hashLink, issueLink } from '../accounts/oneTimeTokens';
import { findLink, useLink } from '../accounts/oneTimeTokens.repo';
import { recordSecurityEvent } from '../securityEvents/securityEvents';
import { findUser, findUserForLogin } from '../signIn/auth.repo';
import { keepDeviceToken, knowDevice } from '../signIn/devices';
import { normaliseIdentifier } from '../signIn/identifier';
import { countForAddress, RESETS_ASKED, RESETS_SENT } from '../signIn/rateLimits';
import { countAgainst } from '../signIn/rateLimits.repo';
import { requireGoodPassword } from './passwordPolicy';
import * as repo from './passwordReset.repo';
import { hashPassword } from './passwords';

const LINK_MINUTES = 30;

/**
 * Somebody has forgotten a password. Whatever they are called, all that happens before the answer is that their request is
 * written down: neither the answer nor its time says whether there is such an account. Throws RATE_LIMITED by address.
 */
export async function askForReset(ctx: RequestContext, identifier: string): Promise<void> {
  await countForAddress(ctx, RESETS_ASKED, 1);
  const { requestId, ip } = ctx;
  await withControlTransaction(async (db) => {
    await repo.insertResetRequest(db, { identifier, requestId, ipAddress: ip });
    afterCommit(db, resets.soon);
  });
}

/** Sends a link for each request of an account; answers how many requests there were. */
export async function answerResetRequests(): Promise<number> {
  await repo.forgetOldRequests();
  let answered = 0;
  while (await withControlTransaction(answerOne)) answered += 1;
  return answered;
}

/** Answers what people have asked for, right after they have. */
export const resets = inBackground(answerResetRequests, (error) =>
  log().warn({ err: error }, 'answering forgotten passwords failed'),
);

async function answerOne(db: ControlDb): Promise<boolean> {
  const request = await repo.takeResetRequest(db);
  if (!request) return false;
  const identifier = normaliseIdentifier(request.identifier);
  const user = identifier === undefined ? undefined : await findUserForLogin(identifier, db);
  if (!user || !identifier) return true;
  if (!isUnshown(user) && !isShown(user, identifier)) return true;
  // Else anybody could fill somebody's mailbox; what was sent last stays good.
  if (await countAgainst(db, RESETS_SENT, user.id, 1)) return true;
  const issue = { userId: user.id, purpose: 'PASSWORD_RESET', target: identifier, minutes: LINK_MINUTES } as const;
  const link = linkTo('reset-password', await issueLink(db, issue));
  const channel = identifier.includes('@') ? 'EMAIL' : 'SMS';
  await queueText(db, { channel, to: identifier }, messageTexts().passwordReset({ link, minutes: LINK_MINUTES }));
  return true;
}

/**
 * Chooses another password by the token of a link, which is good once; all sessions end, and the browser that did it is
 * known. Who shows by it as the first that they read an address of the account gets it without what was put there before.
 * Throws VALIDATION_FAILED for the token or the password; the token stays good where it is the password.
 */
export async function resetPassword(ctx: RequestContext, token: string, newPassword: string): Promise<void> {
  const link = { purpose: 'PASSWORD_RESET', tokenHash: hashLink(token) } as const;
  const found = await findLink(link);
  const user = found && (await findUser(found.userId));
  if (!user) throw badLink();
  // A second factor that goes makes no shorter password good.
  requireGoodPassword(newPassword, { ...user, hasTotp: user.hasTotp && !isUnshown(user) }, 'newPassword');
  const hash = await hashPassword(newPassword);
  const { first, sessions } = await withControlTransaction(async (db) => {
    // First the person, then the token, as whoever changes the password does it.
    await holdAccount(db, user.id);
    const target = await useLink(db, user.id, link);
    if (target === undefined) throw badLink();
    const first = await noteShownByLink(db, user.id, target);
    await tellAbout(db, user, messageTexts().passwordChanged());
    return { first, sessions: await replacePassword(db, user.id, { hash }) };
  });
  for (const sessionId of sessions ?? []) forgetSession(sessionId);
  await recordSecurityEvent(ctx, { kind: 'PASSWORD_RESET', userId: user.id, ...(first && { detail: { first } }) });
  keepDeviceToken(ctx, await knowDevice(user.id));
}
