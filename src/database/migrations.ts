import type pg from 'pg';
import { migrateControl } from './fleet/control';
import { type FleetOptions, type FleetResult, migrateFleetOn, rollbackFleet, whatWasDone } from './fleet/fleet';
import { asOperator } from './owner';
import { requireIsolation } from './proof';
import { createTenant } from './provision';

/** What a deployment came to: the global tables' migrations, and the companies'. */
export type Deployment = FleetResult & {
  readonly control: readonly string[];
  /** How many there are, spares included, and how many of them are set aside. */
  readonly companies: number;
  readonly aside: number;
};

/**
 * Brings `public` and then the companies to the newest migration, and proves the wall between them where anything changed.
 * `reconcile` may say that a schema has the change already (made by db:push): then only the history is written. Throws
 * IsolationError when the wall does not stand afterwards; a migration that would break it is taken back at the first company.
 */
async function deploy(options: FleetOptions = {}): Promise<Deployment> {
  return asOperator(async (client) => {
    const deployment = await deployOn(client, options);
    if (deployment.control.length + deployment.applied.length > 0)
      await requireIsolation(client, whatWasDone(deployment.applied.length));
    return deployment;
  });
}

/** The same on the operator's connection that is at hand, without the proof at the end. */
export async function deployOn(client: pg.Client, options: FleetOptions = {}): Promise<Deployment> {
  const control = await migrateControl({ reconcile: options.reconcile });
  const fleet = await migrateFleetOn(client, options);
  const { rows } = await client.query<{ companies: number; aside: number }>(
    'SELECT count(*)::int AS companies, count(quarantined_at)::int AS aside FROM public.tenants',
  );
  return { ...fleet, control, companies: rows[0]?.companies ?? 0, aside: rows[0]?.aside ?? 0 };
}

export const migrationManager = { createTenant, deploy, rollback: rollbackFleet };
