import { randomBytes } from 'node:crypto';
import type { RequestContext, UserContext } from '@/context';
import { PASSWORD_LENGTHS } from '@/contract/auth';
import { databaseManager } from '@/database/connection';
import { withControlTransaction } from '@/database/transaction';
import { fieldRefusal, Refusal } from '@/lib/refusal';
import { base32, otpauthUrl, stepOfCode } from '@/lib/totp';
import { messageTexts } from '@/messages/texts';
import { tellAbout } from '../accounts/notices';
import { requireOwner } from '../passwords/password.service';
import { recordSecurityEvent } from '../securityEvents/securityEvents';
import { findUser } from '../signIn/auth.repo';
import { newRecoveryCodes, openSecret, sealSecret } from './secondFactor';
import * as repo from './totp.repo';

const ISSUER = 'Lavoro';
/** As long as the hash it is used with (RFC 4226, 4). */
const SECRET_BYTES = 20;

/** A secret for the caller's authenticator app, which counts once it is confirmed. Throws INVALID_CREDENTIALS, INVALID_STATE. */
export async function enroll(ctx: UserContext, password: string): Promise<{ secret: string; otpauthUrl: string }> {
  const user = await requireOwner(ctx, { field: 'password', password, code: 'none' });
  const secret = randomBytes(SECRET_BYTES);
  if (!(await repo.insertSecret(user.id, sealSecret(user.id, secret)))) throw alreadyOn();
  return { secret: base32(secret), otpauthUrl: otpauthUrl(secret, user.email ?? user.phone ?? user.id, ISSUER) };
}

/** From now on signing in takes a code. Answers the recovery codes, this once. Throws VALIDATION_FAILED, INVALID_STATE. */
export async function confirm(ctx: UserContext, code: string): Promise<readonly string[]> {
  const [user, totp] = await Promise.all([findUser(ctx.userId), repo.findTotp(ctx.userId)]);
  if (!user || !totp) throw new Refusal('INVALID_STATE', 'Ask for a secret first.');
  if (totp.confirmed) throw alreadyOn();
  const step = stepOfCode(openSecret(user.id, totp.secret), code, totp.now);
  if (step === undefined)
    throw fieldRefusal('VALIDATION_FAILED', 'code', 'This is not the code of now. Is the clock of your device right?');
  const { codes, hashes } = newRecoveryCodes(user.id);
  await withControlTransaction(async (db) => {
    if (!(await repo.confirmSecret(db, user.id, totp.secret, step))) throw alreadyOn();
    await repo.insertRecoveryCodes(db, user.id, hashes);
    await tellAbout(db, user, messageTexts().totpEnrolled());
  });
  await recordSecurityEvent(ctx, { kind: 'TOTP_ENROLLED', userId: user.id, sessionId: ctx.sessionId });
  return codes;
}

/** Other recovery codes in place of those there are, this once. Throws INVALID_STATE, INVALID_CREDENTIALS as `disable` does. */
export async function renewRecoveryCodes(ctx: UserContext, password: string, code: string): Promise<readonly string[]> {
  if (!(await repo.findTotp(ctx.userId))?.confirmed) throw notOn();
  const user = await requireOwner(ctx, { field: 'password', password, code });
  if (user.recovered) await noteRecovery(ctx, user.id);
  const { codes, hashes } = newRecoveryCodes(user.id);
  await withControlTransaction(async (db) => {
    if (!(await repo.holdTotp(db, user.id))) throw notOn();
    await repo.insertRecoveryCodes(db, user.id, hashes);
    await tellAbout(db, user, messageTexts().recoveryCodesMade());
  });
  await recordSecurityEvent(ctx, { kind: 'RECOVERY_CODES_MADE', userId: user.id, sessionId: ctx.sessionId });
  return codes;
}

/**
 * No code is asked for any more. Throws INVALID_STATE, INVALID_CREDENTIALS where password or code is not right, RULE_VIOLATED
 * for a password that is too short alone, which only the person can say: how long it is stands nowhere.
 */
export async function disable(ctx: UserContext, password: string, code: string): Promise<void> {
  if (!(await repo.findTotp(ctx.userId))?.confirmed) throw notOn();
  // Before anything is looked at: no code is used up by it, and of the real password nothing is learnt.
  requireLengthAlone(password);
  const user = await requireOwner(ctx, { field: 'password', password, code });
  if (user.recovered) await noteRecovery(ctx, user.id);
  await withControlTransaction(async (db) => {
    if (await repo.deleteTotp(db, user.id)) await tellAbout(db, user, messageTexts().totpDisabled());
  });
  await recordSecurityEvent(ctx, { kind: 'TOTP_DISABLED', userId: user.id, sessionId: ctx.sessionId });
}

function requireLengthAlone(password: string): void {
  if ([...password.normalize('NFC')].length >= PASSWORD_LENGTHS.alone) return;
  throw fieldRefusal(
    'RULE_VIOLATED',
    'password',
    `Without a second factor a password has at least ${PASSWORD_LENGTHS.alone} characters: choose such a one first.`,
  );
}

/** The operator does the same for somebody who has nothing left to sign in with. Throws INVALID_STATE. */
export async function disableTotpOf(user: {
  readonly id: string;
  readonly email: string | null;
  readonly phone: string | null;
}): Promise<void> {
  await withControlTransaction(async (db) => {
    if (!(await repo.deleteTotp(db, user.id))) throw notOn();
    await tellAbout(db, user, messageTexts().totpDisabled());
  });
  await recordSecurityEvent(
    { requestId: null, ip: null },
    { kind: 'TOTP_DISABLED', userId: user.id, detail: { by: 'operator' } },
  );
}

/** Tells somebody that one of their recovery codes was used, and records it. */
export async function noteRecovery(ctx: RequestContext, userId: string): Promise<void> {
  const user = await findUser(userId);
  const left = await repo.recoveryCodesLeft(databaseManager.control, userId);
  if (user) await withControlTransaction((db) => tellAbout(db, user, messageTexts().recoveryCodeUsed({ left })));
  await recordSecurityEvent(ctx, { kind: 'RECOVERY_CODE_USED', userId, detail: { left } });
}

const alreadyOn = () => new Refusal('INVALID_STATE', 'Signing in takes a code already.');
const notOn = () => new Refusal('INVALID_STATE', 'Signing in takes no code at present.');
