import type pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { HISTORY_DDL } from '../applyMigrations';
import { type Migration, readMigrations } from '../migrationFiles';
import type { Reconcile } from './fleet';
import { readHistory } from './history';
import { type Guard, takeStep } from './step';
import { type Step, stepsDown, stepsUp } from './steps';
import { flush, isBusy, openWorker } from './worker';

const PUBLIC = { schema: 'public', tenantId: null };
/** Milliseconds a migration of the global tables may take, and between two attempts where they are in use. */
const STATEMENT_TIMEOUT_MS = 600_000;
const PAUSE_MS = 200;
const ATTEMPTS = 300;

type ControlOptions = { readonly migrations?: readonly Migration[]; readonly reconcile?: Reconcile | undefined };

const unguarded: Guard = (_client, _step, change) => change();

/**
 * Brings the global tables to the newest migration; answers what they got. Waits for a minute in all where they are in use.
 * Throws ChangedMigrationError, or what PostgreSQL says of a migration.
 */
export async function migrateControl({
  migrations = readMigrations('control'),
  reconcile = async () => false,
}: ControlOptions = {}): Promise<string[]> {
  return withWorker(async (client) => {
    await client.query(`SET search_path = public; ${HISTORY_DDL}`);
    const steps = stepsUp(await readHistory(client, 'public'), migrations);
    const there = steps.length > 0 && (await reconcile('public'));
    return takeAll(client, there ? steps.map(({ migration }): Step => ({ kind: 'record', migration })) : steps);
  });
}

/** Takes the global tables back to `target`, which stays; answers what was taken back. Throws a Refusal where there is no way. */
export async function rollbackControl(
  target: string,
  all: readonly Migration[] = readMigrations('control'),
): Promise<string[]> {
  return withWorker(async (client) => takeAll(client, stepsDown(await readHistory(client, 'public'), all, target)));
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

async function takeAll(client: pg.Client, steps: readonly Step[]): Promise<string[]> {
  const runId = uuidv7();
  const names: string[] = [];
  for (const step of steps) if (await takePatiently(client, step, runId, 1)) names.push(step.migration.name);
  return names;
}

async function takePatiently(client: pg.Client, step: Step, runId: string, attempt: number): Promise<boolean> {
  try {
    return await takeStep(client, PUBLIC, step, { runId, attempt, guard: unguarded });
  } catch (error) {
    if (!isBusy(error) || attempt === ATTEMPTS) throw error;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    return takePatiently(client, step, runId, attempt + 1);
  }
}
