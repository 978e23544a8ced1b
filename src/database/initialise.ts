import { Refusal } from '@/lib/refusal';
import { troubles } from './commands/report';
import { closeDoors } from './hardening';
import { type Deployment, deployOn } from './migrations';
import { asOperator, inTransaction } from './owner';
import { requireIsolation } from './proof';
import { restoreRoles } from './restoreRoles';
import { ensurePlatformRoles, joinOwner, requireOperator } from './roles';

/**
 * Makes an empty database Lavoro's, or brings one of Lavoro's up to date: roles, grants, global tables, and the tables
 * of every company; then proves the wall between them. Safe to repeat, and safe for two processes at once. A company whose
 * migration fails is set aside, which the answer says. Throws DatabaseUnavailableError, IsolationError when the wall does
 * not stand, and a Refusal when migrating had to be given up.
 */
export async function initialiseDatabase(): Promise<Deployment> {
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
    const deployment = await deployOn(client);
    await requireIsolation(client);
    if (deployment.stopped) throw new Refusal('UNAVAILABLE', troubles(deployment).join('\n'));
    return deployment;
  });
}
