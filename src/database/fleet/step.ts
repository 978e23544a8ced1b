import type pg from 'pg';
import { escapeIdentifier, escapeLiteral } from 'pg';
import { Refusal } from '@/lib/refusal';
import { recordSql } from '../applyMigrations';
import { type AccessList, accessListsSql, CONTROL, missingGrants, tenantGrants } from '../roles';
import { moveRows, StoppedError } from './dataMigration';
import { VERSION_AND_DIGEST } from './history';
import { type Attempt, beginAttemptSql, dropAttemptSql, endAttemptSql, type Target } from './ledger';
import type { Step } from './steps';

/** Runs a change of one schema; may look at it before it is committed, and throw. */
export type Guard = (client: pg.Client, step: Step, change: () => Promise<void>) => Promise<void>;

export type StepOptions = {
  readonly runId: string;
  readonly attempt: number;
  readonly guard: Guard;
  readonly signal?: AbortSignal | undefined;
  readonly onRows?: (rows: number) => void;
};

/**
 * Takes one step in one schema, on a worker's connection (openWorker): its SQL, the schema's own history, its grants, the
 * company's version and the ledger in one transaction, under the schema's advisory lock. Answers whether the step was
 * still to be taken. Rejects with what went wrong, nothing having happened; locks are waited for briefly (55P03).
 */
export async function takeStep(client: pg.Client, target: Target, step: Step, options: StepOptions): Promise<boolean> {
  const attempt: Attempt = { runId: options.runId, target, step, number: options.attempt };
  // The ledger came with a migration of the global tables itself.
  const listed = target.tenantId !== null || (await hasLedger(client));
  try {
    const before = listed ? ['BEGIN', beginAttemptSql(attempt), 'COMMIT'] : [];
    const taken = isOpen(step, await begin(client, target, step, before));
    if (taken) await change(client, target, step, options);
    const after = taken ? [endAttemptSql(attempt, 'DONE')] : [dropAttemptSql(attempt)];
    await client.query([...(taken ? recordVersion(target) : []), ...(listed ? after : []), 'COMMIT'].join(';\n'));
    return taken;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    const status = error instanceof StoppedError ? 'INTERRUPTED' : 'FAILED';
    // A lost connection is told by the error itself; the row is closed by whoever comes next.
    if (listed) await client.query(endAttemptSql(attempt, status, describeFailure(error))).catch(() => undefined);
    throw error;
  }
}

async function change(client: pg.Client, target: Target, step: Step, options: StepOptions): Promise<void> {
  if (step.kind === 'data') await moveRows(client, step.migration, () => commitAndBegin(client, target, step), options);
  else await options.guard(client, step, () => runSql(client, target, step));
}

/** In one line, for the ledger and for people. */
export function describeFailure(error: unknown): string {
  const { message = String(error), detail, code } = error as Partial<pg.DatabaseError>;
  const parts = error instanceof Refusal ? [message] : [message, detail, code && `(${code})`];
  return parts.filter(Boolean).join(' ').replace(/\s+/g, ' ').slice(0, 1000);
}

async function hasLedger(client: pg.Client): Promise<boolean> {
  const { rowCount } = await client.query(`SELECT FROM pg_class WHERE oid = to_regclass('public.migration_ledger')`);
  return rowCount === 1;
}

type State = 'absent' | 'unfinished' | 'finished';

/** Opens the transaction and holds the schema; answers where the migration stands in it. */
async function begin(
  client: pg.Client,
  { schema, tenantId }: Target,
  { migration }: Step,
  before: readonly string[] = [],
): Promise<State> {
  const results = (await client.query(
    [
      ...before,
      'BEGIN',
      lockSchemaSql(schema),
      `SET LOCAL search_path = ${escapeIdentifier(schema)}`,
      tenantId === null ? '' : `SET LOCAL lavoro.tenant_id = ${escapeLiteral(tenantId)}`,
      `SELECT finished_at IS NOT NULL AS finished FROM _prisma_migrations
       WHERE migration_name = ${escapeLiteral(migration.name)} AND rolled_back_at IS NULL`,
    ]
      .filter(Boolean)
      .join(';\n'),
  )) as unknown as pg.QueryResult<{ finished: boolean }>[];
  const row = results.at(-1)?.rows[0];
  if (!row) return 'absent';
  return row.finished ? 'finished' : 'unfinished';
}

/** SQL: whoever changes the shape of a schema holds this until the transaction ends. */
export const lockSchemaSql = (schema: string) =>
  `SELECT pg_advisory_xact_lock(hashtextextended(${escapeLiteral(`lavoro:migrate:${schema}`)}, 0))`;

const OPEN: Readonly<Record<Step['kind'], readonly State[]>> = {
  up: ['absent'],
  record: ['absent'],
  data: ['unfinished'],
  down: ['finished', 'unfinished'],
};
const isOpen = ({ kind }: Step, state: State) => OPEN[kind].includes(state);

async function commitAndBegin(client: pg.Client, target: Target, step: Step): Promise<boolean> {
  await client.query('COMMIT');
  return isOpen(step, await begin(client, target, step));
}

async function runSql(client: pg.Client, { schema, tenantId }: Target, { kind, migration }: Step): Promise<void> {
  const history =
    kind === 'down' ? rollBackSql(migration.name) : recordSql(migration, migration.data ? 'begun' : 'done');
  const sql = { up: migration.sql, record: '', data: '', down: migration.down ?? '' }[kind];
  const granted = tenantId === null ? CONTROL : tenantGrants(schema);
  const results = (await client.query(
    [sql, history, accessListsSql(granted)].join('\n;\n'),
  )) as unknown as pg.QueryResult<AccessList>[];
  const grants = missingGrants(granted, results.at(-1)?.rows ?? []);
  if (grants.length > 0) await client.query(grants.join(';\n'));
}

const rollBackSql = (name: string) =>
  `UPDATE _prisma_migrations SET rolled_back_at = now() WHERE migration_name = ${escapeLiteral(name)} AND rolled_back_at IS NULL`;

/** SQL: what the control plane knows of the company's schema, which is on the search path; nothing is wrong with it. */
function recordVersion({ tenantId }: Target): string[] {
  if (tenantId === null) return [];
  return [
    `UPDATE public.tenants SET (schema_version, migrations_digest) = (${VERSION_AND_DIGEST}),
       quarantined_at = NULL, quarantine_reason = NULL, updated_at = now() WHERE id = ${escapeLiteral(tenantId)}`,
  ];
}

/** Tells the control plane what a schema has had, where nothing is left to do in it. */
export async function noteVersion(client: pg.Client, target: Target): Promise<void> {
  const sql = [
    'BEGIN',
    `SET LOCAL search_path = ${escapeIdentifier(target.schema)}`,
    ...recordVersion(target),
    'COMMIT',
  ];
  await client.query(sql.join(';\n'));
}
