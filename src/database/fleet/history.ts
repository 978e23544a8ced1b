import type pg from 'pg';
import { escapeIdentifier } from 'pg';

/** What a schema's own `_prisma_migrations` says of one migration that was not rolled back. */
export type Applied = {
  readonly name: string;
  readonly checksum: string;
  /** False while its data.ts still has rows to move. */
  readonly finished: boolean;
};

const STANDING = 'rolled_back_at IS NULL';

/** SQL: the newest finished migration of the schema on the search path and the digest of all, as digestOf has it. */
export const VERSION_AND_DIGEST = `
  SELECT coalesce(max(migration_name COLLATE "C"), ''),
         encode(sha256(convert_to(coalesce(
           string_agg(migration_name || ':' || checksum, E'\\n' ORDER BY (migration_name || ':' || checksum) COLLATE "C"),
           ''), 'UTF8')), 'hex')
  FROM _prisma_migrations WHERE finished_at IS NOT NULL AND ${STANDING}`;

/** What stands in a schema, oldest first. Rejects when the schema has no history: it is not one of ours, or broken. */
export async function readHistory(client: pg.Client, schema: string): Promise<Applied[]> {
  const { rows } = await client.query<Applied>(
    `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished
     FROM ${escapeIdentifier(schema)}._prisma_migrations WHERE ${STANDING} ORDER BY migration_name COLLATE "C"`,
  );
  return rows;
}
