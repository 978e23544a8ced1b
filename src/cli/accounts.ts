import type { AccountRow } from '@/auth/accounts/accounts.repo';
import { findAccount } from '@/auth/accounts/accounts.service';
import { Refusal } from '@/lib/refusal';

/** The account of an e-mail address, a phone number or an id. Throws NOT_FOUND. */
export async function requireAccount(named: string): Promise<AccountRow> {
  const account = await findAccount(named);
  if (account) return account;
  throw new Refusal('NOT_FOUND', `There is no user "${named}". All there are: npx lavoro users list`);
}

/** How somebody is called in a sentence: as they sign in. */
export const calledBy = ({ email, phone, id }: Pick<AccountRow, 'email' | 'phone' | 'id'>) => email ?? phone ?? id;
