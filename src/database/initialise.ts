import { closeDoors } from './hardening';
import { type AppliedMigrations, deployOn } from './migrations';
import { asOperator, inTransaction } from './owner';
import { restoreRoles } from './restoreRoles';
import { ensurePlatformRoles, joinOwner, requireOperator } from './roles';

/**
 * Makes an empty database Lavoro's, or brings one of Lavoro's up to date: roles, grants, global tables, and the tables
 * of every company; then proves the wall between them. Safe to repeat, and safe for two processes at once.
 * Throws DatabaseUnavailableError, or IsolationError when the wall does not stand.
 */
export async function initialiseDatabase(): Promise<AppliedMigrations[]> {
  return asOperator(async (client) => {
    await requireOperator(client);
    // Where everybody's right to advisory locks is closed, the operator has it as a member of the owner.
    await joinOwner(client);
    await client.query(`SELECT pg_advisory_lock(hashtextextended('lavoro:initialise', 0))`);
    await inTransaction(client, async () => {
      await ensurePlatformRoles(client);
      await closeDoors(client);
    });
    await restoreRoles(client);
    return deployOn(client);
  });
}
