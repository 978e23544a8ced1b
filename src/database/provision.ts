import pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { currencyOfCountry } from '@/lib/money';
import { NUMBER_SERIES, NUMBER_WIDTH } from '@/lib/numberSeries';
import { HISTORY_DDL, runMigrations } from './applyMigrations';
import { isUnknownZone } from './faults';
import { digestOf, type Migration, readMigrations } from './migrationFiles';
import { actAsOwner, asOperator, inTransaction, OWNER_ROLE } from './owner';
import { createTenantRole, grant, tenantGrants } from './roles';
import { recordTenantEvent } from './tenantEvents';
import {
  type CheckedTenantInput,
  checkTenantInput,
  slugTaken,
  type TenantInput,
  userUnknown,
  zoneUnknown,
} from './tenantInput';
import { tenantSchema } from './tenantName';

const UNIQUE_VIOLATION = '23505';

/**
 * Makes a company: its row, the owner's membership, its login role, its schema with every table, its first rows; or, where
 * a spare stands ready (spares.ts), gives it that one. All in one transaction, so killed anywhere there is nothing or all
 * of it. Answers the new tenant's id. Throws TenantInputError naming the wrong field.
 */
export async function createTenant(input: TenantInput): Promise<string> {
  const tenant = checkTenantInput(input);
  const migrations = readMigrations('tenant');
  return asOperator((client) =>
    inTransaction(
      client,
      async () => (await claimSpare(client, tenant, migrations)) ?? make(client, tenant, migrations),
    ),
  );
}

async function make(client: pg.Client, tenant: CheckedTenantInput, migrations: readonly Migration[]): Promise<string> {
  const tenantId = uuidv7();
  const schema = tenantSchema(tenantId);
  await client.query('RESET ROLE');
  await createTenantRole(client, schema);
  await actAsOwner(client, schema);
  await requireUser(client, tenant.userId);
  await insertTenant(client, { id: tenantId, status: 'ACTIVE', ...tenant }, migrations);
  await insertOwner(client, tenantId, tenant);
  await createSchema(client, tenantId, migrations);
  await insertFirstRows(client, tenantId, tenant.country ?? null);
  await insertTimeZone(client, tenantId, tenant.timeZone);
  return tenantId;
}

/**
 * Makes a spare, a company with all but a name and an owner, unless there are `wanted`; answers whether it did. Of several
 * processes one does it, the others answer false.
 */
export async function createSpare(wanted: number): Promise<boolean> {
  const migrations = readMigrations('tenant');
  return asOperator((client) =>
    inTransaction(client, async () => {
      if (!(await isSpareMissing(client, wanted))) return false;
      const id = uuidv7();
      const schema = tenantSchema(id);
      await createTenantRole(client, schema);
      await actAsOwner(client, schema);
      const slug = `spare-${id.replaceAll('-', '')}`;
      await insertTenant(client, { id, status: 'SPARE', name: 'Spare', slug, currency: 'EUR' }, migrations);
      await createSchema(client, id, migrations);
      await insertFirstRows(client, id, null);
      return true;
    }),
  );
}

/** Whether one is missing and nobody else is making it: the lock is held until the transaction ends. */
async function isSpareMissing(client: pg.Client, wanted: number): Promise<boolean> {
  const { rows } = await client.query<{ missing: boolean }>(
    `SELECT pg_try_advisory_xact_lock(hashtextextended('lavoro:spares', 0)) AND $1 > (
       SELECT count(*) FROM public.tenants WHERE status = 'SPARE' AND quarantined_at IS NULL) AS missing`,
    [wanted],
  );
  return rows[0]?.missing === true;
}

