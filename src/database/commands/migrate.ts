import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PROJECT_ROOT } from '@/config';
import { Refusal } from '@/lib/refusal';
import { diffSchema } from '../diff/engine';
import { examineSql } from '../diff/examineSql';
import { plannedMigration } from '../diff/plan';
import { type PlannedSql, splitIndexes } from '../diff/split';
import { initialiseDatabase } from '../initialise';
import { migrationsFolder, type Plane, readModel } from '../migrationFiles';
import { migrationManager } from '../migrations';
import { readFlags } from './arguments';
import { reportApplied } from './report';
import { runCommand } from './run';

/**
 * `npm run db:migrate -- --name add_fabric_width`: writes migration.sql and down.sql for what changed in the Prisma
 * models, then applies every migration. `--create-only` stops after writing; `--accept-data-loss` lets it drop things.
 */
await runCommand(async () => {
  const flags = readFlags({
    name: { type: 'string' },
    'create-only': { type: 'boolean' },
    'accept-data-loss': { type: 'boolean' },
  });
  await initialiseDatabase();
  for (const plane of ['control', 'tenant'] as const) {
    const { up, down } = await plannedMigration(plane);
    if (up === '') continue;
    await requireHarmless(up, flags['accept-data-loss'] === true);
    const name = migrationName(flags.name);
    for (const [index, planned] of splitIndexes({ up, down }).entries()) {
      const folder = write(plane, index === 0 ? name : `${name}_indexes`, planned);
      console.log(`Wrote ${path.relative(PROJECT_ROOT, folder)}/migration.sql and down.sql`);
    }
  }
  if (flags['create-only']) return;
  const reconcile = async (schema: string) =>
    (await diffSchema(schema, readModel(schema === 'public' ? 'control' : 'tenant'))).up === '';
  const changed = reportApplied(await migrationManager.deploy({ reconcile }));
  console.log(
    changed === 0
      ? 'Nothing to do: models, migrations and database agree.'
      : 'Done. Run "npm run db:generate" for the new client types.',
  );
});

function migrationName(name: string | undefined): string {
  if (name === undefined)
    throw new Refusal(
      'BAD_REQUEST',
      'The models have changed: name the migration, as in npm run db:migrate -- --name add_fabric_width',
    );
  if (!/^[a-z0-9_]{1,60}$/.test(name))
    throw new Refusal('BAD_REQUEST', 'The name may have lower-case letters, digits and underscores.');
  const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  return `${stamp}_${name}`;
}

function write(plane: Plane, name: string, { up, down }: PlannedSql): string {
  const folder = path.join(migrationsFolder(plane), name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'migration.sql'), up);
  writeFileSync(path.join(folder, 'down.sql'), down);
  return folder;
}

async function requireHarmless(sql: string, accepted: boolean): Promise<void> {
  const { destructive: statements } = await examineSql(sql);
  if (accepted || statements.length === 0) return;
  throw new Refusal(
    'CONFLICT',
    `This would lose data:\n  ${statements.join('\n  ')}\nAdd --accept-data-loss if that is meant.`,
  );
}
