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
import { fleetStatus, setRing } from '@/database/fleet/status';
import type { Step } from '@/database/fleet/steps';
import { migrationManager } from '@/database/migrations';
import { Refusal } from '@/lib/refusal';
import { table } from './output';
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
  await runCommand(async () => {
    const run = { ...fleetOptions(options), retry: options.retry };
    if (options.dryRun) return showPlan(await planFleet(null, run), options);
    const { control, companies, ...result } = await stoppable(options, (more) =>
      migrationManager.deploy({ ...run, ...more }),
    );
    report(result, options, { control, companies });
  });
}

export async function rollback(options: RunOptions & { to: string; acceptDataLoss?: boolean }): Promise<void> {
  await runCommand(async () => {
    const run = fleetOptions(options);
    const plan = await planFleet(options.to, run);
    if (options.dryRun) return showPlan(plan, options);
    if (!options.acceptDataLoss) requireHarmless(plan);
    report(await stoppable(options, (more) => rollbackFleet(options.to, { ...run, ...more })), options);
  });
}

export async function showStatus({ json }: Format): Promise<void> {
  await runCommand(async () => {
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
  await runCommand(async () => {
    const reports = await checkDrift({ tenants: tenant });
    const drifted = reports.filter(({ differences }) => differences.length > 0);
    if (drifted.length > 0) process.exitCode = 1;
    if (json) return console.log(JSON.stringify(reports, null, 2));
    for (const { slug, differences } of drifted) console.log([`${slug}:`, ...differences].join('\n  '));
    console.log(`${drifted.length} of ${reports.length} companies differ.`);
  });
}

export async function putIntoRing(company: string, ring: number): Promise<void> {
  await runCommand(async () => {
    await setRing(company, ring);
    console.log(`${company} is in ring ${ring}.`);
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

function requireHarmless(plan: readonly PlannedSteps[]): void {
  const losses = new Set(plan.flatMap(({ steps }) => steps.flatMap((step) => destructiveStatements(sqlOf(step)))));
  if (losses.size === 0) return;
  throw new Refusal(
    'CONFLICT',
    `The way back would lose data:\n  ${[...losses].join('\n  ')}\nNothing was changed. Add --accept-data-loss if that is meant.`,
  );
}
