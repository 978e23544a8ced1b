import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { cloneTenant } from '@/database/clone/clone';
import { checkDrift } from '@/database/fleet/drift';
import { type FleetOptions, migrateFleet, rollbackFleet } from '@/database/fleet/fleet';
import { setRing } from '@/database/fleet/status';
import { UnfitMigrationError } from '@/database/fleet/steps';
import { latestVersion, type Migration, readMigrations } from '@/database/migrationFiles';
import { openOperator } from '@/database/owner';
import { purgeTenant } from '@/database/purge/purge';
import { tenantSchema } from '@/database/tenantName';
import { asSuperuser, makeTenant, makeUser } from '../support/database';
import { addCustomers, extraMigration, SHOUT } from '../support/fleet';
import { letGo } from '../support/leavingCompany';

const base = readMigrations('tenant');
const before = latestVersion('tenant');
const colour = extraMigration('29990101000000_colour', {
  sql: 'ALTER TABLE customers ADD COLUMN colour text',
  down: 'ALTER TABLE customers DROP COLUMN colour',
});
/** Slow enough for others to come in between. */
const slow = extraMigration('29990101000000_slow', { sql: 'SELECT pg_sleep(1)', down: 'SELECT 1' });

const up = (migrations: readonly Migration[], options: FleetOptions = {}) =>
  migrateFleet({ migrations: [...base, ...migrations], ...options });
const down = (migrations: readonly Migration[], options: FleetOptions = {}) =>
  rollbackFleet(before, { migrations: [...base, ...migrations], ...options });
const aside = async () =>
  (await asSuperuser<{ id: string }>('SELECT id FROM tenants WHERE quarantined_at IS NOT NULL')).map(({ id }) => id);
const told = async (id: string) =>
  (await asSuperuser<{ version: string }>('SELECT schema_version AS version FROM tenants WHERE id = $1', [id]))[0]
    ?.version;
const stands = async (id: string) =>
  (
    await asSuperuser<{ version: string }>(
      `SELECT max(migration_name) AS version FROM ${tenantSchema(id)}._prisma_migrations
       WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`,
    )
  )[0]?.version;
const sleeping = () =>
  expect
    .poll(() => asSuperuser(`SELECT FROM pg_stat_activity WHERE wait_event = 'PgSleep'`), { interval: 5 })
    .toHaveLength(1);
const dataFile = (text: string) => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'lavoro-data-')), 'data.ts');
  writeFileSync(file, text);
  return file;
};

let a: string;
let b: string;
beforeAll(async () => {
  a = await makeTenant();
  b = await makeTenant();
});
afterEach(async () => {
  await asSuperuser('UPDATE tenants SET quarantined_at = NULL, quarantine_reason = NULL, ring = 1');
});

describe('what the control plane knows of a schema', () => {
  it('should be what stands there, when it was taken back while a run was under way', async () => {
    await up([slow], { tenants: [b] });
    const running = up([slow], { tenants: [a, b], concurrency: 1 });
    await sleeping();
    await down([slow], { tenants: [b] });
    await running;
    expect(await told(b)).toBe(await stands(b));
    await down([slow]);
    expect([await told(b), await stands(b)]).toEqual([before, before]);
  });

  it('should be named by drift where it is not, and mended when the company is migrated by name', async () => {
    await up([colour], { tenants: [b] });
    const rows = await asSuperuser<{ digest: string }>(
      'SELECT migrations_digest AS digest FROM tenants WHERE id = $1',
      [b],
    );
    await down([colour], { tenants: [b] });
    await asSuperuser('UPDATE tenants SET schema_version = $2, migrations_digest = $3 WHERE id = $1', [
      b,
      colour.name,
      rows[0]?.digest,
    ]);
    const [report] = await checkDrift({ tenants: [b], migrations: [...base, colour] });
    expect(report?.differences).toEqual([
      'Its row of the table tenants tells of other migrations than its own history: migrate it by name (--tenant).',
    ]);
    await up([colour], { tenants: [b] });
    expect([await told(b), await stands(b)]).toEqual([colour.name, colour.name]);
    await down([colour], { tenants: [b] });
    expect((await checkDrift({ tenants: [b] }))[0]?.differences).toEqual([]);
  });

  it('should not be lost in a history that says two things at once', async () => {
    const twice = `INSERT INTO ${tenantSchema(b)}._prisma_migrations (id, checksum, migration_name, finished_at)
      SELECT gen_random_uuid()::text, checksum, migration_name, finished_at FROM ${tenantSchema(b)}._prisma_migrations
      WHERE migration_name = '${before}'`;
    await asSuperuser(`${twice}; UPDATE tenants SET migrations_digest = '' WHERE id = '${b}'`);
    expect((await up([colour], { tenants: [b] })).failures).toHaveLength(0);
    await asSuperuser(
      `DELETE FROM ${tenantSchema(b)}._prisma_migrations WHERE migration_name = '${before}' AND applied_steps_count = 0`,
    );
    await down([colour], { tenants: [b] });
    expect(await told(b)).toBe(before);
  });
});

