import { type AppliedMigrations, migrationManager } from './migrations';
import { asOperator } from './owner';
import { ensurePlatformRoles, requireOperator } from './roles';

/**
 * Makes an empty database Lavoro's, or brings one of Lavoro's up to date: roles, grants, global tables, and the tables
 * of every company. Safe to repeat, and safe for two processes at once. Throws DatabaseUnavailableError.
 */
export async function initialiseDatabase(): Promise<AppliedMigrations[]> {
  return asOperator(async (client) => {
    await requireOperator(client);
    await client.query(`SELECT pg_advisory_lock(hashtextextended('lavoro:initialise', 0))`);
    await client.query('BEGIN');
    await ensurePlatformRoles(client);
    await client.query('COMMIT');
    return migrationManager.deploy();
  });
}
