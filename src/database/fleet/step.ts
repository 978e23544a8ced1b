import type pg from 'pg';
import { escapeIdentifier, escapeLiteral } from 'pg';
import { Refusal } from '@/lib/refusal';
import { recordSql } from '../applyMigrations';
import { grantControlTables, grantTenantTables } from '../roles';
import { moveRows, StoppedError } from './dataMigration';
import { VERSION_AND_DIGEST } from './history';
import { beginAttemptSql, closeCutOffSql, dropAttemptSql, endAttemptSql, type Target } from './ledger';
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
  const attemptId = await beginAttempt(client, target, step, options);
  try {
    const taken = await underLock(client, target, step, attemptId, options);
    if (!taken && attemptId !== null) await client.query(dropAttemptSql(attemptId));
    return taken;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    // A lost connection is told by the error itself; the row is closed by whoever comes next.
    const status = error instanceof StoppedError ? 'INTERRUPTED' : 'FAILED';
    if (attemptId !== null)
      await client.query(endAttemptSql(attemptId, status, describeFailure(error))).catch(() => undefined);
    throw error;
  }
}

/** In one line, for the ledger and for people. */
export function describeFailure(error: unknown): string {
  const { message = String(error), detail, code } = error as Partial<pg.DatabaseError>;
  const parts = error instanceof Refusal ? [message] : [message, detail, code && `(${code})`];
  return parts.filter(Boolean).join(' ').replace(/\s+/g, ' ').slice(0, 1000);
}

/** Null where there is no ledger yet: it came with a migration too. */
async function beginAttempt(
  client: pg.Client,
  target: Target,
  step: Step,
  options: StepOptions,
): Promise<string | null> {
  if (target.tenantId === null && !(await hasLedger(client))) return null;
  const { rows } = await client.query<{ id: string }>(beginAttemptSql(options.runId, target, step, options.attempt));
  return rows[0]?.id ?? null;
}

async function hasLedger(client: pg.Client): Promise<boolean> {
  const { rowCount } = await client.query(`SELECT FROM pg_class WHERE oid = to_regclass('public.migration_ledger')`);
  return rowCount === 1;
}

async function underLock(
  client: pg.Client,
  target: Target,
  step: Step,
  attemptId: string | null,
  options: StepOptions,
): Promise<boolean> {
  const { kind, migration } = step;
  if (!isOpen(step, await begin(client, target, step))) {
    await client.query('ROLLBACK');
    return false;
  }
  if (kind === 'data') await moveRows(client, migration, () => commitAndBegin(client, target, step), options);
  else await options.guard(client, step, () => change(client, target, step));
  const ledger = attemptId === null ? [] : [closeCutOffSql(target, attemptId), endAttemptSql(attemptId, 'DONE')];
  await client.query([...recordVersion(target), ...ledger, 'COMMIT'].join(';\n'));
  return true;
}

type State = 'absent' | 'unfinished' | 'finished';

/** Opens the transaction and holds the schema; answers where the migration stands in it. */
async function begin(client: pg.Client, { schema, tenantId }: Target, { migration }: Step): Promise<State> {
  const results = (await client.query(
    [
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

async function change(client: pg.Client, { schema, tenantId }: Target, { kind, migration }: Step): Promise<void> {
  const history =
    kind === 'down' ? rollBackSql(migration.name) : recordSql(migration, migration.data ? 'begun' : 'done');
  const sql = { up: migration.sql, record: '', data: '', down: migration.down ?? '' }[kind];
  await client.query([sql, history].join('\n;\n'));
  if (tenantId === null) await grantControlTables(client);
  else await grantTenantTables(client, schema);
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
