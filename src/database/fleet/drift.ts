import pg from 'pg';
import { addColumnSql, type Declaration } from '../customFields/columns';
import { declaredFields } from '../customFields/declared';
import { digestOf, type Migration, readMigrations } from '../migrationFiles';
import { actAsOwner, asOperator, inTransaction } from '../owner';
import { createSchema } from '../provision';
import { createTenantRole } from '../roles';
import { tenantSchema } from '../tenantName';
import type { Member } from './fanOut';
import { digestOfHistory, readHistory } from './history';
import { membersNamed, membersOfAll } from './members';
import { compareShapes, describeDifference, type Shape, shapeHere } from './shape';
import { describeFailure } from './step';

/** What was found in one company; `differences` in sentences. */
export type DriftReport = { readonly slug: string; readonly schema: string; readonly differences: readonly string[] };

/** No company has it: it lives for a transaction that is never committed. */
const REFERENCE_ID = '00000000-0000-4000-8000-000000000000';

export type DriftOptions = {
  readonly tenants?: readonly string[] | undefined;
  readonly migrations?: readonly Migration[];
  readonly onReport?: (report: DriftReport) => void;
};

/**
 * Compares the schemas of companies (all, or those named by slug or id) with what their own migrations and custom fields
 * make of an empty one, and keeps the result for /health. Changes nothing in them.
 */
export async function checkDrift(options: DriftOptions = {}): Promise<DriftReport[]> {
  const migrations = options.migrations ?? readMigrations('tenant');
  return asOperator(async (client) => {
    const members = await (options.tenants ? membersNamed(client, options.tenants) : membersOfAll(client));
    const referenceFor = referencesOf(client, migrations);
    const reports: DriftReport[] = [];
    for (const member of members) {
      const differences = await driftOf(client, member, referenceFor);
      const report = { slug: member.slug, schema: member.schema, differences };
      await keepReport(client, member, differences);
      options.onReport?.(report);
      reports.push(report);
    }
    return reports;
  });
}

type Reference = (applied: readonly string[], fields: readonly Declaration[]) => Promise<Shape>;

/** The reference for the migrations a company has had and the fields it declared; made once for each set of them. */
function referencesOf(client: pg.Client, migrations: readonly Migration[]): Reference {
  const made = new Map<string, Shape>();
  return async (applied, fields) => {
    const had = migrations.filter(({ name }) => applied.includes(name));
    const key = JSON.stringify([digestOf(had), fields]);
    const shape = made.get(key) ?? (await referenceShape(client, had, fields));
    made.set(key, shape);
    return shape;
  };
}

async function driftOf(client: pg.Client, member: Member, referenceFor: Reference): Promise<string[]> {
  const found = await readable(() => readAtOnce(client, member));
  if (typeof found === 'string') return [found];
  const { history, shape, fields, told } = found;
  const applied = history.map(({ name }) => name);
  const unlike = compareShapes(await referenceFor(applied, fields), shape);
  const misled = !['', digestOfHistory(history), undefined].includes(told);
  if (misled && !unlike.some(({ kind }) => kind === 'migration')) return [...unlike.map(describeDifference), MISLED];
  return unlike.map(describeDifference);
}

const MISLED =
  'Its row of the table tenants tells of other migrations than its own history: migrate it by name (--tenant).';

/** All as of one moment, and what its row told then; undefined where the company has just gone. */
async function readAtOnce(client: pg.Client, { schema, tenantId }: Member) {
  return inTransaction(client, async () => {
    await client.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
    await actAsOwner(client, schema);
    const history = await readHistory(client, schema);
    const shape = await shapeHere(client, tenantId);
    const fields = await declaredFields(client, schema);
    const { rows } = await client.query<{ digest: string }>(
      'SELECT migrations_digest AS digest FROM public.tenants WHERE id = $1',
      [tenantId],
    );
    return { history, shape, fields, told: rows[0]?.digest };
  });
}

/** What `read` answers, or why the schema cannot be read, in a sentence. */
async function readable<T>(read: () => Promise<T>): Promise<T | string> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error;
    return `The schema cannot be read: ${describeFailure(error)}.`;
  }
}

/** The shape that `migrations` and custom fields give a new company, found by making one in a transaction that is rolled back. */
export async function referenceShape(
  client: pg.Client,
  migrations: readonly Migration[],
  fields: readonly Declaration[] = [],
): Promise<Shape> {
  const schema = tenantSchema(REFERENCE_ID);
  await client.query('BEGIN');
  try {
    await createTenantRole(client, schema);
    await actAsOwner(client, schema);
    await createSchema(client, REFERENCE_ID, migrations);
    for (const field of fields) await client.query(addColumnSql(field));
    return await shapeHere(client, REFERENCE_ID);
  } finally {
    await client.query('ROLLBACK');
  }
}

async function keepReport(client: pg.Client, { tenantId }: Member, differences: readonly string[]): Promise<void> {
  await client.query(
    `INSERT INTO public.drift_reports (tenant_id, checked_at, differences)
     SELECT id, now(), $2 FROM public.tenants WHERE id = $1
     ON CONFLICT (tenant_id) DO UPDATE SET checked_at = EXCLUDED.checked_at, differences = EXCLUDED.differences`,
    [tenantId, JSON.stringify(differences)],
  );
}
