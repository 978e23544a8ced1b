import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { PROJECT_ROOT } from '@/config';

/** The two kinds of schema: the global tables, and one company's. */
export type Plane = 'control' | 'tenant';

export type Migration = {
  /** Folder name: `20261123000000_init`. */
  readonly name: string;
  readonly sql: string;
  /** SHA-256 of migration.sql in hex, as Prisma records it. */
  readonly checksum: string;
  /** down.sql: the way back; a migration without one cannot be rolled back. */
  readonly down?: string | undefined;
  /** The path of data.ts, which moves the rows there are after the SQL: see src/database/fleet/dataMigration.ts. */
  readonly data?: string | undefined;
};

/**
 * The oldest schema of a company that this code works with; raised when code begins to need a migration, which is one
 * release after the migration at the earliest. A company further behind is not served until it is migrated.
 */
export const OLDEST_TENANT_VERSION = '20261126140100_ordered_on';

export const planeFolder = (plane: Plane) => path.join(PROJECT_ROOT, 'prisma', plane);
export const migrationsFolder = (plane: Plane) => path.join(planeFolder(plane), 'migrations');
export const readModel = (plane: Plane) => readFileSync(path.join(planeFolder(plane), 'schema.prisma'), 'utf8');

/** Every migration of a plane, oldest first. */
export function readMigrations(plane: Plane): Migration[] {
  return readMigrationsOf(migrationsFolder(plane));
}

/** The migrations of any such folder, oldest first. */
export function readMigrationsOf(folder: string): Migration[] {
  return migrationNames(folder).map((name) => {
    const file = (base: string) => path.join(folder, name, base);
    const sql = readFileSync(file('migration.sql'), 'utf8');
    return {
      name,
      sql,
      checksum: createHash('sha256').update(sql).digest('hex'),
      down: existsSync(file('down.sql')) ? readFileSync(file('down.sql'), 'utf8') : undefined,
      data: existsSync(file('data.ts')) ? file('data.ts') : undefined,
    };
  });
}

/**
 * One value for a set of migrations, in hex: two schemas with the same digest have had the same migrations, byte for byte.
 * The database computes the same one (fleet/history.ts).
 */
export function digestOf(migrations: readonly { readonly name: string; readonly checksum: string }[]): string {
  const lines = migrations.map(({ name, checksum }) => `${name}:${checksum}`).sort();
  return createHash('sha256').update(lines.join('\n')).digest('hex');
}

/** The name of the newest migration of a plane: the version its schemas should have. Reads no file. */
export function latestVersion(plane: Plane): string {
  const newest = migrationNames(migrationsFolder(plane)).at(-1);
  if (!newest) throw new Error(`prisma/${plane}/migrations is empty`);
  return newest;
}

function migrationNames(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => existsSync(path.join(folder, name, 'migration.sql')))
    .sort();
}
