import type { FleetResult } from '../fleet/fleet';
import type { Deployment } from '../migrations';

const WHY: Readonly<Record<NonNullable<FleetResult['stopped']>, string>> = {
  canary: 'a canary failed, or is set aside',
  failures: 'too many failed, or were set aside before (--max-failures)',
  signal: 'it was told to stop',
};

/** Says which schemas got which migrations, and what went wrong; answers how many schemas changed. */
export function reportApplied({ control, ...fleet }: Deployment): number {
  if (control.length > 0) console.log(`public: ${control.join(', ')}`);
  for (const { schema, migrations } of fleet.applied) console.log(`${schema}: ${migrations.join(', ')}`);
  for (const line of troubles(fleet)) console.error(line);
  if (fleet.failures.length > 0 || fleet.stopped) process.exitCode = 1;
  return fleet.applied.length + Math.min(control.length, 1);
}

/** What went wrong in a run, a sentence each; empty when nothing did. */
export function troubles({ failures, left, stopped }: FleetResult): string[] {
  const failed = failures.map(({ slug, error }) => `${slug} failed and is set aside as it was: ${error}`);
  const rest = stopped
    ? [`The run ended early, for ${WHY[stopped]}; companies left as they were: ${left.length}.`]
    : [];
  return [...failed, ...rest];
}