describe('a migration that is no step of a transaction', () => {
  it.each([
    'BEGIN; ALTER TABLE customers ADD COLUMN wrapped text; COMMIT',
    'SET search_path = public; CREATE TABLE notes (id int PRIMARY KEY)',
    `SELECT set_config('search_path', 'public', true); CREATE TABLE notes (id int PRIMARY KEY)`,
    'ALTER TABL customers',
  ])('should be refused before anything has happened: %s', async (sql) => {
    const odd = extraMigration('29990101000000_odd', { sql, down: 'SELECT 1' });
    await expect(up([odd])).rejects.toBeInstanceOf(UnfitMigrationError);
    const columns = await asSuperuser(`SELECT FROM information_schema.columns WHERE column_name = 'wrapped'`);
    const tables = await asSuperuser(`SELECT FROM pg_tables WHERE tablename = 'notes'`);
    const history = await asSuperuser('SELECT FROM public._prisma_migrations WHERE migration_name = $1', [odd.name]);
    expect([columns, tables, history, await aside(), await told(a)]).toEqual([[], [], [], [], before]);
  });

  it('should leave no company without its grants, where what is there decides what it does', async () => {
    const sql = 'CREATE TABLE IF NOT EXISTS notes (id int PRIMARY KEY)';
    const notes = extraMigration('29990101000000_notes', { sql, down: 'DROP TABLE notes' });
    const [first] = await asSuperuser<{ id: string }>('SELECT id FROM tenants ORDER BY ring, created_at, id LIMIT 1');
    const schema = tenantSchema(first?.id ?? '');
    await asSuperuser(`SET ROLE lavoro_owner; CREATE TABLE ${schema}.notes (id int PRIMARY KEY);
      GRANT SELECT, INSERT, UPDATE, DELETE ON ${schema}.notes TO ${schema}; RESET ROLE`);
    expect((await up([notes], { concurrency: 1 })).failures).toEqual([]);
    const [may] = await asSuperuser(
      `SELECT has_table_privilege('${tenantSchema(b)}', '${tenantSchema(b)}.notes', 'SELECT') AS may`,
    );
    expect(may).toEqual({ may: true });
    await down([notes]);
  });
});

