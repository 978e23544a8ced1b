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
};

export const planeFolder = (plane: Plane) => path.join(PROJECT_ROOT, 'prisma', plane);
export const migrationsFolder = (plane: Plane) => path.join(planeFolder(plane), 'migrations');
export const readModel = (plane: Plane) => readFileSync(path.join(planeFolder(plane), 'schema.prisma'), 'utf8');

/** Every migration of a plane, oldest first. */
export function readMigrations(plane: Plane): Migration[] {
  return migrationNames(plane).map((name) => {
    const sql = readFileSync(path.join(migrationsFolder(plane), name, 'migration.sql'), 'utf8');
    return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
  });
}

/** The name of the newest migration of a plane: the version its schemas should have. Reads no file. */
export function latestVersion(plane: Plane): string {
  const newest = migrationNames(plane).at(-1);
  if (!newest) throw new Error(`prisma/${plane}/migrations is empty`);
  return newest;
}

function migrationNames(plane: Plane): string[] {
  const folder = migrationsFolder(plane);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => existsSync(path.join(folder, name, 'migration.sql')))
    .sort();
}
