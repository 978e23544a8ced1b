import { sql } from 'kysely';
import { databaseManager } from '@/database/connection';
import { DEVICE_DAYS } from '../signIn/devices.repo';

const ago = (days: number) => sql<string>`now() - make_interval(days => ${days})`;

/** Forgets counts, devices and tokens that mean nothing any more; answers how many rows. */
export async function forgetOldTraces(): Promise<number> {
  const { control } = databaseManager;
  const deleted = await Promise.all([
    control.deleteFrom('rateLimits').where('endsAt', '<', ago(1)).executeTakeFirst(),
    // What an account has against it is kept, however old: slow guessing is guessing.
    control
      .deleteFrom('strangerFailures')
      .where('lastAt', '<', ago(1))
      .where(({ eb, or }) => or([eb('streak', '=', 0), eb('account', 'like', 'nobody:%')]))
      .executeTakeFirst(),
    control.deleteFrom('knownDevices').where('lastSeenAt', '<', ago(DEVICE_DAYS)).executeTakeFirst(),
    control.deleteFrom('oneTimeTokens').where('expiresAt', '<', ago(30)).executeTakeFirst(),
  ]);
  return deleted.reduce((sum, { numDeletedRows }) => sum + Number(numDeletedRows), 0);
}
