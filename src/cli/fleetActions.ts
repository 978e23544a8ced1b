import { troubles } from '@/database/commands/report';
import { runCommand } from '@/database/commands/run';
import { destructiveStatements } from '@/database/diff/destructive';
import { checkDrift } from '@/database/fleet/drift';
import {
  type FleetOptions,
  type FleetResult,
  type PlannedSteps,
  planFleet,
  rollbackFleet,
} from '@/database/fleet/fleet';
import { type Rehearsal, rehearse } from '@/database/fleet/rehearse';
import { fleetStatus, setRing } from '@/database/fleet/status';
import type { Step } from '@/database/fleet/steps';
import { migrationManager } from '@/database/migrations';
import { requireInitialisedDatabase, requireReadyDatabase } from '@/database/ready';
import { Refusal } from '@/lib/refusal';
import { logTo } from '@/observability/log';
import { size, table } from './output';
import { progress } from './progress';

type Format = { readonly json?: boolean };
export type RunOptions = Format & {
  readonly tenant?: readonly string[];
  readonly ring?: number;
  readonly concurrency: number;
  readonly maxFailures: number;
  readonly attempts: number;
  readonly statementTimeout: number;
  readonly dryRun?: boolean;
};

export async function migrate(options: RunOptions & { retry?: boolean; rehearse?: boolean }): Promise<void> {
  await runOnDatabase(async () => {
    const run = { ...fleetOptions(options), retry: options.retry };
    if (options.rehearse) return showRehearsals(await rehearse({ tenants: options.tenant }), options);
    if (options.dryRun) return showPlan(await planFleet(null, run), options);
    const { control, companies, ...result } = await stoppable(options, (more) =>
      migrationManager.deploy({ ...run, ...more }),
    );
    report(result, options, { control, companies });
  }, requireInitialisedDatabase);
}

export async function rollback(options: RunOptions & { to: string; acceptDataLoss?: boolean }): Promise<void> {
  await runOnDatabase(async () => {
    const run = fleetOptions(options);
    const plan = await planFleet(options.to, run);
    if (options.dryRun) return showPlan(plan, options);
    if (!options.acceptDataLoss) requireHarmless(plan);
    report(await stoppable(options, (more) => rollbackFleet(options.to, { ...run, ...more })), options);
  });
}

export async function showStatus({ json }: Format): Promise<void> {
  await runOnDatabase(async () => {
    const rows = await fleetStatus();
    if (rows.some(({ state }) => state === 'behind' || state === 'set aside')) process.exitCode = 1;
    if (json) return console.log(JSON.stringify(rows, null, 2));
    console.log(
      table(
        ['company', 'status', 'ring', 'version', 'state', 'drift', 'last attempt', 'reason'],
        rows.map((row) => [
          row.slug,
          row.status,
          String(row.ring),
          row.version,
          row.state,
          row.drift === null ? '?' : String(row.drift),
          row.last ?? '',
          row.reason ?? '',
        ]),
        'There are no companies.',
      ),
    );
  });
}

export async function showDrift({ tenant, json }: Format & { tenant?: string[] }): Promise<void> {
  await runOnDatabase(async () => {
    const reports = await checkDrift({ tenants: tenant });
    const drifted = reports.filter(({ differences }) => differences.length > 0);
    if (drifted.length > 0) process.exitCode = 1;
    if (json) return console.log(JSON.stringify(reports, null, 2));
    for (const { slug, differences } of drifted) console.log([`${slug}:`, ...differences].join('\n  '));
    console.log(`${drifted.length} of ${reports.length} companies differ.`);
  });
}

export async function putIntoRing(company: string, ring: number, { json }: Format): Promise<void> {
  await runOnDatabase(async () => {
    await setRing(company, ring);
    console.log(json ? JSON.stringify({ company, ring }) : `${company} is in ring ${ring}.`);
  });
}

/** What goes wrong is a sentence on stderr, where the log is too. */
async function runOnDatabase(
  work: () => Promise<void>,
  requireState: () => Promise<unknown> = requireReadyDatabase,
): Promise<void> {
  logTo(process.stderr);
  await runCommand(async () => {
    await requireState();
    await work();
  });
}

