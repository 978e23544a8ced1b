import { sql } from 'kysely';
import { type ControlDb, databaseManager } from '@/database/connection';

export type TotpRow = {
  /** Sealed. */
  readonly secret: string;
  readonly confirmed: boolean;
  /** Of the last code that was good. */
  readonly lastStep: string;
  /** Seconds since 1970, by the database's clock. */
  readonly now: number;
  /** Whether there is an unused recovery code of that hash. */
  readonly recovery: boolean;
};

export async function findTotp(userId: string, recoveryHash = ''): Promise<TotpRow | undefined> {
  return databaseManager.control
    .selectFrom('totpSecrets')
    .select(['secret', 'lastStep'])
    .select(sql<boolean>`confirmed_at IS NOT NULL`.as('confirmed'))
    .select(sql<number>`extract(epoch FROM clock_timestamp())::float8`.as('now'))
    .select(({ exists, selectFrom }) =>
      exists(
        selectFrom('recoveryCodes')
          .whereRef('recoveryCodes.userId', '=', 'totpSecrets.userId')
          .where('codeHash', '=', recoveryHash)
          .where('usedAt', 'is', null),
      ).as('recovery'),
    )
    .where('userId', '=', userId)
    .executeTakeFirst() as Promise<TotpRow | undefined>;
}

/** Keeps a secret that is to be confirmed, in place of one that was not; false where one is confirmed. */
export async function insertSecret(userId: string, secret: string): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await databaseManager.control
    .insertInto('totpSecrets')
    .values({ userId, secret })
    .onConflict((conflict) =>
      conflict
        .column('userId')
        .doUpdateSet({ secret, createdAt: sql<string>`now()` })
        .where('totpSecrets.confirmedAt', 'is', null),
    )
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** From now on codes of that secret are asked for; false where it is another one, or is asked for already. */
export async function confirmSecret(db: ControlDb, userId: string, secret: string, step: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('totpSecrets')
    .set({ confirmedAt: sql<string>`now()`, lastStep: String(step) })
    .where('userId', '=', userId)
    .where('secret', '=', secret)
    .where('confirmedAt', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Uses the code of a step up; false where it, or a later one, was used. */
export async function spendStep(db: ControlDb, userId: string, step: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('totpSecrets')
    .set({ lastStep: String(step) })
    .where('userId', '=', userId)
    .where('lastStep', '<', String(step))
    .where('confirmedAt', 'is not', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Keeps whoever gives the second factor up waiting; false where none is asked for. */
export async function holdTotp(db: ControlDb, userId: string): Promise<boolean> {
  const held = await db
    .selectFrom('totpSecrets')
    .select('userId')
    .where('userId', '=', userId)
    .where('confirmedAt', 'is not', null)
    .forUpdate()
    .executeTakeFirst();
  return held !== undefined;
}

/** In place of those there were. */
export async function insertRecoveryCodes(db: ControlDb, userId: string, hashes: readonly string[]): Promise<void> {
  await db.deleteFrom('recoveryCodes').where('userId', '=', userId).execute();
  await db
    .insertInto('recoveryCodes')
    .values(hashes.map((codeHash) => ({ userId, codeHash })))
    .execute();
}

/** Uses a recovery code up; false where there is none such, or it was used. */
export async function spendRecoveryCode(db: ControlDb, userId: string, codeHash: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('recoveryCodes')
    .set({ usedAt: sql<string>`now()` })
    .where('userId', '=', userId)
    .where('codeHash', '=', codeHash)
    .where('usedAt', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** How many recovery codes are left. */
export async function recoveryCodesLeft(db: ControlDb, userId: string): Promise<number> {
  const { left } = await db
    .selectFrom('recoveryCodes')
    .select(sql<number>`count(*)::int`.as('left'))
    .where('userId', '=', userId)
    .where('usedAt', 'is', null)
    .executeTakeFirstOrThrow();
  return left;
}

/** No code is asked for any more; false where none was. */
export async function deleteTotp(db: ControlDb, userId: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('totpSecrets')
    .where('userId', '=', userId)
    .where('confirmedAt', 'is not', null)
    .executeTakeFirst();
  if (numDeletedRows === 0n) return false;
  // After the secret, which whoever makes new codes holds meanwhile: so none of theirs stay.
  await db.deleteFrom('recoveryCodes').where('userId', '=', userId).execute();
  return true;
}
