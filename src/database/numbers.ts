import { type Kysely, sql } from 'kysely';
import { formatNumber, NUMBER_SERIES, NUMBER_WIDTH, type NumberSeries } from '@/lib/numberSeries';
import type { TenantTables } from './tables';

/**
 * The next number of a series, like `PRD-00017`; a series the company has not used yet begins with its first. The counter's
 * row stays locked to the end of the transaction, so numbers have no gaps: take it late.
 */
export async function nextNumber(db: Kysely<TenantTables>, series: NumberSeries): Promise<string> {
  const [number] = await nextNumbers(db, series, 1);
  return number ?? '';
}

/** The next `count` numbers of a series, as nextNumber gives one. */
export async function nextNumbers(db: Kysely<TenantTables>, series: NumberSeries, count: number): Promise<string[]> {
  const { prefix, width, first } = await db
    .insertInto('numberCounters')
    .values({ series, prefix: NUMBER_SERIES[series], width: NUMBER_WIDTH, nextValue: String(1 + count) })
    .onConflict((conflict) =>
      conflict.column('series').doUpdateSet({ nextValue: sql<string>`number_counters.next_value + ${count}` }),
    )
    .returning(['prefix', 'width', sql<string>`next_value - ${count}`.as('first')])
    .executeTakeFirstOrThrow();
  return Array.from({ length: count }, (_, index) =>
    formatNumber(prefix, width, String(BigInt(first) + BigInt(index))),
  );
}

/** Lets nobody else take a number of the series, nor hold it, until the end of the transaction. */
export async function holdSeries(db: Kysely<TenantTables>, series: NumberSeries): Promise<void> {
  await db.selectFrom('numberCounters').select('series').where('series', '=', series).forUpdate().execute();
}
