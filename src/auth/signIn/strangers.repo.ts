import { type RawBuilder, sql } from 'kysely';
import type { ControlDb } from '@/database/connection';

/** What came of a sign-in: right in all, right so far, or wrong. */
export type Outcome = 'RIGHT' | 'OPEN' | 'WRONG';

/** By what an account's strangers are known. */
export const accountKey = (userId: string) => `account:${userId}`;

/** So many failures strangers may have without waiting, an hour or more between two of which counts as none. */
export const FREE_FAILURES = 10;
/** So many in a row they may have at all, however slowly. */
export const MOST_IN_A_ROW = 100;
const FIRST_WAIT_SECONDS = 30;
const LONGEST_WAIT_SECONDS = 900;

/** By the clock, not by the beginning of a transaction that may have waited for the row. */
const clock = sql`clock_timestamp()`;
const lately = sql`CASE WHEN f.last_at < ${clock} - interval '1 hour' THEN 1 ELSE f.lately + 1 END`;
/** After the tenth, the eleventh … failure: half a minute, doubled each time. */
const wait = sql`CASE WHEN (${lately}) < ${FREE_FAILURES} THEN 0 ELSE
  least(${LONGEST_WAIT_SECONDS}, ${FIRST_WAIT_SECONDS} * power(2, least((${lately}) - ${FREE_FAILURES}, 10))) END`;

const CHANGES: Readonly<Record<Outcome, RawBuilder<unknown>>> = {
  RIGHT: sql`lately = 0, streak = 0`,
  OPEN: sql`lately = f.lately`,
  WRONG: sql`lately = ${lately}, streak = f.streak + 1, last_at = ${clock},
    wait_until = ${clock} + make_interval(secs => ${wait})`,
};

/**
 * Whether what a stranger tried counts, right or wrong; if so it is noted. It does not while strangers have to wait. One
 * statement, of which any number at once come one after the other, and the same for an account that is not there.
 */
export async function judgeStranger(db: ControlDb, account: string, outcome: Outcome): Promise<boolean> {
  const failures = outcome === 'WRONG' ? 1 : 0;
  const { rows } = await sql`
    INSERT INTO stranger_failures AS f (account, lately, streak, last_at, wait_until)
    VALUES (${account}, ${failures}, ${failures}, ${clock}, ${clock})
    ON CONFLICT (account) DO UPDATE SET ${CHANGES[outcome]}
    WHERE f.wait_until <= ${clock} AND f.streak < ${MOST_IN_A_ROW}
    RETURNING 1`.execute(db);
  return rows.length === 1;
}

/** The owner was here: strangers may go on as before, however often in a row they failed. */
export async function noteOwner(db: ControlDb, account: string): Promise<void> {
  await db.updateTable('strangerFailures').set({ streak: 0 }).where('account', '=', account).execute();
}

/** Whoever chose the password anew waits for nobody's failures. */
export async function forgetStrangers(db: ControlDb, account: string): Promise<void> {
  await db.deleteFrom('strangerFailures').where('account', '=', account).execute();
}
