import { createHash, createHmac, randomBytes, randomInt } from 'node:crypto';
import { derivedKey } from '@/config';
import type { RequestContext } from '@/context';
import type { TokenPurpose } from '@/contract/enums';
import type { ControlDb } from '@/database/connection';
import { fieldRefusal, Refusal } from '@/lib/refusal';
import { insertToken } from './oneTimeTokens.repo';

export type Issue = {
  readonly userId: string;
  readonly purpose: TokenPurpose;
  /** The address it is sent to. */
  readonly target: string;
  readonly minutes: number;
};

/** A token of 256 random bits for a link; what is stored of it is a hash. */
export async function issueLink(db: ControlDb, issue: Issue): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await insertToken(db, { ...issue, tokenHash: hashLink(token) });
  return token;
}

/** A code of eight digits to be typed. */
export async function issueCode(db: ControlDb, issue: Issue): Promise<string> {
  const code = String(randomInt(100_000_000)).padStart(8, '0');
  await insertToken(db, { ...issue, tokenHash: hashCode(issue.userId, code) });
  return code;
}

export const hashLink = (token: string) => createHash('sha256').update(token).digest('hex');

/** Under a key of the application: of eight digits everybody with the hash could try all. */
export const hashCode = (userId: string, code: string) =>
  createHmac('sha256', derivedKey('phone-code')).update(`${userId}.${code}`).digest('hex');

/** Used, too old, replaced by a newer one or never there: all the same to who comes with it. */
export const badLink = () =>
  fieldRefusal('VALIDATION_FAILED', 'token', 'This link is no longer good. Ask for a new one.');

/**
 * Whoever confirms an address must be signed in with the account: else somebody else's press on a link would confirm what
 * a stranger has made with their address. Throws UNAUTHENTICATED, FORBIDDEN for another account.
 */
export function requireOwnLink({ caller }: RequestContext, { userId }: { readonly userId: string }): void {
  if (!caller)
    throw new Refusal('UNAUTHENTICATED', 'Sign in with the account this address is for, then open the link once more.');
  if (caller.userId !== userId)
    throw new Refusal('FORBIDDEN', 'This link is for another account: sign in with that one, then open it once more.');
}
