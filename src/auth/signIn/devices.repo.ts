import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { type ControlDb, databaseManager } from '@/database/connection';
import type { Outcome } from './strangers.repo';

/** After so many failures in a row a device is no better than a stranger. */
export const DEVICE_FAILURES = 10;
/** Days after which a device that was not seen is forgotten; browsers keep a cookie no longer. */
export const DEVICE_DAYS = 400;
const MOST_DEVICES = 20;

const clock = sql<string>`clock_timestamp()`;
const lately = sql<string>`now() - make_interval(days => ${DEVICE_DAYS})`;

/** The device of that token somebody has signed in from; undefined for a stranger's. */
export async function findDevice(userId: string, tokenHash: string): Promise<string | undefined> {
  const device = await databaseManager.control
    .selectFrom('knownDevices')
    .select('id')
    .where('userId', '=', userId)
    .where('tokenHash', '=', tokenHash)
    .where('failures', '<', DEVICE_FAILURES)
    .where('lastSeenAt', '>', lately)
    .executeTakeFirst();
  return device?.id;
}

const CHANGES = {
  RIGHT: { failures: 0, lastSeenAt: clock },
  OPEN: { failures: sql<number>`failures` },
  WRONG: { failures: sql<number>`failures + 1` },
};

/** As judgeStranger, for a device: false where it has failed too often meanwhile. */
export async function judgeDevice(db: ControlDb, id: string, outcome: Outcome): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('knownDevices')
    .set(CHANGES[outcome])
    .where('id', '=', id)
    .where('failures', '<', DEVICE_FAILURES)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Knows a device from now on; of more than so many those go that were not seen for longest. */
export async function insertDevice(db: ControlDb, userId: string, tokenHash: string): Promise<void> {
  await db.insertInto('knownDevices').values({ id: uuidv7(), userId, tokenHash }).execute();
  const surplus = db
    .selectFrom('knownDevices')
    .select('id')
    .where('userId', '=', userId)
    .orderBy('lastSeenAt', 'desc')
    .orderBy('id', 'desc')
    .offset(MOST_DEVICES);
  await db.deleteFrom('knownDevices').where('id', 'in', surplus).execute();
}

/** Knows none of somebody's devices any more, but the one of that token. */
export async function forgetDevices(db: ControlDb, userId: string, butTokenHash: string | undefined): Promise<void> {
  await db
    .deleteFrom('knownDevices')
    .where('userId', '=', userId)
    .$if(butTokenHash !== undefined, (query) => query.where('tokenHash', '!=', butTokenHash ?? ''))
    .execute();
}
