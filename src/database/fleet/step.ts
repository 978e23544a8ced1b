import type pg from 'pg';
import { escapeIdentifier, escapeLiteral } from 'pg';
import { printable } from '@/lib/printable';
import { Refusal } from '@/lib/refusal';
import { recordSql } from '../applyMigrations';
import { examineSql } from '../diff/examineSql';
import { OWNER_ROLE } from '../owner';
import { type AccessList, accessListsSql, CONTROL, missingGrants, tenantGrants } from '../roles';
import { moveRows, StoppedError } from './dataMigration';
import { type Applied, expectHistorySql, historyAfter, isMoved, versionOf } from './history';
import { type Attempt, beginAttemptSql, dropAttemptSql, endAttemptSql, type Target } from './ledger';
import { type Step, sqlOf, UnfitMigrationError } from './steps';
import type { Needs, Trial } from './trial';

export type StepOptions = {
  readonly runId: string;
  readonly attempt: number;
  /** Looks at the first of its kind before it is committed; without one, nothing is looked at. */
  readonly trial?: Trial;
  readonly signal?: AbortSignal | undefined;
  readonly onRows?: (rows: number) => void;
};

/**
 * Takes one step in one schema in which exactly `history` stands, on a worker's connection (openWorker): its SQL, the
 * schema's own history, its grants, the company's version and the ledger in one transaction, under the schema's advisory
 * lock; in one round trip where another company has shown that nothing else is needed. Answers what stands afterwards.
 * Rejects with what went wrong, nothing having happened: what isMoved tells where somebody else was there, 55P03 where a
 * lock was not free.
 */
export async function takeStep(
  client: pg.Client,
  target: Target,
  step: Step,
  history: readonly Applied[],
  options: StepOptions,
): Promise<readonly Applied[]> {
  const needs = step.kind === 'data' ? undefined : await options.trial?.outcome(step);
  const { destructive, conditional } = await examineSql(sqlOf(step));
  const attempt: Attempt = {
    runId: options.runId,
    target,
    step,
    number: options.attempt,
    destructive: destructive.length > 0,
  };
  // The ledger came with a migration of the global tables itself, and goes with it.
  const listed = target.tenantId !== null || (await hasLedger(client));
  const after = historyAfter(history, step);
  const head = [...(listed ? ['BEGIN', beginAttemptSql(attempt), 'COMMIT'] : []), ...beginSql(target, history)];
  const tail = [...recordVersion(target, after), ...(listed ? [endAttemptSql(attempt, 'DONE')] : []), 'COMMIT'];
  try {
    if (needs === 'nothing' && !conditional) await run(client, [...head, ...changeSql(step), ...tail]);
    else {
      await run(client, head);
      await change(client, target, step, after, options, needs);
      await run(client, target.tenantId !== null || (await hasLedger(client)) ? tail : ['COMMIT']);
    }
    return after;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    // A lost connection is told by the error itself; the row is closed by whoever comes next.
    if (listed) await client.query(outcomeSql(attempt, error)).catch(() => undefined);
    throw error;
  }
}

/** In one line, for the ledger and for people; without PostgreSQL's detail, which quotes rows of the company. */
export function describeFailure(error: unknown): string {
  const { message = String(error), table, column, constraint, code } = error as Partial<pg.DatabaseError>;
  const where = [table, column ?? constraint].filter(Boolean).join('.');
  const parts = error instanceof Refusal ? [message] : [message, where && `[${where}]`, code && `(${code})`];
  return printable(parts.filter(Boolean).join(' '), 1000);
}

/** SQL, an expression: whoever changes the shape of a schema holds this until the transaction ends. */
export const schemaLockSql = (schema: string) =>
  `pg_advisory_xact_lock(hashtextextended(${escapeLiteral(`lavoro:migrate:${schema}`)}, 0))`;

/**
 * Tells the control plane that exactly `history` stands in a schema in which nothing is left to do. Rejects with what
 * isMoved tells where something else stands there.
 */