/** Gives a spare that has had the newest migrations to the company, whose id its is from now on; undefined without one. */
async function claimSpare(
  client: pg.Client,
  tenant: CheckedTenantInput,
  migrations: readonly Migration[],
): Promise<string | undefined> {
  await client.query(`SET LOCAL ROLE ${OWNER_ROLE}`);
  const { rows } = await client.query<{ id: string }>(
    `SELECT id FROM public.tenants WHERE status = 'SPARE' AND migrations_digest = $1 AND quarantined_at IS NULL
     ORDER BY created_at LIMIT 1 FOR UPDATE SKIP LOCKED`,
    [digestOf(migrations)],
  );
  const id = rows[0]?.id;
  if (!id) return undefined;
  await requireUser(client, tenant.userId);
  const { name, slug, industry, description, country, currency } = tenant;
  const values = [id, name, slug, industry, description, country, currency ?? currencyOfCountry(country)];
  await takingSlug(slug, () =>
    client.query(
      `UPDATE public.tenants SET status = 'ACTIVE', name = $2, slug = $3, industry = $4, description = $5, country = $6,
         currency = $7, created_at = now(), updated_at = now() WHERE id = $1`,
      values,
    ),
  );
  await insertOwner(client, id, tenant);
  const locations = `${pg.escapeIdentifier(tenantSchema(id))}.locations`;
  await client.query(`UPDATE ${locations} SET country = $1, created_at = now(), updated_at = now()`, [country]);
  await insertTimeZone(client, id, tenant.timeZone);
  return id;
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
  await grant(client, tenantGrants(schema));
}

async function requireUser(client: pg.Client, userId: string): Promise<void> {
  const user = await client.query('SELECT 1 FROM public.users WHERE id = $1 AND is_active FOR SHARE', [userId]);
  if (user.rowCount === 0) throw userUnknown();
}

type NewTenant = Pick<CheckedTenantInput, 'name' | 'slug' | 'industry' | 'description' | 'country' | 'currency'> & {
  readonly id: string;
  readonly status: 'ACTIVE' | 'SPARE';
};

async function insertTenant(client: pg.Client, tenant: NewTenant, migrations: readonly Migration[]): Promise<void> {
  const { id, status, name, slug, industry, description, country, currency } = tenant;
  const values = [id, status, name, slug, industry, description, country, currency ?? currencyOfCountry(country)];
  await takingSlug(slug, () =>
    client.query(
      `INSERT INTO public.tenants
         (id, status, name, slug, industry, description, country, currency, schema_version, migrations_digest)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [...values, migrations.at(-1)?.name, digestOf(migrations)],
    ),
  );
}

async function takingSlug(slug: string, write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if ((error as pg.DatabaseError).code === UNIQUE_VIOLATION) throw slugTaken(slug);
    throw error;
  }
}

/** The owner's membership, and that the company was made. */
async function insertOwner(client: pg.Client, tenantId: string, tenant: CheckedTenantInput): Promise<void> {
  const { userId, name, slug } = tenant;
  await client.query(`INSERT INTO public.user_tenants (id, user_id, tenant_id, role) VALUES ($1, $2, $3, 'OWNER')`, [
    uuidv7(),
    userId,
    tenantId,
  ]);
  const actor = tenant.actor ?? `user:${userId}`;
  await recordTenantEvent(client, { tenantId, event: 'created', actor, detail: { name, slug } });
}

/** By which clock it is today there, where that was said; it is asked of the database, which must know the zone. */
async function insertTimeZone(client: pg.Client, tenantId: string, timeZone?: string | null): Promise<void> {
  if (!timeZone) return;
  const settings = `${pg.escapeIdentifier(tenantSchema(tenantId))}.company_settings`;
  try {
    await client.query(
      `INSERT INTO ${settings} (time_zone) SELECT $1::text WHERE now() AT TIME ZONE $1::text IS NOT NULL`,
      [timeZone],
    );
  } catch (error) {
    if (isUnknownZone(error)) throw zoneUnknown();
    throw error;
  }
}

/** The headquarters, which is the default location too, and the number series. */
export async function insertFirstRows(client: pg.Client, tenantId: string, country: string | null): Promise<void> {
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
