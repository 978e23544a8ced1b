import pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { currencyOfCountry } from '@/lib/money';
import { NUMBER_SERIES, NUMBER_WIDTH } from '@/lib/numberSeries';
import { HISTORY_DDL, runMigrations } from './applyMigrations';
import { digestOf, type Migration, readMigrations } from './migrationFiles';
import { actAsOwner, asOperator, inTransaction } from './owner';
import { createTenantRole, grantTenantTables } from './roles';
import { type CheckedTenantInput, checkTenantInput, slugTaken, type TenantInput, userUnknown } from './tenantInput';
import { tenantSchema } from './tenantName';

const UNIQUE_VIOLATION = '23505';

/**
 * Makes a company: its row, the owner's membership, its login role, its schema with every table, its first rows. All in
 * one transaction, so killed anywhere there is nothing or all of it. Answers the new tenant's id.
 * Throws TenantInputError naming the wrong field.
 */
export async function createTenant(input: TenantInput): Promise<string> {
  const tenant = checkTenantInput(input);
  const tenantId = uuidv7();
  const schema = tenantSchema(tenantId);
  const migrations = readMigrations('tenant');
  await asOperator(async (client) => {
    await inTransaction(client, async () => {
      await createTenantRole(client, schema);
      await actAsOwner(client, schema);
      await insertTenant(client, tenantId, tenant, migrations);
      await createSchema(client, tenantId, migrations);
      await insertFirstRows(client, tenantId, tenant);
    });
  });
  return tenantId;
}

/** The schema of a company with all its tables, which its role, there already, may use. Run as the owner, in a transaction. */
export async function createSchema(
  client: pg.Client,
  tenantId: string,
  migrations: readonly Migration[],
): Promise<void> {
  const schema = tenantSchema(tenantId);
  await client.query(
    `CREATE SCHEMA ${pg.escapeIdentifier(schema)}; SET LOCAL lavoro.tenant_id = '${tenantId}'; ${HISTORY_DDL}`,
  );
  await runMigrations(client, migrations);
  await grantTenantTables(client, schema);
}

async function insertTenant(
  client: pg.Client,
  tenantId: string,
  tenant: CheckedTenantInput,
  migrations: readonly Migration[],
): Promise<void> {
  const user = await client.query('SELECT 1 FROM public.users WHERE id = $1 AND is_active FOR SHARE', [tenant.userId]);
  if (user.rowCount === 0) throw userUnknown();
  const { name, slug, industry, description, country, currency, userId } = tenant;
  try {
    await client.query(
      `INSERT INTO public.tenants
         (id, name, slug, industry, description, country, currency, schema_version, migrations_digest)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        tenantId,
        name,
        slug,
        industry,
        description,
        country,
        currency ?? currencyOfCountry(country),
        migrations.at(-1)?.name,
        digestOf(migrations),
      ],
    );
  } catch (error) {
    if ((error as pg.DatabaseError).code === UNIQUE_VIOLATION) throw slugTaken(slug);
    throw error;
  }
  await client.query(`INSERT INTO public.user_tenants (id, user_id, tenant_id, role) VALUES ($1, $2, $3, 'OWNER')`, [
    uuidv7(),
    userId,
    tenantId,
  ]);
}

/** The headquarters, which is the default location too, and the number series. */
async function insertFirstRows(client: pg.Client, tenantId: string, { country }: CheckedTenantInput): Promise<void> {
  const locationId = uuidv7();
  await client.query(
    `INSERT INTO locations (id, tenant_id, name, country, location_type, is_default, is_headquarters)
     VALUES ($1, $2, 'Headquarters', $3, 'OFFICE', true, true)`,
    [locationId, tenantId, country],
  );
  await client.query('INSERT INTO primary_locations (default_location_id, headquarters_location_id) VALUES ($1, $1)', [
    locationId,
  ]);
  await client.query(
    `INSERT INTO number_counters (series, prefix, width)
     SELECT series, prefix, $3 FROM unnest($1::text[], $2::text[]) AS s (series, prefix)`,
    [Object.keys(NUMBER_SERIES), Object.values(NUMBER_SERIES), NUMBER_WIDTH],
  );
}
