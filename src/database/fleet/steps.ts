import { Refusal } from '@/lib/refusal';
import { examineSql } from '../diff/examineSql';
import type { Migration } from '../migrationFiles';
import type { Applied } from './history';

/**
 * One thing to do in one schema. `up` and `down` are one transaction each, `data` is one for each batch of rows, `record`
 * only writes the history of what is there already.
 */
export type Step = { readonly kind: 'up' | 'record' | 'data' | 'down'; readonly migration: Migration };

/** SQL: what a step runs; none where it only writes history, or moves rows. */
export function sqlOf({ kind, migration }: Step): string {
  if (kind === 'down') return migration.down ?? '';
  return kind === 'up' ? migration.sql : '';
}

/** A migration that cannot be run as a step: nothing was begun. */
export class UnfitMigrationError extends Refusal {
  override readonly name = 'UnfitMigrationError';
}

/** The steps; throws UnfitMigrationError where one would end the transaction it is in, or leave a setting behind. */
async function allFit(steps: Step[]): Promise<Step[]> {
  for (const step of steps) {
    const { unfit } = await examineSql(sqlOf(step));
    const file = step.kind === 'down' ? 'down.sql' : 'migration.sql';
    if (unfit.length > 0)
      throw new UnfitMigrationError(
        'CONFLICT',
        [`${file} of ${step.migration.name} cannot be run.`, ...unfit].join('\n  '),
      );
  }
  return steps;
}

/** The file of a migration is no longer what was applied. */
export class ChangedMigrationError extends Refusal {
  override readonly name = 'ChangedMigrationError';
  constructor(names: readonly string[]) {
    super(
      'CONFLICT',
      `Changed after it was applied: ${names.join(', ')}. Put the file back and write a new migration.`,
    );
  }
}

/**
 * What is missing between a schema's history and `wanted`, in the order to do it. Migrations that are not among `wanted`
 * are a newer release's and stay. Rejects with ChangedMigrationError or UnfitMigrationError.
 */
export async function stepsUp(history: readonly Applied[], wanted: readonly Migration[]): Promise<Step[]> {
  const applied = new Map(history.map((row) => [row.name, row]));
  const changed = wanted.filter(({ name, checksum }) => (applied.get(name)?.checksum ?? checksum) !== checksum);
  if (changed.length > 0) throw new ChangedMigrationError(changed.map(({ name }) => name));
  const steps = wanted.flatMap((migration): Step[] => {
    const known = applied.get(migration.name);
    if (known?.finished) return [];
    const data: Step[] = migration.data ? [{ kind: 'data', migration }] : [];
    if (known && data.length === 0)
      throw new Refusal('CONFLICT', `Rows are half moved, but data.ts of ${migration.name} is not here.`);
    return known ? data : [{ kind: 'up', migration }, ...data];
  });
  return allFit(steps);
}

/**
 * What takes a schema back to `target`, which stays, newest first. Rejects with a Refusal for a migration whose files are
 * not here, or that has no way back, and with UnfitMigrationError.
 */
export async function stepsDown(
  history: readonly Applied[],
  all: readonly Migration[],
  target: string,
): Promise<Step[]> {
  if (!all.some(({ name }) => name === target))
    throw new Refusal('NOT_FOUND', `There is no migration "${target}" to go back to.`);
  const files = new Map(all.map((migration) => [migration.name, migration]));
  const above = history.filter(({ name }) => name > target).reverse();
  const steps = above.map(({ name }): Step => {
    const migration = files.get(name);
    if (!migration)
      throw new Refusal('CONFLICT', `The files of ${name} are not here: roll back with the release that has them.`);
    if (!migration.down) throw new Refusal('CONFLICT', `${name} has no down.sql, so there is no way back behind it.`);
    return { kind: 'down', migration };
  });
  return allFit(steps);
}
