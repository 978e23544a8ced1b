import type { AppliedMigrations } from '../migrations';

/** Says which schemas got which migrations; answers how many schemas that were. */
export function reportApplied(results: readonly AppliedMigrations[]): number {
  const changed = results.filter(({ applied }) => applied.length > 0);
  for (const { schema, applied } of changed) console.log(`${schema}: ${applied.join(', ')}`);
  return changed.length;
}
