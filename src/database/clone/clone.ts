import pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { Refusal } from '@/lib/refusal';
import { HISTORY_DDL, runMigrations } from '../applyMigrations';
import { readHistory } from '../fleet/history';
import { digestOf, type Migration, readMigrations } from '../migrationFiles';
import { insertAuditRow } from '../operatorAudit';
import { actAsOwner, asOperator, inTransaction, OWNER_ROLE } from '../owner';
import { insertFirstRows } from '../provision';
import { createTenantRole, grant, tenantGrants } from '../roles';
import { tableIn, tableNames } from '../tenantContents';
import { recordTenantEvent } from '../tenantEvents';
import { checkTenantInput, slugTaken, userUnknown } from '../tenantInput';
import { tenantSchema, UnknownTenantError } from '../tenantName';
import { type CopiedRows, copyRows } from './rows';
import { differences, makingSql, missingFrom, piecesOf } from './structure';

const UNIQUE_VIOLATION = '23505';
const LOCK_NOT_AVAILABLE = '55P03';
/** Differences named in a refusal. */
const MOST_TOLD = 10;

export type CloneInput = {
  readonly sourceId: string;
  readonly name: string;
  readonly slug: string;
  /** Becomes the owner of the copy, and its only member. */
  readonly userId: string;
  readonly actor: string;
  readonly rows: CopiedRows;
};

type Source = {
  readonly id: string;
  readonly slug: string;
  readonly status: string;
  readonly country: string | null;
};

/**
 * Makes a copy of a company: a company of its own with an id, a role and a schema of its own, built by the migrations the
 * source has had, so that every constraint and index has the name later migrations know it by (CREATE TABLE … LIKE would
 * choose other names and leave defaults at the source's sequences), and then given what the source has beyond them:
 * custom columns, tables, indexes, checks. At the end both are compared, piece by piece; a copy that is not alike is taken
 * back. All in one transaction, which sees the source as of one moment and only reads it: nobody at work there waits.
 *
 * Answers the copy's id. Throws UnknownTenantError; INVALID_STATE while the source is being deleted; TenantInputError as
 * createTenant does; CONFLICT when the source's tables are not what its migrations made of them.
 */
export async function cloneTenant(input: CloneInput): Promise<string> {
  const { name, slug, userId, actor } = input;
  checkTenantInput({ name, slug, userId, actor });
  const copy = { ...input, tenantId: uuidv7(), source: tenantSchema(input.sourceId) };
  try {
    await asOperator(async (client) => {
      // The transaction sees what was there at its start. Who is just leaving this slug is waited for before that.
      await client.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [`lavoro:slug:${slug}`]);
      const tables = await tableNames(client, copy.source);
      await inTransaction(client, () => makeCopy(client, copy, tables));
    });
  } catch (error) {
    if ((error as pg.DatabaseError).code !== LOCK_NOT_AVAILABLE) throw error;
    throw new Refusal('CONFLICT', 'The tables of that company are being changed just now. Try again in a moment.');
  }
  return copy.tenantId;
}

type Copy = CloneInput & { readonly tenantId: string; readonly source: string };

async function makeCopy(client: pg.Client, copy: Copy, tables: readonly string[]): Promise<void> {
  const { tenantId, source, rows } = copy;
  const schema = tenantSchema(tenantId);
  await openSnapshot(client, source, tables);
  const company = await readSource(client, copy.sourceId);
  await createTenantRole(client, schema);
  await actAsOwner(client, schema);
  await insertCompany(client, copy, await migrationsOf(client, source, company.slug));
  await copyStructure(client, { ...copy, slug: company.slug }, schema);
  if (rows === 'describing') await insertFirstRows(client, tenantId, company.country);
  await copyRows(client, { source, schema, tenantId, rows });
  await grant(client, tenantGrants(schema));
  await recordCopy(client, copy, company);
}

/** Holds the source's tables as they are built, reading only, and fixes the moment at which its rows are seen. */
async function openSnapshot(client: pg.Client, source: string, tables: readonly string[]): Promise<void> {
  const names = tables.map((table) => tableIn(source, table)).join(', ');
  await client.query(
    `SET TRANSACTION ISOLATION LEVEL REPEATABLE READ;
     SET LOCAL lock_timeout = '10s'; SET LOCAL statement_timeout = 0; SET LOCAL ROLE ${OWNER_ROLE};
     ${names === '' ? '' : `LOCK TABLE ${names} IN ACCESS SHARE MODE;`}
     RESET ROLE`,
  );
}

async function readSource(client: pg.Client, id: string): Promise<Source> {
  const { rows } = await client.query<Source>(
    `SELECT id, slug, status, country FROM public.tenants WHERE id = $1 AND status <> 'SPARE'`,
    [id],
  );
  const [source] = rows;
  if (!source) throw new UnknownTenantError(id);
  if (source.status === 'DELETING')
    throw new Refusal('INVALID_STATE', `The company ${source.slug} is being deleted: restore it before it is copied.`);
  return source;
}

