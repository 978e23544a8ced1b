import { randomUUID } from 'node:crypto';
import pg from 'pg';
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

/** Runs the SQL of `migrations` in the current schema, which is new, and writes their history rows: one round trip. */
export async function runMigrations(client: pg.Client, migrations: readonly Migration[]): Promise<void> {
  if (migrations.length === 0) return;
  await client.query(migrations.flatMap((migration) => [migration.sql, recordSql(migration)]).join('\n;\n'));
}

/** SQL: the history row of a migration; with `begun` its rows are still to be moved. */
export function recordSql({ name, checksum }: Migration, state: 'begun' | 'done' = 'done'): string {
  return `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
    VALUES ('${randomUUID()}', '${checksum}', ${pg.escapeLiteral(name)}, ${state === 'done' ? 'now()' : 'NULL'}, 1)`;
}
