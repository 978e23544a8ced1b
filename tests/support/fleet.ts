import { createHash } from 'node:crypto';
import type { Migration } from '@/database/migrationFiles';

/** A migration that is in no folder. */
export function extraMigration(name: string, files: { sql: string; down?: string; data?: string }): Migration {
  return { name, checksum: createHash('sha256').update(files.sql).digest('hex'), ...files };
}
