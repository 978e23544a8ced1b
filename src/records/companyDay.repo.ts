import { type RawBuilder, sql } from 'kysely';
import type { TenantContext } from '@/context';

/** The clock of the company, as the server knows it: UTC until it has said where it is. */
const TIME_ZONE = sql<string>`coalesce((SELECT time_zone FROM company_settings), 'UTC')`;

/** The day it is for the company at an instant. */
export const companyDayAt = (instant: RawBuilder<unknown>): RawBuilder<string> =>
  sql`(${instant} AT TIME ZONE ${TIME_ZONE})::date`;

/** The company's today; CURRENT_DATE is the session's, which is nobody's. */
export const COMPANY_DAY = companyDayAt(sql`now()`);

/**
 * The last day that may have come: the company's today, or as long as nobody has said where it is that of the farthest east,
 * after which it is nobody's.
 */
export const LATEST_DAY = sql<string>`CASE WHEN EXISTS (SELECT 1 FROM company_settings WHERE time_zone IS NOT NULL) THEN ${COMPANY_DAY}
  ELSE ((now() AT TIME ZONE 'UTC') + interval '14 hours')::date END`;

/** The company's today, as in `2026-03-31`. */
export async function companyDay({ db }: Pick<TenantContext, 'db'>): Promise<string> {
  const { rows } = await sql<{ today: string }>`SELECT ${COMPANY_DAY}::text AS today`.execute(db);
  return rows[0]?.today ?? '';
}
