import { sql } from 'kysely';
import { type ControlDb, databaseManager } from '@/database/connection';

/** So often within so many minutes. */
export type Limit = { readonly name: string; readonly most: number; readonly minutes: number };

export type Refused = {
  readonly retryAfterS: number;
  /** Whether nobody was told yet that the limit was reached. */
  readonly first: boolean;
};

/** By the clock, not by the beginning of a transaction that may have waited for the row. */
const clock = sql`clock_timestamp()`;
const keyOf = ({ name }: Limit, of: string) => `${name}:${of}`;

/**
 * Counts `by` (1, or 0 for what is harmless but must not pass either) against a limit, in one statement: of any number at
 * once, just so many pass as may. Answers why not, where it does not pass.
 */
export async function countAgainst(db: ControlDb, limit: Limit, of: string, by: 0 | 1): Promise<Refused | undefined> {
  const key = keyOf(limit, of);
  const ends = sql`${clock} + make_interval(mins => ${limit.minutes})`;
  const { rows } = await sql`
    INSERT INTO rate_limits AS l (key, count, ends_at) VALUES (${key}, ${by}::int, ${ends})
    ON CONFLICT (key) DO UPDATE SET
      count = CASE WHEN l.ends_at <= ${clock} THEN ${by}::int ELSE l.count + ${by}::int END,
      told = l.told AND l.ends_at > ${clock},
      ends_at = CASE WHEN l.ends_at <= ${clock} THEN ${ends} ELSE l.ends_at END
    WHERE l.ends_at <= ${clock} OR l.count < ${limit.most}
    RETURNING 1`.execute(db);
  return rows.length === 1 ? undefined : refusedBy(db, key);
}

/** Whether nothing passes any more, without counting. */
export async function isLimited(limit: Limit, of: string): Promise<Refused | undefined> {
  const { control } = databaseManager;
  const key = keyOf(limit, of);
  const full = await control
    .selectFrom('rateLimits')
    .select('key')
    .where('key', '=', key)
    .where('count', '>=', limit.most)
    .where('endsAt', '>', sql<string>`${clock}`)
    .executeTakeFirst();
  return full && refusedBy(control, key);
}

/** Of all who are refused in a stretch of time, one is the first. */
async function refusedBy(db: ControlDb, key: string): Promise<Refused> {
  const { rows } = await sql<Refused>`
    WITH told AS (UPDATE rate_limits SET told = true WHERE key = ${key} AND NOT told RETURNING 1)
    SELECT greatest(1, ceil(extract(epoch FROM ends_at - ${clock})))::int AS retry_after_s,
           EXISTS (SELECT 1 FROM told) AS first
    FROM rate_limits WHERE key = ${key}`.execute(db);
  return rows[0] ?? { retryAfterS: 1, first: false };
}
