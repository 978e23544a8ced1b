import { sql } from 'kysely';
import type { ControlDb } from '@/database/connection';
import type { UserRow } from '../signIn/auth.repo';
import { noteVerified } from './accounts.repo';

type Reached = Pick<UserRow, 'email' | 'phone' | 'emailVerifiedAt' | 'phoneVerifiedAt'>;

/** Whether nobody has shown yet to read any address of the account: whoever made it may have given somebody else's. */
export const isUnshown = ({ emailVerifiedAt, phoneVerifiedAt }: Omit<Reached, 'email' | 'phone'>) =>
  emailVerifiedAt === null && phoneVerifiedAt === null;

/** Whether somebody has shown to read this address of the account. */
export const isShown = (user: Reached, address: string) =>
  (user.email === address && user.emailVerifiedAt !== null) ||
  (user.phone === address && user.phoneVerifiedAt !== null);

/**
 * Somebody without the password has shown that they read an address of an account whose row is held. Where it is the first
 * one that was shown, whoever made the account had shown nothing: what would let them in again goes (other addresses, second
 * factor, what was sent); the password, sessions and devices go with the new password. Answers whether it was the first.
 */
export async function noteShownByLink(db: ControlDb, userId: string, address: string): Promise<boolean> {
  const first = await forgetOtherAddresses(db, userId, address);
  if (first)
    for (const table of ['totpSecrets', 'recoveryCodes', 'oneTimeTokens'] as const)
      await db.deleteFrom(table).where('userId', '=', userId).execute();
  await noteVerified(db, userId, address);
  return first;
}

async function forgetOtherAddresses(db: ControlDb, userId: string, address: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('users')
    .set({
      email: sql<string | null>`CASE WHEN email = ${address} THEN email END`,
      phone: sql<string | null>`CASE WHEN phone = ${address} THEN phone END`,
      updatedAt: sql<string>`now()`,
    })
    .where('id', '=', userId)
    .where('emailVerifiedAt', 'is', null)
    .where('phoneVerifiedAt', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}
