import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Moment } from './rows.repo';
import type { Seal } from './seals.repo';

/**
 * Whether the transactions of a seal are counted as those of now: the same server, and not one that runs behind what was
 * sealed, as a server does that was made anew from a dump.
 */
export const isSameCount = (last: Seal, { cluster, horizon }: Moment) =>
  last.cluster === cluster && last.toTx <= horizon;

/** What is true of the rows that no seal up to `last` holds. */
export function unsealedSince(last: Seal | undefined, moment: Moment): RawBuilder<SqlBool> {
  if (!last) return sql`true`;
  if (isSameCount(last, moment)) return sql`(id >= ${last.startId} AND tx_id >= ${last.toTx})`;
  // Rows that came with the dump and were not sealed have the old count; rows written since have higher ids.
  return sql`(id >= ${last.startId} AND NOT (id <= ${last.lastId} AND tx_id < ${last.toTx}))`;
}

/** The rows a count begins with: of transactions before `nextTx`, and those that were brought from elsewhere. */
export const beforeTheCount = (
  nextTx: bigint,
  broughtThrough: bigint | undefined,
  unsealed: RawBuilder<SqlBool>,
): RawBuilder<SqlBool> => sql`(${unsealed} AND (tx_id < ${nextTx} OR id <= ${broughtThrough ?? null}::bigint))`;
