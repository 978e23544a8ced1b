import { type Kysely, sql } from 'kysely';
import { formatNumber, NUMBER_SERIES, NUMBER_WIDTH, type NumberSeries } from '@/lib/numberSeries';
import type { TenantTables } from './tables';

/**
 * The next number of a series, like `PRD-00017`; a series the company has not used yet begins with its first. The counter's
 * row stays locked to the end of the transaction, so numbers have no gaps: take it late.
 */
export async function nextNumber(db: Kysely<TenantTables>, series: NumberSeries): Promise<string> {
  const { prefix, width, value } = await db
    .insertInto('numberCounters')
    .values({ series, prefix: NUMBER_SERIES[series], width: NUMBER_WIDTH, nextValue: '2' })
    .onConflict((conflict) =>
      conflict.column('series').doUpdateSet({ nextValue: sql<string>`number_counters.next_value + 1` }),
    )
    .returning(['prefix', 'width', sql<string>`next_value - 1`.as('value')])
    .executeTakeFirstOrThrow();
  return formatNumber(prefix, width, value);
}
