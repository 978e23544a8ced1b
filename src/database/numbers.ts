import { type Kysely, sql } from 'kysely';
import { formatNumber, NUMBER_SERIES, NUMBER_WIDTH, type NumberSeries } from '@/lib/numberSeries';
import { runHot } from './hotQuery';
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
  const [row] = await runHot(
    sql<{ prefix: string; width: number; first: string }>`
      INSERT INTO number_counters AS c (series, prefix, width, next_value)
      VALUES (${series}, ${NUMBER_SERIES[series]}, ${NUMBER_WIDTH}, 1 + ${count}::bigint)
      ON CONFLICT (series) DO UPDATE SET next_value = c.next_value + ${count}::bigint
      RETURNING prefix, width, (next_value - ${count}::bigint)::text AS first`,
    db,
  );
  if (!row) throw new Error('an upsert gave no row');
  const { prefix, width, first } = row;
  return Array.from({ length: count }, (_, index) =>
    formatNumber(prefix, width, String(BigInt(first) + BigInt(index))),
  );
}

/** Lets nobody else take a number of the series, nor hold it, until the end of the transaction. */
export async function holdSeries(db: Kysely<TenantTables>, series: NumberSeries): Promise<void> {
  await db.selectFrom('numberCounters').select('series').where('series', '=', series).forUpdate().execute();
}