function fleetOptions({
  tenant,
  ring,
  concurrency,
  maxFailures,
  attempts,
  statementTimeout,
}: RunOptions): FleetOptions {
  return { tenants: tenant, ring, concurrency, maxFailures, attempts, statementTimeoutMs: statementTimeout * 1000 };
}

/** Runs with a progress bar; the first Ctrl-C ends it cleanly, the second at once. */
async function stoppable<T>({ json }: Format, work: (options: FleetOptions) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  const onSignal = () => {
    if (stop.signal.aborted) process.exit(130);
    stop.abort();
    process.stderr.write('\nStopping after the steps under way; once more ends at once.\n');
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, onSignal);
  try {
    return await work({ signal: stop.signal, onEvent: progress(json ? 'json' : 'text') });
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, onSignal);
  }
}

function report(
  result: FleetResult,
  { json }: Format,
  more: { control?: readonly string[]; companies?: number } = {},
): void {
  if (result.failures.length > 0 || result.left.length > 0) process.exitCode = 1;
  if (json) {
    console.log(JSON.stringify({ type: 'result', ...more, ...result }));
    return;
  }
  const { control = [], companies } = more;
  if (control.length > 0) console.log(`public: ${control.join(', ')}`);
  for (const line of troubles(result)) console.error(line);
  const changed = result.applied.length;
  const nothing = changed + result.failures.length + result.left.length + control.length === 0;
  const of = companies === undefined ? '' : ` of ${companies}`;
  console.log(
    nothing
      ? 'Nothing to do.'
      : `${changed}${of} companies changed, ${result.failures.length} failed, ${result.left.length} left.`,
  );
}

function showPlan(plan: readonly PlannedSteps[], { json }: Format): void {
  if (json) {
    const lines = plan.map(({ steps, slugs }) => ({
      slugs,
      steps: steps.map((step) => ({ kind: step.kind, name: step.migration.name, sql: sqlOf(step) })),
    }));
    console.log(JSON.stringify({ type: 'plan', groups: lines }));
    return;
  }
  if (plan.length === 0) console.log('Nothing to do.');
  for (const { steps, slugs } of plan) {
    console.log(`-- ${slugs.length} companies: ${slugs.slice(0, 10).join(', ')}${slugs.length > 10 ? ', …' : ''}`);
    for (const step of steps) console.log(`-- ${step.kind} ${step.migration.name}\n${sqlOf(step)}`);
  }
}

function sqlOf({ kind, migration }: Step): string {
  if (kind === 'data') return `-- rows are moved by data.ts of ${migration.name}`;
  return ((kind === 'down' ? migration.down : migration.sql) ?? '').trim();
}

function showRehearsals(rehearsals: readonly Rehearsal[], { json }: Format): void {
  if (rehearsals.some(({ steps }) => steps.some(({ error }) => error !== null))) process.exitCode = 1;
  if (json) {
    console.log(JSON.stringify({ type: 'rehearsals', rehearsals }));
    return;
  }
  for (const { slug, chosenAs, bytes, steps } of rehearsals) {
    console.log(`${slug} (${[...chosenAs, size(bytes)].join(', ')}):${steps.length === 0 ? ' nothing to do' : ''}`);
    for (const { migration, kind, ms, locks, error } of steps) {
      const held = locks.map(
        ({ table: name, mode, readersWait }) => `${name} ${mode}${readersWait ? ' (readers wait)' : ''}`,
      );
      console.log(`  ${kind} ${migration}: ${error ?? `${ms} ms; locks ${held.join(', ') || 'none'}`}`);
    }
  }
  console.log('The copies are gone; nothing was changed.');
}

function requireHarmless(plan: readonly PlannedSteps[]): void {
  const losses = new Set(plan.flatMap(({ steps }) => steps.flatMap((step) => destructiveStatements(sqlOf(step)))));
  if (losses.size === 0) return;
  throw new Refusal(
    'CONFLICT',
    `The way back would lose data:\n  ${[...losses].join('\n  ')}\nNothing was changed. Add --accept-data-loss if that is meant.`,
  );
}
