import { createHmac, randomBytes } from 'node:crypto';
import { derivedKey } from '@/config';
import type { ControlDb } from '@/database/connection';
import { open, SealBrokenError, seal } from '@/lib/seal';
import { base32, stepOfCode } from '@/lib/totp';
import { log } from '@/observability/log';
import * as repo from './totp.repo';

/** What somebody gave beside the password. `spend` uses it up in a transaction, and answers whether it was still there. */
export type SecondFactor =
  | { readonly state: 'NOT_ASKED' }
  | { readonly state: 'MISSING' }
  | { readonly state: 'WRONG' }
  | { readonly state: 'RIGHT'; readonly kind: 'CODE' | 'RECOVERY'; spend(db: ControlDb): Promise<boolean> };

const RECOVERY_CODES = 10;

/** What is stored of a secret: only the application can read it, and only as this person's. */
export const sealSecret = (userId: string, secret: Buffer) => seal(secret.toString('hex'), derivedKey('totp'), userId);
export const openSecret = (userId: string, sealed: string) =>
  Buffer.from(open(sealed, derivedKey('totp'), userId), 'hex');

/** Looks at what somebody gave beside the password. Nothing is used up by it, and it takes the same for everybody. */
export async function secondFactor(userId: string, code: string | undefined): Promise<SecondFactor> {
  const hash = hashRecoveryCode(userId, code ?? '');
  const totp = await repo.findTotp(userId, hash);
  if (!totp?.confirmed) return { state: 'NOT_ASKED' };
  if (code === undefined) return { state: 'MISSING' };
  if (totp.recovery)
    return { state: 'RIGHT', kind: 'RECOVERY', spend: (db) => repo.spendRecoveryCode(db, userId, hash) };
  const secret = readable(userId, totp.secret);
  const step = secret && stepOfCode(secret, code, totp.now);
  if (step === undefined || step <= Number(totp.lastStep)) return { state: 'WRONG' };
  return { state: 'RIGHT', kind: 'CODE', spend: (db) => repo.spendStep(db, userId, step) };
}

/** Sealed under another APP_SECRET, or for somebody else: no code is right then. */
function readable(userId: string, sealed: string): Buffer | undefined {
  try {
    return openSecret(userId, sealed);
  } catch (error) {
    if (!(error instanceof SealBrokenError)) throw error;
    log().error({ userId }, 'the secret of a second factor could not be opened');
    return undefined;
  }
}

/** Ten codes of 50 random bits, like `k7q2x-9fmta`: to be shown once, and their hashes to be kept. */
export function newRecoveryCodes(userId: string) {
  const codes = Array.from({ length: RECOVERY_CODES }, () => {
    const text = base32(randomBytes(7)).toLowerCase();
    return `${text.slice(0, 5)}-${text.slice(5, 10)}`;
  });
  return { codes, hashes: codes.map((code) => hashRecoveryCode(userId, code)) };
}

/** Under a key of the application: 50 bits could be searched for by whoever has the hashes. */
function hashRecoveryCode(userId: string, code: string): string {
  const plain = code.toLowerCase().replace(/[^a-z2-7]/g, '');
  return createHmac('sha256', derivedKey('recovery-code')).update(`${userId}.${plain}`).digest('hex');
}
