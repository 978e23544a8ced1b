import { type Kysely, sql } from 'kysely';
import { formatNumber, type NumberSeries } from '@/lib/numberSeries';
import type { TenantTables } from './tables';

/**
 * The next number of a series, like `PRD-00017`. The counter's row stays locked to the end of the transaction, so
 * numbers have no gaps: take it late.
 */
export async function nextNumber(db: Kysely<TenantTables>, series: NumberSeries): Promise<string> {
  const { prefix, width, value } = await db
    .updateTable('numberCounters')
    .set({ nextValue: sql<string>`next_value + 1` })
    .where('series', '=', series)
    .returning(['prefix', 'width', sql<string>`next_value - 1`.as('value')])
    .executeTakeFirstOrThrow();
  return formatNumber(prefix, width, value);
}

/** Lets nobody else take a number of the series, nor hold it, until the end of the transaction. */
export async function holdSeries(db: Kysely<TenantTables>, series: NumberSeries): Promise<void> {
  await db.selectFrom('numberCounters').select('series').where('series', '=', series).forUpdate().execute();
}
