import { sql } from 'kysely';
import { type ControlDb, databaseManager } from '@/database/connection';
import { withControlTransaction } from '@/database/transaction';
import { endSessions } from '../sessions/sessions.repo';
import { hasTotp } from '../signIn/auth.repo';
import { forgetDevices } from '../signIn/devices.repo';
import { accountKey, forgetStrangers } from '../signIn/strangers.repo';
import { cancelToken } from './oneTimeTokens.repo';

const COLUMNS = ['id', 'firstName', 'lastName', 'email', 'phone', 'isActive', 'createdAt'] as const;

export type AccountRow = Awaited<ReturnType<typeof findAccount>> & object;

type By = { readonly column: 'id' | 'email' | 'phone'; readonly value: string };

/** An account, active or not. */
export async function findAccount({ column, value }: By, db: ControlDb = databaseManager.control) {
  return db
    .selectFrom('users')
    .select([...COLUMNS, 'emailVerifiedAt', 'phoneVerifiedAt'])
    .select(hasTotp)
    .where(column, '=', value)
    .executeTakeFirst();
}

/** Accounts by name, with the number of companies each is an active member of; those of one company when it is given. */
export async function listAccounts(tenantId: string | undefined) {
  const query = databaseManager.control
    .selectFrom('users')
    .select(COLUMNS)
    .select((each) =>
      each
        .selectFrom('userTenants')
        .whereRef('userTenants.userId', '=', 'users.id')
        .where('userTenants.isActive', '=', true)
        .select(sql<number>`count(*)::int`.as('count'))
        .as('companies'),
    )
    .orderBy('lastName')
    .orderBy('firstName')
    .orderBy('id');
  if (tenantId === undefined) return query.execute();
  return query
    .where((each) =>
      each.exists(
        each
          .selectFrom('userTenants')
          .whereRef('userTenants.userId', '=', 'users.id')
          .where('userTenants.tenantId', '=', tenantId)
          .where('userTenants.isActive', '=', true),
      ),
    )
    .execute();
}

/** The companies somebody is an active member of, in whatever state they are. */
export async function companiesOf(userId: string) {
  return databaseManager.control
    .selectFrom('userTenants')
    .innerJoin('tenants', 'tenants.id', 'userTenants.tenantId')
    .select(['tenants.id', 'slug', 'name', 'status', 'role'])
    .where('userId', '=', userId)
    .where('userTenants.isActive', '=', true)
    .where('status', '!=', 'SPARE')
    .orderBy('slug')
    .execute();
}

export type AccountChange = { readonly isActive: boolean } | { readonly password: string };

/** Changes an account and, unless it is let in again, ends all its sessions; answers how many those were. */
export async function changeAccount(userId: string, change: AccountChange): Promise<number> {
  return withControlTransaction(async (db) => {
    if ('password' in change) return (await replacePassword(db, userId, { hash: change.password }))?.length ?? 0;
    if (!change.isActive) return disable(db, userId);
    await changeUser(db, userId, change);
    return 0;
  });
}

/** Lets an account in no more; answers how many sessions ended. */
export async function disable(db: ControlDb, userId: string): Promise<number> {
  await changeUser(db, userId, { isActive: false });
  return (await endSessions(db, { userId }, 'DISABLED')).length;
}

export type NewPassword = {
  readonly hash: string;
  /** The hash that is replaced: another one meanwhile is not. */
  readonly was?: string;
  /** The session and the browser that go on. */
  readonly kept?: { readonly sessionId: string; readonly deviceTokenHash?: string };
};

/**
 * Replaces a password, and with it all that was open by the old one: sessions, devices, links to reset it, and the waiting of
 * strangers. Answers the sessions that ended; undefined, and nothing changed, where `was` is not the password.
 */
export async function replacePassword(
  db: ControlDb,
  userId: string,
  { hash, was, kept }: NewPassword,
): Promise<string[] | undefined> {
  if (!(await changeUser(db, userId, { password: hash }, was))) return undefined;
  await cancelToken(db, userId, 'PASSWORD_RESET');
  await forgetDevices(db, userId, kept?.deviceTokenHash);
  await forgetStrangers(db, accountKey(userId));
  return endSessions(db, { userId }, 'PASSWORD_CHANGED', kept?.sessionId);
}

async function changeUser(db: ControlDb, userId: string, change: AccountChange, was?: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('users')
    .set({ ...change, updatedAt: sql<string>`now()` })
    .where('id', '=', userId)
    .$if(was !== undefined, (query) => query.where('password', '=', was ?? ''))
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Stores the same password under newer parameters; answers the hash that is stored now. */
export async function rehash(userId: string, was: string, hash: string): Promise<string> {
  const { numUpdatedRows } = await databaseManager.control
    .updateTable('users')
    .set({ password: hash })
    .where('id', '=', userId)
    .where('password', '=', was)
    .executeTakeFirst();
  return numUpdatedRows === 1n ? hash : was;
}

/** Keeps who else changes the password, or begins a session, waiting. */
export async function holdAccount(db: ControlDb, userId: string): Promise<void> {
  await db.selectFrom('users').select('id').where('id', '=', userId).forNoKeyUpdate().execute();
}

/** An account has another address from now on, which its person has shown to read. Rejects with 23505 where another has it. */
export async function replaceAddress(
  db: ControlDb,
  userId: string,
  { column, value }: { readonly column: 'email' | 'phone'; readonly value: string },
): Promise<void> {
  const now = sql<string>`now()`;
  const shown = column === 'email' ? { emailVerifiedAt: now } : { phoneVerifiedAt: now };
  await db
    .updateTable('users')
    .set({ [column]: value, ...shown, updatedAt: now })
    .where('id', '=', userId)
    .execute();
}

/** They read what is sent to this address of theirs. */
export async function noteVerified(db: ControlDb, userId: string, address: string): Promise<void> {
  await db
    .updateTable('users')
    .set({
      emailVerifiedAt: sql<string>`CASE WHEN email = ${address} THEN coalesce(email_verified_at, now()) ELSE email_verified_at END`,
      phoneVerifiedAt: sql<string>`CASE WHEN phone = ${address} THEN coalesce(phone_verified_at, now()) ELSE phone_verified_at END`,
    })
    .where('id', '=', userId)
    .execute();
}

/**
 * An address that somebody is shown to read is no longer that of an account whose person has only shown to read its other
 * one.
 */
export async function releaseUnshown(
  db: ControlDb,
  { email, phone }: { readonly email: string | null; readonly phone: string | null },
): Promise<void> {
  await db
    .updateTable('users')
    .set({ ...(email === null ? { phone: null } : { email: null }), updatedAt: sql<string>`now()` })
    .$if(email !== null, (query) =>
      query.where('email', '=', email).where('emailVerifiedAt', 'is', null).where('phoneVerifiedAt', 'is not', null),
    )
    .$if(email === null, (query) =>
      query.where('phone', '=', phone).where('phoneVerifiedAt', 'is', null).where('emailVerifiedAt', 'is not', null),
    )
    .execute();
}
