import type pg from 'pg';
import { HISTORY_DDL, pendingMigrations, recordSql, runMigrations } from './applyMigrations';
import { latestVersion, type Migration, type Plane, readMigrations } from './migrationFiles';
import { actAsOwner, asOperator, inTransaction } from './owner';
import { createTenant } from './provision';
import { grantControlTables, grantTenantTables } from './roles';
import { tenantSchema } from './tenantName';

export type AppliedMigrations = { readonly schema: string; readonly applied: readonly string[] };

type Reconcile = (client: pg.Client, schema: string, plane: Plane) => Promise<boolean>;

/**
 * Brings `public` and then every company to the newest migration, one transaction a schema. Answers what was applied
 * where. `alreadyThere` may say that a schema has the change already (made by db:push): then only the history is written.
 */
async function deploy(alreadyThere: Reconcile = async () => false): Promise<AppliedMigrations[]> {
  return asOperator(async (client) => {
    const results = [await migrateSchema(client, 'control', 'public', alreadyThere)];
    const { rows } = await client.query<{ id: string }>('SELECT id FROM public.tenants ORDER BY created_at, id');
    for (const { id } of rows) results.push(await migrateSchema(client, 'tenant', tenantSchema(id), alreadyThere, id));
    return results;
  });
}

async function migrateSchema(
  client: pg.Client,
  plane: Plane,
  schema: string,
  alreadyThere: Reconcile,
  tenantId?: string,
): Promise<AppliedMigrations> {
  const pushed = await alreadyThere(client, schema, plane);
  return inTransaction(client, async () => {
    await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`lavoro:migrate:${schema}`]);
    await actAsOwner(client, schema);
    if (tenantId) await client.query(`SELECT set_config('lavoro.tenant_id', $1, true)`, [tenantId]);
    await client.query(HISTORY_DDL);
    const pending = await pendingMigrations(client, readMigrations(plane));
    await (pushed ? recordAll(client, pending) : runMigrations(client, pending));
    if (pending.length > 0) await finish(client, plane, schema, tenantId);
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
