import type pg from 'pg';
import { HISTORY_DDL, pendingMigrations, recordSql, runMigrations } from './applyMigrations';
import { latestVersion, type Migration, type Plane, readMigrations } from './migrationFiles';
import { actAsOwner, asOperator, inTransaction } from './owner';
import { keepingIsolation, requireIsolation } from './proof';
import { createTenant } from './provision';
import { grantControlTables, grantTenantTables } from './roles';
import { tenantSchema } from './tenantName';

export type AppliedMigrations = { readonly schema: string; readonly applied: readonly string[] };

/** Runs a change of one schema. The first company that gets migrations shows for all whether they keep the wall. */
type Guard = (client: pg.Client, change: () => Promise<void>) => Promise<void>;
const unguarded: Guard = (_client, change) => change();

type Reconcile = (client: pg.Client, schema: string, plane: Plane) => Promise<boolean>;

/**
 * Brings `public` and then every company to the newest migration, one transaction a schema. Answers what was applied
 * where. `alreadyThere` may say that a schema has the change already (made by db:push): then only the history is written.
 * Throws IsolationError when the wall between the companies does not stand afterwards; migrations that would break it are
 * taken back at the first company.
 */
async function deploy(alreadyThere: Reconcile = async () => false): Promise<AppliedMigrations[]> {
  return asOperator((client) => deployOn(client, alreadyThere));
}

/** The same, on the operator's connection that is at hand. */
export async function deployOn(
  client: pg.Client,
  alreadyThere: Reconcile = async () => false,
): Promise<AppliedMigrations[]> {
  const results = [await migrateSchema(client, 'control', 'public', alreadyThere)];
  const { rows } = await client.query<{ id: string }>('SELECT id FROM public.tenants ORDER BY created_at, id');
  let guard = keepingIsolation;
  for (const { id } of rows) {
    const result = await migrateSchema(client, 'tenant', tenantSchema(id), alreadyThere, id, guard);
    if (result.applied.length > 0) guard = unguarded;
    results.push(result);
  }
  await requireIsolation(client);
  return results;
}

async function migrateSchema(
  client: pg.Client,
  plane: Plane,
  schema: string,
  alreadyThere: Reconcile,
  tenantId?: string,
  guard: Guard = unguarded,
): Promise<AppliedMigrations> {
  const pushed = await alreadyThere(client, schema, plane);
  return inTransaction(client, async () => {
    await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`lavoro:migrate:${schema}`]);
    await actAsOwner(client, schema);
    if (tenantId) await client.query(`SELECT set_config('lavoro.tenant_id', $1, true)`, [tenantId]);
    await client.query(HISTORY_DDL);
    const pending = await pendingMigrations(client, readMigrations(plane));
    if (pending.length > 0)
      await guard(client, async () => {
        await (pushed ? recordAll(client, pending) : runMigrations(client, pending));
        await finish(client, plane, schema, tenantId);
      });
    return { schema, applied: pending.map(({ name }) => name) };
  });
}

async function recordAll(client: pg.Client, pending: readonly Migration[]): Promise<void> {
  for (const migration of pending) await client.query(recordSql(migration));
}

async function finish(client: pg.Client, plane: Plane, schema: string, tenantId: string | undefined): Promise<void> {
  if (plane === 'control') return grantControlTables(client);
  await grantTenantTables(client, schema);
  await client.query('UPDATE public.tenants SET schema_version = $2, updated_at = now() WHERE id = $1', [
    tenantId,
    latestVersion('tenant'),
  ]);
}

export const migrationManager = { createTenant, deploy };
