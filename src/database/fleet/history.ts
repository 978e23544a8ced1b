import type pg from 'pg';
import { escapeIdentifier, escapeLiteral } from 'pg';
import { digestOf, type Migration } from '../migrationFiles';
import type { Step } from './steps';

/** What a schema's own `_prisma_migrations` says of one migration that was not rolled back. */
export type Applied = {
  readonly name: string;
  readonly checksum: string;
  /** False while its data.ts still has rows to move. */
  readonly finished: boolean;
};

/** What stands in a schema, oldest first. Rejects when the schema has no history: it is not one of ours, or broken. */
export async function readHistory(client: pg.Client, schema: string): Promise<Applied[]> {
  const { rows } = await client.query<Applied>(
    `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished
     FROM ${escapeIdentifier(schema)}._prisma_migrations WHERE rolled_back_at IS NULL ORDER BY migration_name COLLATE "C"`,
  );
  return rows;
}

/** The histories that `migrations`, taken from the first on, leave behind, by their digest. */
export function historiesOf(migrations: readonly Migration[]): ReadonlyMap<string, readonly Applied[]> {
  const all = migrations.map(({ name, checksum }): Applied => ({ name, checksum, finished: true }));
  const prefixes = [all, ...all.map((_, count) => all.slice(0, count))];
  return new Map(prefixes.map((history) => [digestOf(history), history]));
}

/** What stands after a step. */
export function historyAfter(history: readonly Applied[], { kind, migration }: Step): Applied[] {
  const { name, checksum, data } = migration;
  const others = history.filter((row) => row.name !== name);
  if (kind === 'down') return others;
  const finished = kind === 'data' || data === undefined;
  return [...others, { name, checksum, finished }].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** What the control plane keeps of a history: its newest finished migration, and the digest of all that is in it. */
export function versionOf(history: readonly Applied[]): { version: string; digest: string } {
  const finished = history.filter((row) => row.finished);
  return { version: finished.at(-1)?.name ?? '', digest: digestOfHistory(history) };
}

/** Where all are finished, the digest of those migrations; one that still moves its rows makes it another. */
export const digestOfHistory = (history: readonly Applied[]) =>
  digestOf(
    history.map(({ name, checksum, finished }) => ({ name, checksum: finished ? checksum : `${checksum} begun` })),
  );

/** A setting that nobody makes: plain SQL has no other way to fail on purpose, and a DO block takes longer than the step. */
const MOVED = 'lavoro.history_moved';
const NO_SUCH_SETTING = '42704';

/** SQL: fails, as isMoved tells, unless exactly `history` stands in the schema on the search path. */
export function expectHistorySql(history: readonly Applied[]): string {
  return `SELECT CASE WHEN encode(sha256(convert_to(coalesce(string_agg(line, E'\\n' ORDER BY line COLLATE "C"), ''), 'UTF8')), 'hex')
      <> ${escapeLiteral(digestOfHistory(history))} THEN current_setting('${MOVED}') END
    FROM (SELECT migration_name || ':' || checksum || CASE WHEN finished_at IS NULL THEN ' begun' ELSE '' END AS line
          FROM _prisma_migrations WHERE rolled_back_at IS NULL) h`;
}

/** Whether somebody else changed the schema meanwhile: worth another look. */
export function isMoved(error: unknown): boolean {
  const { code, message } = error as Partial<pg.DatabaseError>;
  return code === NO_SUCH_SETTING && message?.includes(MOVED) === true;
}
