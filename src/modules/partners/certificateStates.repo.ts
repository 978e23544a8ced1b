import { type RawBuilder, sql } from 'kysely';
import { COMPANY_DAY } from '@/records/companyDay.repo';

/** How long before its last day a certificate is said to expire. */
const DAYS_BEFORE = 30;

/** The last day of those that expire soon. */
export const SOON = sql<string>`(${COMPANY_DAY} + ${sql.lit(DAYS_BEFORE)})`;

/** Where a certificate of the table that the query calls `alias` stands today. */
export function stateOf(alias: string): RawBuilder<string> {
  const [from, until] = [sql.ref(`${alias}.valid_from`), sql.ref(`${alias}.valid_until`)];
  return sql`CASE WHEN ${until} < ${COMPANY_DAY} THEN 'EXPIRED' WHEN ${from} > ${COMPANY_DAY} THEN 'NOT_YET_VALID'
    WHEN ${until} <= ${SOON} THEN 'EXPIRING' ELSE 'VALID' END`;
}
