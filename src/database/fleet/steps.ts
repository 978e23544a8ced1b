import { Refusal } from '@/lib/refusal';
import type { Migration } from '../migrationFiles';
import type { Applied } from './history';

/**
 * One thing to do in one schema. `up` and `down` are one transaction each, `data` is one for each batch of rows, `record`
 * only writes the history of what is there already.
 */
export type Step = { readonly kind: 'up' | 'record' | 'data' | 'down'; readonly migration: Migration };

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
 * are a newer release's and stay. Throws ChangedMigrationError.
 */
export function stepsUp(history: readonly Applied[], wanted: readonly Migration[]): Step[] {
  const applied = new Map(history.map((row) => [row.name, row]));
  const changed = wanted.filter(({ name, checksum }) => (applied.get(name)?.checksum ?? checksum) !== checksum);
  if (changed.length > 0) throw new ChangedMigrationError(changed.map(({ name }) => name));
  return wanted.flatMap((migration): Step[] => {
    const known = applied.get(migration.name);
    if (known?.finished) return [];
    const data: Step[] = migration.data ? [{ kind: 'data', migration }] : [];
    return known ? data : [{ kind: 'up', migration }, ...data];
  });
}

/**
 * What takes a schema back to `target`, which stays, newest first. Throws a Refusal for a migration whose files are not
 * here, that has no way back, or that made the schema.
 */
export function stepsDown(history: readonly Applied[], all: readonly Migration[], target: string): Step[] {
  if (!all.some(({ name }) => name === target))
    throw new Refusal('NOT_FOUND', `There is no migration "${target}" to go back to.`);
  const files = new Map(all.map((migration) => [migration.name, migration]));
  const above = history.filter(({ name }) => name > target).reverse();
  return above.map(({ name }): Step => {
    const migration = files.get(name);
    if (!migration)
      throw new Refusal('CONFLICT', `The files of ${name} are not here: roll back with the release that has them.`);
    if (!migration.down) throw new Refusal('CONFLICT', `${name} has no down.sql, so there is no way back behind it.`);
    return { kind: 'down', migration };
  });
}
