/** Statements that can lose what a column or table holds. */
const DESTRUCTIVE =
  /^\s*(DROP TABLE\b.*|ALTER TABLE\b[^;]*?\bDROP COLUMN\b[^;]*|ALTER TABLE\b[^;]*?\bSET DATA TYPE\b[^;]*|DROP TYPE\b.*|TRUNCATE\b.*|DELETE FROM\b.*)/gim;

/** The statements of `sql` that can lose data, each on one line. */
export function destructiveStatements(sql: string): string[] {
  return [...sql.matchAll(DESTRUCTIVE)].map(([statement]) => statement.trim().replace(/\s+/g, ' '));
}
