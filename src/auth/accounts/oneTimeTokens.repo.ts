import { sql } from 'kysely';
import type { TokenPurpose } from '@/contract/enums';
import { type ControlDb, databaseManager } from '@/database/connection';

/** So often a code may be tried. */
export const MOST_TRIES = 5;

const clock = sql<string>`clock_timestamp()`;

export type NewToken = {
  readonly userId: string;
  readonly purpose: TokenPurpose;
  readonly target: string;
  readonly tokenHash: string;
  readonly minutes: number;
};

/** The one that is good from now on; the one before it no longer is. */
export async function insertToken(db: ControlDb, { minutes, ...token }: NewToken): Promise<void> {
  const fresh = {
    ...token,
    tries: 0,
    expiresAt: sql<string>`${clock} + make_interval(mins => ${minutes})`,
    usedAt: null,
  };
  const { userId: _user, purpose: _purpose, ...changed } = fresh;
  await db
    .insertInto('oneTimeTokens')
    .values(fresh)
    .onConflict((conflict) =>
      conflict.columns(['userId', 'purpose']).doUpdateSet({ ...changed, createdAt: sql<string>`now()` }),
    )
    .execute();
}

type Link = { readonly purpose: TokenPurpose; readonly tokenHash: string };

const HAS_IT = sql<boolean>`target IN (users.email, users.phone)`;
/** By an address that was not shown to be read nobody chooses a password once another one of the account was. */
const DECIDES = sql<boolean>`CASE WHEN num_nonnulls(users.email_verified_at, users.phone_verified_at) = 0 THEN ${HAS_IT}
  ELSE target = users.email AND users.email_verified_at IS NOT NULL
    OR target = users.phone AND users.phone_verified_at IS NOT NULL END`;

/** A link to an address that the account is to have is sent where nobody has it yet; every other one to one it still has. */
function stillReached(purpose: TokenPurpose) {
  if (purpose === 'CHANGE_EMAIL') return sql<boolean>`true`;
  return purpose === 'PASSWORD_RESET' ? DECIDES : HAS_IT;
}

/** Whose link it is, while it is good: of an active person. */
export async function findLink({ purpose, tokenHash }: Link): Promise<{ userId: string } | undefined> {
  return databaseManager.control
    .selectFrom('oneTimeTokens')
    .innerJoin('users', 'users.id', 'oneTimeTokens.userId')
    .select('userId')
    .where('tokenHash', '=', tokenHash)
    .where('purpose', '=', purpose)
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', clock)
    .where('users.isActive', '=', true)
    .where(stillReached(purpose))
    .executeTakeFirst();
}

/** Uses a link of somebody up; answers the address it was sent to. Of several at once, one does. */
export async function useLink(
  db: ControlDb,
  userId: string,
  { purpose, tokenHash }: Link,
): Promise<string | undefined> {
  const used = await db
    .updateTable('oneTimeTokens')
    .from('users')
    .set({ usedAt: clock })
    .whereRef('users.id', '=', 'oneTimeTokens.userId')
    .where('userId', '=', userId)
    .where('tokenHash', '=', tokenHash)
    .where('purpose', '=', purpose)
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', clock)
    .where('users.isActive', '=', true)
    .where(stillReached(purpose))
    .returning('target')
    .executeTakeFirst();
  return used?.target;
}

/** Tries a code of somebody: the address it was sent to where it is right. Each try counts, and the last one is the last. */
export async function tryCode(
  db: ControlDb,
  userId: string,
  { purpose, tokenHash }: Link,
): Promise<string | undefined> {
  const tried = await db
    .updateTable('oneTimeTokens')
    .set({ tries: sql<number>`tries + 1`, usedAt: sql<string>`CASE WHEN token_hash = ${tokenHash} THEN ${clock} END` })
    .where('userId', '=', userId)
    .where('purpose', '=', purpose)
    .where('usedAt', 'is', null)
    .where('tries', '<', MOST_TRIES)
    .where('expiresAt', '>', clock)
    .returning(['target', 'usedAt'])
    .executeTakeFirst();
  return tried?.usedAt ? tried.target : undefined;
}

/** Whatever somebody was sent for this is no longer good. */
export async function cancelToken(db: ControlDb, userId: string, purpose: TokenPurpose): Promise<void> {
  await db.deleteFrom('oneTimeTokens').where('userId', '=', userId).where('purpose', '=', purpose).execute();
}
