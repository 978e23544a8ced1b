import { pathToFileURL } from 'node:url';
import type pg from 'pg';
import { escapeLiteral } from 'pg';
import { Refusal } from '@/lib/refusal';
import type { Migration } from '../migrationFiles';

/** What a data.ts may do: statements in the company's schema, in the transaction of one batch. */
export type Rows = {
  query<Row extends pg.QueryResultRow>(
    text: string,
    values?: readonly unknown[],
  ): Promise<{ rows: Row[]; rowCount: number | null }>;
};

/**
 * What a data.ts exports as `batch`. It moves some rows beyond `cursor`, which is null at first, and answers where it
 * stopped and how many rows that were; null when there were none left. Each batch is a transaction with its cursor, so a
 * run that is cut off goes on behind the last batch that was finished.
 */
export type Batch = (rows: Rows, cursor: string | null) => Promise<{ cursor: string; rows: number } | null>;

type Progress = { readonly cursor: string | null; readonly rows: number };
type Options = { readonly signal?: AbortSignal | undefined; readonly onRows?: (rows: number) => void };

/** The run was told to stop between two batches. */
export class StoppedError extends Error {
  override readonly name = 'StoppedError';
}

/**
 * Runs the batches of a migration's data.ts from where they stopped, and marks it finished in the transaction that is
 * open at the end. `next` commits one transaction and opens another: in between, another process may go on, or end it.
 * Throws StoppedError when told to stop; what was moved stays.
 */
export async function moveRows(
  client: pg.Client,
  migration: Migration,
  next: () => Promise<unknown>,
  { signal, onRows }: Options,
): Promise<void> {
  const batch = await loadBatch(migration);
  let before = await readProgress(client, migration);
  while (before) {
    const moved = await batch(client, before.cursor);
    if (!moved) {
      await update(client, migration, 'finished_at = now(), applied_steps_count = 2');
      return;
    }
    if (moved.cursor === before.cursor)
      throw new Refusal('CONFLICT', `data.ts of ${migration.name} does not get on: it answers the same cursor again.`);
    const progress: Progress = { cursor: moved.cursor, rows: before.rows + moved.rows };
    await update(client, migration, `logs = ${escapeLiteral(JSON.stringify(progress))}`);
    onRows?.(progress.rows);
    await next();
    if (signal?.aborted) throw new StoppedError('The run was told to stop.');
    before = await readProgress(client, migration);
  }
}

async function update(client: pg.Client, migration: Migration, set: string): Promise<void> {
  await client.query(`UPDATE _prisma_migrations SET ${set} ${standing(migration)}`);
}

async function loadBatch({ name, data }: Migration): Promise<Batch> {
  const { batch } = (await importTypeScript(pathToFileURL(data ?? '').href)) as { batch?: Batch };
  if (typeof batch !== 'function') throw new Error(`data.ts of ${name} exports no function "batch".`);
  return batch;
}

/** Reads a file of TypeScript: what runs from one can; what was compiled to a file of JavaScript has to learn it first. */
async function importTypeScript(url: string): Promise<unknown> {
  if (!import.meta.url.endsWith('.ts')) (await import('tsx/esm/api')).register();
  return import(url);
}

/** Undefined when the migration was taken back. */
async function readProgress(client: pg.Client, migration: Migration): Promise<Progress | undefined> {
  const { rows } = await client.query<{ logs: string | null }>(
    `SELECT logs FROM _prisma_migrations ${standing(migration)}`,
  );
  if (!rows[0]) return undefined;
  return rows[0].logs ? (JSON.parse(rows[0].logs) as Progress) : { cursor: null, rows: 0 };
}

const standing = ({ name }: Migration) => `WHERE migration_name = ${escapeLiteral(name)} AND rolled_back_at IS NULL`;