async function insertCompany(
  client: pg.Client,
  { tenantId, sourceId, name, slug, userId }: Copy,
  had: readonly Migration[],
): Promise<void> {
  const user = await client.query('SELECT 1 FROM public.users WHERE id = $1 AND is_active FOR SHARE', [userId]);
  if (user.rowCount === 0) throw userUnknown();
  await client
    .query(
      `INSERT INTO public.tenants (id, name, slug, industry, description, country, currency, sandbox_of,
                                   schema_version, migrations_digest, shape_version, second_factor_required)
       SELECT $1, $2, $3, industry, description, country, currency, id, $5, $6, shape_version, second_factor_required
       FROM public.tenants WHERE id = $4`,
      [tenantId, name, slug, sourceId, had.at(-1)?.name, digestOf(had)],
    )
    .catch((error: pg.DatabaseError) => {
      throw error.code === UNIQUE_VIOLATION ? slugTaken(slug) : error;
    });
  await client.query(`INSERT INTO public.user_tenants (id, user_id, tenant_id, role) VALUES ($1, $2, $3, 'OWNER')`, [
    uuidv7(),
    userId,
    tenantId,
  ]);
}

/** Whose structure is copied, and whose id the copy has. */
export type Original = {
  readonly source: string;
  readonly sourceId: string;
  readonly slug: string;
  readonly tenantId: string;
};

/** Makes `schema` as the source is built, empty. Run as the owner, in a transaction; leaves the search path at the copy. */
export async function copyStructure(client: pg.Client, original: Original, schema: string): Promise<void> {
  const migrations = await migrationsOf(client, original.source, original.slug);
  await client.query(
    `CREATE SCHEMA ${pg.escapeIdentifier(schema)}; SET LOCAL search_path = ${pg.escapeIdentifier(schema)};
     SET LOCAL lavoro.tenant_id = '${original.tenantId}'; ${HISTORY_DDL}`,
  );
  await runMigrations(client, migrations);
  await completeStructure(client, original, schema);
}

/** The migrations the source has had, oldest first. Throws CONFLICT while one of them still moves its rows. */
async function migrationsOf(client: pg.Client, source: string, slug: string): Promise<Migration[]> {
  await client.query(`SET LOCAL ROLE ${OWNER_ROLE}`);
  const rows = await readHistory(client, source);
  const moving = rows.filter(({ finished }) => !finished);
  if (moving.length > 0)
    throw new Refusal(
      'CONFLICT',
      `The rows of ${slug} are still being moved by ${moving.map(({ name }) => name).join(', ')}: migrate it first.`,
    );
  const had = new Map(rows.map(({ name, checksum }) => [name, checksum]));
  const known = readMigrations('tenant').filter(({ name, checksum }) => had.get(name) === checksum);
  const unknown = [...had.keys()].filter((name) => !known.some((migration) => migration.name === name));
  if (unknown.length > 0)
    throw new Refusal('CONFLICT', `The company ${slug} has had migrations that are not here: ${unknown.join(', ')}.`);
  return known;
}

/** Gives the copy what the source has beyond its migrations. Leaves the search path at the copy. */
async function completeStructure(client: pg.Client, copy: Original, schema: string): Promise<void> {
  const wanted = await piecesOf(client, copy.source, copy.sourceId);
  const made = await piecesOf(client, schema, copy.tenantId);
  for (const piece of missingFrom(made, wanted)) {
    const sql = makingSql(piece, copy.tenantId);
    if (sql !== undefined) await client.query(sql);
  }
  const unlike = differences(wanted, await piecesOf(client, schema, copy.tenantId));
  if (unlike.length === 0) return;
  const more = unlike.length > MOST_TOLD ? ', …' : '';
  throw new Refusal(
    'CONFLICT',
    `The tables of ${copy.slug} are not what its migrations made of them, so no copy was made: ${unlike.slice(0, MOST_TOLD).join(', ')}${more}.`,
  );
}

/** Where the copy is from, in its audit log and in the events of both. */
async function recordCopy(client: pg.Client, { tenantId, sourceId, name, slug, actor, rows }: Copy, source: Source) {
  const withData = rows === 'all';
  const about = { name, slug, copyOf: sourceId, copyOfSlug: source.slug, withData };
  await insertAuditRow(client, { actor, action: 'clone', entity: 'company', entityId: tenantId, after: about });
  await recordTenantEvent(client, { tenantId, event: 'created', actor, detail: about });
  const detail = { copy: tenantId, slug, withData };
  await recordTenantEvent(client, { tenantId: sourceId, event: 'cloned', actor, detail });
}