describe('a company that fails', () => {
  const bad = extraMigration('29990101000000_bad', {
    sql: `SELECT 1 / (current_setting('lavoro.tenant_id') <> '{a}')::int`,
    down: 'SELECT 1',
  });
  const failsIn = (id: string) => ({ ...bad, sql: bad.sql.replace('{a}', id) });

  it('should not be set aside when somebody else has changed it meanwhile', async () => {
    const late = extraMigration('29990101000000_late', { sql: 'SELECT pg_sleep(0.5); SELECT 1 / 0' });
    const running = up([late], { tenants: [a] });
    await sleeping();
    await asSuperuser(`UPDATE tenants SET migrations_digest = 'elsewhere' WHERE id = $1`, [a]);
    expect((await running).failures).toEqual([]);
    expect(await aside()).toEqual([]);
    await migrateFleet();
  });

  it('should not end the run of the others when somebody holds its row', async () => {
    const other = await openOperator('other');
    await other.query(`BEGIN; SELECT FROM public.tenants WHERE id = '${a}' FOR UPDATE`);
    const result = await up([failsIn(a)], { tenants: [a, b], concurrency: 1 });
    expect([result.failures, result.left.length, result.applied.length]).toEqual([[], 1, 1]);
    await other.end();
    await down([failsIn(a)]);
  });

  it('should be counted by the next runs as well: they do not set aside some more each', async () => {
    const broken = extraMigration('29990101000000_broken', { sql: 'ALTER TABLE no_such_table ADD COLUMN x int' });
    const first = await up([broken], { maxFailures: 1, concurrency: 1 });
    expect([first.stopped, (await aside()).length]).toEqual(['failures', 2]);
    const second = await up([broken], { maxFailures: 1, concurrency: 1 });
    expect([second.stopped, second.failures, (await aside()).length]).toEqual(['failures', [], 2]);
  });

  it('should be told without what is in its rows, in words that can be stored', async () => {
    await addCustomers(a, ['SECRET', 'SECRET']);
    const unique = extraMigration('29990101000000_unique', { sql: 'CREATE UNIQUE INDEX u ON customers (name)' });
    const { failures } = await up([unique], { tenants: [a] });
    expect(failures.map(({ error }) => error)).toEqual(['could not create unique index "u" [customers.u] (23505)']);
    const odd = { ...colour, data: dataFile(`export const batch = () => { throw new Error('a\\u0000b'); };`) };
    expect((await up([odd], { tenants: [a] })).failures.map(({ error }) => error)).toEqual(['a b']);
    await down([odd], { tenants: [a] });
  });

  it('should not be taken for a lost server when its data.ts misses a file', async () => {
    const file = dataFile(
      `import { readFileSync } from 'node:fs'; export const batch = () => readFileSync('/nowhere/x');`,
    );
    const odd = { ...colour, data: file };
    const { failures } = await up([odd], { tenants: [a] });
    expect(failures.map(({ error }) => error)).toEqual([expect.stringContaining('(ENOENT)')]);
    expect(await aside()).toEqual([a]);
    // Half moved: without the file it is neither done nor forgotten.
    const { failures: without } = await up([colour], { tenants: [a] });
    expect(without.map(({ error }) => error)).toEqual([
      `Rows are half moved, but data.ts of ${colour.name} is not here.`,
    ]);
    await down([odd], { tenants: [a] });
  });

  it('should be one whose data.ts does not get on', async () => {
    const odd = { ...colour, data: dataFile(`export const batch = async () => ({ cursor: 'x', rows: 1 });`) };
    expect((await up([odd], { tenants: [a] })).failures.map(({ error }) => error)).toEqual([
      `data.ts of ${colour.name} does not get on: it answers the same cursor again.`,
    ]);
    await down([odd], { tenants: [a] });
  });

  it('should be taken again with --retry even at the newest migration', async () => {
    const stuck = extraMigration('29990101000000_stuck', { sql: 'SELECT 1', down: 'SELECT 1 / 0' });
    await up([stuck], { tenants: [a] });
    expect((await down([stuck], { tenants: [a] })).failures).toHaveLength(1);
    await up([stuck], { retry: true });
    expect(await aside()).toEqual([]);
    await down([{ ...stuck, down: 'SELECT 1' }]);
  });

  it('should be nobody where it was purged meanwhile', async () => {
    const gone = await makeTenant();
    await letGo(gone);
    await asSuperuser('UPDATE tenants SET ring = 0 WHERE id = ANY($1)', [[a, gone]]);
    const running = up([slow], { concurrency: 1, tenants: [a, gone] });
    await sleeping();
    expect(await purgeTenant(gone, 'cli:anna')).not.toHaveProperty('failure');
    expect(await running).toMatchObject({ failures: [], stopped: null });
    await down([slow]);
  });
});

describe('naming a company', () => {
  it('should never mean another one whose slug looks like its id', async () => {
    await expect(makeTenant({ slug: a })).rejects.toThrow('Must not look like an id');
    await asSuperuser('UPDATE tenants SET slug = $2 WHERE id = $1', [b, a]);
    await setRing(a, 0, 'cli:anna');
    expect(await asSuperuser('SELECT id FROM tenants WHERE ring = 0')).toEqual([{ id: a }]);
    expect((await up([colour], { tenants: [a] })).applied.map(({ schema }) => schema)).toEqual([tenantSchema(a)]);
    await asSuperuser('UPDATE tenants SET slug = $2 WHERE id = $1', [b, 'other-slug']);
    await down([colour]);
  });
});

describe('a company whose rows are half moved', () => {
  it('should not be copied', async () => {
    await addCustomers(a, ['Anna', 'Bruno', 'Carla']);
    const stop = new AbortController();
    await up([SHOUT], { tenants: [a], signal: stop.signal, onEvent: ({ type }) => type === 'rows' && stop.abort() });
    const copy = cloneTenant({
      sourceId: a,
      name: 'Copy',
      slug: 'copy-of-a',
      userId: await makeUser(),
      actor: 'cli:anna',
      rows: 'all',
    });
    await expect(copy).rejects.toThrow(`are still being moved by ${SHOUT.name}: migrate it first.`);
    expect((await down([SHOUT])).failures).toEqual([]);
  });
});
