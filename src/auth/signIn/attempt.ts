import { createHmac } from 'node:crypto';
import { derivedKey } from '@/config';
import type { RequestContext } from '@/context';
import { type ControlDb, databaseManager } from '@/database/connection';
import { withControlTransaction } from '@/database/transaction';
import { Refusal } from '@/lib/refusal';
import { verifyPassword } from '../passwords/passwords';
import { type SecondFactor, secondFactor } from '../secondFactor/secondFactor';
import { recordSecurityEvent } from '../securityEvents/securityEvents';
import { hashDeviceToken } from './devices';
import { findDevice, judgeDevice } from './devices.repo';
import { countForAddress, requireFreeAddress, SIGN_IN_FAILURES } from './rateLimits';
import { accountKey, judgeStranger, noteOwner, type Outcome } from './strangers.repo';

/** Somebody who says to be an account's owner. */
export type Attempt = {
  /** The account, if there is an active one by that name. */
  readonly user: { readonly id: string; readonly password: string } | undefined;
  /** By what it was named. */
  readonly name: string;
  readonly password: string;
  /** What they gave beside the password; `none`: nothing is asked for beside it. */
  readonly code: string | 'none' | undefined;
  readonly deviceToken: string | undefined;
};

/** They are. */
export type Proven = {
  readonly userId: string;
  readonly passwordHash: string;
  /** The device they were known by. */
  readonly device: string | undefined;
  /** A recovery code was used up. */
  readonly recovered: boolean;
};

type Who = { readonly account: string; readonly device: string | undefined };
type Reason = 'UNKNOWN' | 'PASSWORD' | 'CODE' | 'WAITING';
type Tried = { readonly outcome: Outcome; readonly reason?: Reason; readonly factor?: SecondFactor };

/** An id nobody has. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

/**
 * Finds out whether somebody is who they say. Failures count against the device they are known by, else against the
 * account's strangers and against their address. One who has to wait is answered as one who is wrong, and so is
 * one who names no account: with the same bytes after the same work. Each failure is one security event.
 * Throws INVALID_CREDENTIALS, TOTP_REQUIRED, RATE_LIMITED, UNAVAILABLE.
 */
export async function prove(ctx: RequestContext, attempt: Attempt): Promise<Proven> {
  const { user, name, deviceToken } = attempt;
  const device =
    deviceToken === undefined ? undefined : await findDevice(user?.id ?? NOBODY, hashDeviceToken(deviceToken));
  if (!device) await requireFreeAddress(ctx, SIGN_IN_FAILURES);
  const tried = await tryOut(attempt);
  if (!device) await countForAddress(ctx, SIGN_IN_FAILURES, tried.outcome === 'WRONG' ? 1 : 0);
  const reason = await settle({ account: accountOf(user?.id, name), device }, tried);
  if (!user || reason) {
    await recordSecurityEvent(ctx, { kind: 'SIGN_IN_FAILED', userId: user?.id ?? null, detail: { reason } });
    throw wrongDetails();
  }
  if (tried.outcome === 'OPEN')
    throw new Refusal('TOTP_REQUIRED', 'Give a code of your authenticator app, or a recovery code.');
  const recovered = tried.factor?.state === 'RIGHT' && tried.factor.kind === 'RECOVERY';
  return { userId: user.id, passwordHash: user.password, device, recovered };
}

/** Looks at what was given; nothing comes of it yet. The second factor is looked at even where the password is wrong: who
 * has to wait must not learn from the time that it was right. */
async function tryOut({ user, password, code }: Attempt): Promise<Tried> {
  const right = await verifyPassword(user?.password, password);
  const factor: SecondFactor = code === 'none' ? { state: 'NOT_ASKED' } : await secondFactor(user?.id ?? NOBODY, code);
  if (!user) return { outcome: 'WRONG', reason: 'UNKNOWN' };
  if (!right) return { outcome: 'WRONG', reason: 'PASSWORD' };
  if (factor.state === 'WRONG') return { outcome: 'WRONG', reason: 'CODE' };
  return { outcome: factor.state === 'MISSING' ? 'OPEN' : 'RIGHT', factor };
}

/** Notes what came of it, and answers why it is refused; undefined where it is not. */
async function settle(who: Who, { outcome, reason, factor }: Tried): Promise<Reason | undefined> {
  if (factor?.state === 'RIGHT') return spend(who, factor);
  return (await judge(databaseManager.control, who, outcome)) ? reason : 'WAITING';
}

/** Uses a code up if what was tried counts; of several at once with one code, one is good. */
async function spend(who: Who, factor: SecondFactor & { readonly state: 'RIGHT' }): Promise<Reason | undefined> {
  return withControlTransaction(async (db) => {
    const there = await factor.spend(db);
    if (!(await judge(db, who, there ? 'RIGHT' : 'WRONG'))) throw new Waiting();
    return there ? undefined : ('CODE' as const);
  }).catch((error: unknown) => {
    if (error instanceof Waiting) return 'WAITING' as const;
    throw error;
  });
}

/** Undoes the transaction: who has to wait loses no code by it. */
class Waiting extends Error {}

async function judge(db: ControlDb, { account, device }: Who, outcome: Outcome): Promise<boolean> {
  if (!device || !(await judgeDevice(db, device, outcome))) return judgeStranger(db, account, outcome);
  if (outcome === 'RIGHT') await noteOwner(db, account);
  return true;
}

/** What strangers' failures count against: an account, or a name that is none's, which is kept as a hash only. */
function accountOf(userId: string | undefined, name: string): string {
  if (userId !== undefined) return accountKey(userId);
  return `nobody:${createHmac('sha256', derivedKey('nobody')).update(name).digest('base64url')}`;
}

export const wrongDetails = () => new Refusal('INVALID_CREDENTIALS', 'These sign-in details are not right.');
