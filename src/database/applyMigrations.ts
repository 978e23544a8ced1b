import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { Refusal } from '@/lib/refusal';
import type { Migration } from './migrationFiles';

/** Prisma's own history table, so that Prisma's tools can read it. */
export const HISTORY_DDL = `
  CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id varchar(36) PRIMARY KEY,
    checksum varchar(64) NOT NULL,
    finished_at timestamptz,
    migration_name varchar(255) NOT NULL,
    logs text,
    rolled_back_at timestamptz,
    started_at timestamptz NOT NULL DEFAULT now(),
    applied_steps_count integer NOT NULL DEFAULT 0
  )`;

/** The migrations of `all` that the current schema has not had yet. Refuses a migration that changed after it was applied. */
export async function pendingMigrations(client: pg.Client, all: readonly Migration[]): Promise<Migration[]> {
  const { rows } = await client.query<{ migration_name: string; checksum: string }>(
    'SELECT migration_name, checksum FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
  );
  const applied = new Map(rows.map((row) => [row.migration_name, row.checksum]));
  const changed = all.filter(({ name, checksum }) => applied.has(name) && applied.get(name) !== checksum);
  if (changed.length > 0) {
    throw new Refusal(
      'CONFLICT',
      `Changed after it was applied: ${changed.map(({ name }) => name).join(', ')}. Put the file back and write a new migration.`,
    );
  }
  return all.filter(({ name }) => !applied.has(name));
}

/** Runs the SQL of `migrations` in the current schema and writes their history rows: one round trip. */
export async function runMigrations(client: pg.Client, migrations: readonly Migration[]): Promise<void> {
  if (migrations.length === 0) return;
  await client.query(migrations.flatMap((migration) => [migration.sql, recordSql(migration)]).join('\n;\n'));
}

/** The history row of a migration that is in the schema already. */
export function recordSql({ name, checksum }: Migration): string {
  return `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
    VALUES ('${randomUUID()}', '${checksum}', ${pg.escapeLiteral(name)}, now(), 1)`;
}
