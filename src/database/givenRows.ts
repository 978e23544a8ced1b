import { type RawBuilder, sql } from 'kysely';

/** The columns of rows that a statement is given: what PostgreSQL calls the type of each, and where its value is. */
export type GivenColumns<Row> = Readonly<Record<string, readonly [type: string, value: (row: Row) => unknown]>>;

/**
 * Rows as a table in FROM, one parameter a column; `place` is the name of a column that counts them from 1. A single row is
 * given as plain values: of those PostgreSQL keeps the plan of a prepared statement, while of arrays, whose length it sees,
 * it thinks a new one would be better each time (0.4 ms for 0.02).
 */
export function givenRows<Row>(rows: readonly Row[], columns: GivenColumns<Row>, place?: string): RawBuilder<unknown> {
  const all = Object.entries(columns);
  const [only] = rows;
  if (rows.length === 1 && only !== undefined) {
    const values = all.map(
      ([name, [type, value]]) => sql`${value(only) ?? null}::${sql.raw(type)} AS ${sql.raw(name)}`,
    );
    return sql`(SELECT ${sql.join(place === undefined ? values : [...values, sql`1::bigint AS ${sql.raw(place)}`])})`;
  }
  const arrays = all.map(([, [type, value]]) => sql`${rows.map((row) => value(row) ?? null)}::${sql.raw(type)}[]`);
  const names = [...all.map(([name]) => name), ...(place === undefined ? [] : [place])];
  const counted = place === undefined ? sql`` : sql` WITH ORDINALITY`;
  return sql`(SELECT * FROM unnest(${sql.join(arrays)})${counted} AS given (${sql.raw(names.join(', '))}))`;
}
