import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { initialiseDatabase } from '@/database/initialise';
import type { Migration } from '@/database/migrationFiles';
import { IsolationError } from '@/database/proof';
import { tenantSchema } from '@/database/tenantName';
import { asSuperuser, makeTenant } from '../support/database';

/** A migration that is on disk for the time of a test. */
const extra = vi.hoisted(() => {
  // The set-up of the test file has loaded the real ones.
  vi.resetModules();
  return { migrations: [] as Migration[] };
});
vi.mock('@/database/migrationFiles', async (original) => {
  const files = await original<typeof import('@/database/migrationFiles')>();
  const readMigrations: typeof files.readMigrations = (plane) => [
    ...files.readMigrations(plane),
    ...(plane === 'tenant' ? extra.migrations : []),
  ];
  return { ...files, readMigrations };
});

describe('a migration', () => {
  let schemas: string[];
  beforeAll(async () => {
    await Promise.all([makeTenant(), makeTenant()]);
    const tenants = await asSuperuser<{ id: string }>('SELECT id FROM tenants');
    schemas = tenants.map(({ id }) => tenantSchema(id)).sort();
  });
  afterEach(() => {
    extra.migrations = [];
  });
  const run = (sql: string) => {
    extra.migrations = [{ name: '29990101000000_extra', sql, checksum: 'x' }];
    return initialiseDatabase();
  };
  const tables = async (name: string) =>
    (
      await asSuperuser<{ schema: string }>('SELECT schemaname AS schema FROM pg_tables WHERE tablename = $1', [name])
    ).map(({ schema }) => schema);

  it.each([
    ['a table without a primary key', 'CREATE TABLE bare (id int)', 'The table {schema}.bare has no primary key.'],
    [
      'a function for everybody',
      'CREATE TABLE bare (id int PRIMARY KEY); CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$',
      'Everybody (PUBLIC) may EXECUTE the routine {schema}.f().',
    ],
    [
      'a key out of the schema',
      'CREATE TABLE bare (id uuid PRIMARY KEY REFERENCES public.users)',
      'The foreign key bare_id_fkey of {schema}.bare points at public.users, in another schema.',
    ],
    [
      'a grant to everybody',
      'CREATE TABLE bare (id int PRIMARY KEY); GRANT SELECT ON bare TO PUBLIC',
      'Everybody (PUBLIC) may SELECT {schema}.bare.',
    ],
  ])('should be taken back, with the reason, when it brings %s', async (_what, sql, sentence) => {
    const attempt = run(sql);
    await expect(attempt).rejects.toBeInstanceOf(IsolationError);
    const first = (await attempt.catch((error: IsolationError) => error.findings[0]?.sentence)) ?? '';
    expect(schemas.map((schema) => sentence.replace('{schema}', schema))).toContain(first);
    await expect(attempt).rejects.toThrow(`it was taken back:\n  ${first}`);
    expect(await tables('bare')).toEqual([]);
    // Nothing is left that would keep the next start away.
    extra.migrations = [];
    await initialiseDatabase();
  });

  it('should not be blamed for a hole that was there before, which still stops the start', async () => {
    await asSuperuser(`GRANT SELECT ON public.users TO ${schemas[0]}`);
    await expect(run('CREATE TABLE good (id int PRIMARY KEY)')).rejects.toThrow('so nothing is started:');
    expect((await tables('good')).sort()).toEqual(schemas);
    await asSuperuser(`REVOKE SELECT ON public.users FROM ${schemas[0]}`);
  });
});
