import type pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { HISTORY_DDL } from '../applyMigrations';
import { type Migration, readMigrations } from '../migrationFiles';
import { asOperator } from '../owner';
import { requireIsolation } from '../proof';
import type { Reconcile } from './fleet';
import { type Applied, isMoved, readHistory } from './history';
import { type StepOptions, takeStep } from './step';
import { type Step, stepsDown, stepsUp } from './steps';
import { flush, isBusy, openWorker } from './worker';

const PUBLIC = { schema: 'public', tenantId: null };
/** Milliseconds a migration of the global tables may take, and between two attempts where they are in use. */
const STATEMENT_TIMEOUT_MS = 600_000;
const PAUSE_MS = 200;
const ATTEMPTS = 300;

type ControlOptions = { readonly migrations?: readonly Migration[]; readonly reconcile?: Reconcile | undefined };

/**
 * Brings the global tables to the newest migration; answers what they got. Waits for some minutes in all where they are in use.
 * Throws ChangedMigrationError, or what PostgreSQL says of a migration.
 */
export async function migrateControl({
  migrations = readMigrations('control'),
  reconcile = async () => false,
}: ControlOptions = {}): Promise<string[]> {
  return withWorker(async (client) => {
    await client.query(`SET search_path = public; ${HISTORY_DDL}`);
    let there: boolean | undefined;
    return takeAll(client, async (history) => {
      const steps = await stepsUp(history, migrations);
      if (steps.length > 0) there ??= await reconcile('public');
      return there ? steps.map(({ migration }): Step => ({ kind: 'record', migration })) : steps;
    });
  });
}

/**
 * Takes the global tables back to `target`, which stays; answers what was taken back. Throws a Refusal where there is no
 * way, or IsolationError when the wall does not stand afterwards.
 */
export async function rollbackControl(
  target: string,
  all: readonly Migration[] = readMigrations('control'),
): Promise<string[]> {
  const names = await withWorker((client) => takeAll(client, (history) => stepsDown(history, all, target)));
  if (names.length > 0)
    await asOperator((client) => requireIsolation(client, 'as is seen now that the global tables were taken back'));
  return names;
}

/** What migrateControl, or with a `target` rollbackControl, would do, found without changing anything. Throws as they do. */
export async function planControl(
  target: string | null,
  all: readonly Migration[] = readMigrations('control'),
): Promise<readonly Step[]> {
  return asOperator(async (client) => {
    const history = await readHistory(client, PUBLIC.schema);
    return target === null ? stepsUp(history, all) : stepsDown(history, all, target);
  });
}

async function withWorker(work: (client: pg.Client) => Promise<string[]>): Promise<string[]> {
  const client = await openWorker({ statementTimeoutMs: STATEMENT_TIMEOUT_MS });
  try {
    const names = await work(client);
    if (names.length > 0) await flush(client);
    return names;
  } finally {
    await client.end();
  }
}

type Plan = (history: readonly Applied[]) => Promise<readonly Step[]>;

/** Takes the steps there are, and what others take meanwhile as theirs. */
async function takeAll(client: pg.Client, plan: Plan): Promise<string[]> {
  const runId = uuidv7();
  const names: string[] = [];
  let attempt = 1;
  let history = await readHistory(client, 'public');
  let [step] = await plan(history);
  while (step) {
    const taken = await takePatiently(client, step, history, { runId, attempt });
    attempt = taken ? 1 : attempt + 1;
    if (taken) names.push(step.migration.name);
    history = await readHistory(client, 'public');
    [step] = await plan(history);
  }
  return names;
}

/**
 * Answers whether it was taken; not, after a pause, where the tables are in use or somebody else was there since `history`,
 * from which the step was planned.
 */
async function takePatiently(
  client: pg.Client,
  step: Step,
  history: readonly Applied[],
  options: StepOptions,
): Promise<boolean> {
  try {
    await takeStep(client, PUBLIC, step, history, options);
    return true;
  } catch (error) {
    if (!(isBusy(error) || isMoved(error)) || options.attempt === ATTEMPTS) throw error;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    return false;
  }
}
