import { type RawBuilder, sql } from 'kysely';

/** How long before its last day a certificate is said to expire. */
const DAYS_BEFORE = 30;

/** The database's day. */
export const TODAY = sql<string>`(now() AT TIME ZONE 'UTC')::date`;
/** The last day of those that expire soon. */
export const SOON = sql<string>`(${TODAY} + ${sql.lit(DAYS_BEFORE)})`;

/** Where a certificate of the table that the query calls `alias` stands today. */
export function stateOf(alias: string): RawBuilder<string> {
  const [from, until] = [sql.ref(`${alias}.valid_from`), sql.ref(`${alias}.valid_until`)];
  return sql`CASE WHEN ${until} < ${TODAY} THEN 'EXPIRED' WHEN ${from} > ${TODAY} THEN 'NOT_YET_VALID'
    WHEN ${until} <= ${SOON} THEN 'EXPIRING' ELSE 'VALID' END`;
}