export async function noteVersion(client: pg.Client, target: Target, history: readonly Applied[]): Promise<void> {
  try {
    await run(client, [...beginSql(target, history), ...recordVersion(target, history), 'COMMIT']);
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

const run = (client: pg.Client, statements: readonly string[]) =>
  client.query(statements.join(';\n')) as unknown as Promise<pg.QueryResult[]>;

async function hasLedger(client: pg.Client): Promise<boolean> {
  const { rowCount } = await client.query(`SELECT FROM pg_class WHERE oid = to_regclass('public.migration_ledger')`);
  return rowCount === 1;
}

function beginSql({ schema, tenantId }: Target, history: readonly Applied[]): string[] {
  const settings = {
    search_path: escapeIdentifier(schema),
    ...(tenantId !== null && { 'lavoro.tenant_id': tenantId }),
  };
  const set = Object.entries(settings).map(([name, value]) => `set_config('${name}', ${escapeLiteral(value)}, true)`);
  return ['BEGIN', `SELECT ${[schemaLockSql(schema), ...set].join(', ')}`, expectHistorySql(history)];
}

async function change(
  client: pg.Client,
  target: Target,
  step: Step,
  after: readonly Applied[],
  options: StepOptions,
  needs: Needs | undefined,
): Promise<void> {
  const { trial, ...more } = options;
  const runSql = () => runWithGrants(client, target, step);
  if (step.kind === 'data') {
    await moveRows(client, step.migration, () => run(client, beginAgainSql(target)), more);
    // Between two batches anybody may have been here.
    await run(client, [expectHistorySql(after)]);
  } else if (trial && needs === undefined) await trial.prove(client, target.schema, step, runSql);
  else await runSql();
}

const beginAgainSql = (target: Target) => ['COMMIT', ...beginSql(target, []).slice(0, -1)];

/** Runs the SQL of a step and grants what it leaves to grant; answers whether that was anything. */
async function runWithGrants(client: pg.Client, { schema, tenantId }: Target, step: Step): Promise<Needs> {
  const granted = tenantId === null ? CONTROL : tenantGrants(schema);
  const results = await run(client, [...changeSql(step), WHERE_AND_WHO, accessListsSql(granted)]);
  const [now] = (results.at(-2)?.rows ?? []) as { place: string; who: string }[];
  if (now?.place !== schema || now.who !== OWNER_ROLE)
    throw new UnfitMigrationError('CONFLICT', `${step.migration.name} goes on in another schema, or as another role.`);
  const grants = missingGrants(granted, (results.at(-1)?.rows ?? []) as AccessList[]);
  if (grants.length === 0) return 'nothing';
  await run(client, grants);
  return 'grants';
}

const WHERE_AND_WHO = 'SELECT current_schema() AS place, current_user AS who';

/** SQL: a step itself, and its row in the history of the schema on the search path. */
export function changeSql({ kind, migration }: Step): string[] {
  if (kind === 'down') return [`${migration.down}\n`, rollBackSql(migration.name)];
  const record = recordSql(migration, migration.data ? 'begun' : 'done');
  return kind === 'up' ? [`${migration.sql}\n`, record] : [record];
}

const rollBackSql = (name: string) =>
  `UPDATE _prisma_migrations SET rolled_back_at = now() WHERE migration_name = ${escapeLiteral(name)} AND rolled_back_at IS NULL`;

/** SQL: what the control plane knows of the company's schema, in which nothing is wrong. */
function recordVersion({ tenantId }: Target, history: readonly Applied[]): string[] {
  if (tenantId === null) return [];
  const { version, digest } = versionOf(history);
  return [
    `UPDATE public.tenants SET schema_version = ${escapeLiteral(version)}, migrations_digest = ${escapeLiteral(digest)},
       quarantined_at = NULL, quarantine_reason = NULL, updated_at = now() WHERE id = ${escapeLiteral(tenantId)}`,
  ];
}

function outcomeSql(attempt: Attempt, error: unknown): string {
  if (isMoved(error)) return dropAttemptSql(attempt);
  return endAttemptSql(attempt, error instanceof StoppedError ? 'INTERRUPTED' : 'FAILED', describeFailure(error));
}
