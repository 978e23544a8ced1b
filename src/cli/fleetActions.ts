import { troubles } from '@/database/commands/report';
import { runCommand } from '@/database/commands/run';
import { examineSql } from '@/database/diff/examineSql';
import { planControl, rollbackControl } from '@/database/fleet/control';
import { checkDrift } from '@/database/fleet/drift';
import {
  type FleetOptions,
  type FleetResult,
  NOTHING,
  type PlannedSteps,
  planFleet,
  rollbackFleet,
} from '@/database/fleet/fleet';
import { type Rehearsal, rehearse } from '@/database/fleet/rehearse';
import { fleetStatus, setRing } from '@/database/fleet/status';
import { type Step, sqlOf } from '@/database/fleet/steps';
import { migrationManager } from '@/database/migrations';
import { requireInitialisedDatabase, requireReadyDatabase } from '@/database/ready';
import { Refusal } from '@/lib/refusal';
import { logTo } from '@/observability/log';
import { size, table } from './output';
import { progress } from './progress';
import { actorOf } from './task';

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
    if (options.dryRun)
      return showPlan({ control: await planControl(null), fleet: await planFleet(null, run) }, options);
    const { control, companies, aside, ...result } = await stoppable(options, (more) =>
      migrationManager.deploy({ ...run, ...more }),
    );
    report(result, options, { control, companies, aside });
  }, requireInitialisedDatabase);
}

export async function rollback(
  options: RunOptions & { to: string; global?: boolean; acceptDataLoss?: boolean },
): Promise<void> {
  const { to, global, dryRun, acceptDataLoss } = options;
  await runOnDatabase(
    async () => {
      const run = fleetOptions(options);
      const plan = global
        ? { control: await planControl(to), fleet: [] }
        : { control: [], fleet: await planFleet(to, run) };
      if (dryRun) return showPlan(plan, options);
      if (!acceptDataLoss) await requireHarmless(plan);
      if (global) report(NOTHING, options, { control: await rollbackControl(to) });
      else report(await stoppable(options, (more) => rollbackFleet(to, { ...run, ...more })), options);
    },
    global ? requireInitialisedDatabase : requireReadyDatabase,
  );
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

export async function putIntoRing(
  company: string,
  ring: number,
  { json, by }: Format & { by?: string },
): Promise<void> {
  await runOnDatabase(async () => {
    await setRing(company, ring, actorOf({ ...(by !== undefined && { by }) }));
    console.log(json ? JSON.stringify({ company, ring }) : `${company} is in ring ${ring}.`);
  });
}

/** What goes wrong is a sentence on stderr, where the log is too. */
async function runOnDatabase(
  work: () => Promise<void>,
  requireState: () => Promise<unknown> = requireReadyDatabase,
): Promise<void> {
  logTo(process.stderr, 'fatal');
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
  more: { control?: readonly string[]; companies?: number; aside?: number } = {},
): void {
  if (result.failures.length + result.left.length + (more.aside ?? 0) > 0) process.exitCode = 1;
  if (json) {
    console.log(JSON.stringify({ type: 'result', ...more, ...result }));
    return;
  }
  const { control = [], companies, aside = 0 } = more;
  if (control.length > 0) console.log(`public: ${control.join(', ')}`);
  for (const line of troubles(result)) console.error(line);
  const changed = result.applied.length;
  const { failures, left } = result;
  const of = companies === undefined ? '' : ` of ${companies}`;
  if (changed + failures.length + left.length > 0)
    console.log(`Companies: ${changed}${of} changed, ${failures.length} failed, ${left.length} left.`);
  else if (control.length === 0) console.log('Nothing to do.');
  if (aside > 0) console.log(`Companies set aside: ${aside}. Why: npx lavoro tenants status. Again: --retry`);
}

/** What a run would do to the global tables, and to the companies. */
type Plan = { readonly control: readonly Step[]; readonly fleet: readonly PlannedSteps[] };

function showPlan({ control, fleet }: Plan, { json }: Format): void {
  if (json) {
    const described = (steps: readonly Step[]) =>
      steps.map((step) => ({ kind: step.kind, name: step.migration.name, sql: shownSql(step) }));
    const groups = fleet.map(({ steps, slugs }) => ({ slugs, steps: described(steps) }));
    console.log(JSON.stringify({ type: 'plan', control: described(control), groups }));
    return;
  }
  if (control.length + fleet.length === 0) console.log('Nothing to do.');
  const show = (steps: readonly Step[]) => {
    for (const step of steps) console.log(`-- ${step.kind} ${step.migration.name}\n${shownSql(step)}`);
  };
  if (control.length > 0) console.log('-- the global tables');
  show(control);
  for (const { steps, slugs } of fleet) {
    console.log(`-- companies (${slugs.length}): ${slugs.slice(0, 10).join(', ')}${slugs.length > 10 ? ', …' : ''}`);
    show(steps);
  }
}

const shownSql = (step: Step) =>
  step.kind === 'data' ? `-- rows are moved by data.ts of ${step.migration.name}` : sqlOf(step).trim();

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

async function requireHarmless({ control, fleet }: Plan): Promise<void> {
  const steps = [...control, ...fleet.flatMap((group) => group.steps)];
  const examined = await Promise.all(steps.map((step) => examineSql(sqlOf(step))));
  const losses = new Set(examined.flatMap(({ destructive }) => destructive));
  if (losses.size === 0) return;
  throw new Refusal(
    'CONFLICT',
    `The way back would lose data:\n  ${[...losses].join('\n  ')}\nNothing was changed. Add --accept-data-loss if that is meant.`,
  );
}
