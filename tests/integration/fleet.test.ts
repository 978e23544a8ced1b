import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { FleetEvent } from '@/database/fleet/fanOut';
import { type FleetOptions, migrateFleet, migrateFleetOn, rollbackFleet } from '@/database/fleet/fleet';
import { ChangedMigrationError } from '@/database/fleet/steps';
import { latestVersion, type Migration, readMigrations } from '@/database/migrationFiles';
import { asOperator } from '@/database/owner';
import { IsolationError } from '@/database/proof';
import { tenantSchema } from '@/database/tenantName';
import { asSuperuser, makeTenant } from '../support/database';
import { extraMigration } from '../support/fleet';

const base = readMigrations('tenant');
const before = latestVersion('tenant');
const colour = extraMigration('29990101000000_colour', {
  sql: 'ALTER TABLE customers ADD COLUMN favourite_colour text',
  down: 'ALTER TABLE customers DROP COLUMN favourite_colour',
});
const shade = extraMigration('29990102000000_shade', {
  sql: `CREATE TABLE shades (id uuid PRIMARY KEY, name text NOT NULL, tenant_id uuid DEFAULT current_setting('lavoro.tenant_id')::uuid)`,
  down: 'DROP TABLE shades',
});

describe('migrating the fleet', () => {
  let tenants: string[];
  beforeAll(async () => {
    tenants = await Promise.all(Array.from({ length: 6 }, () => makeTenant()));
  });

  const run = (migrations: readonly Migration[], options: FleetOptions = {}) =>
    migrateFleet({ migrations: [...base, ...migrations], ...options });
  const back = (migrations: readonly Migration[], options: FleetOptions = {}) =>
    rollbackFleet(before, { migrations: [...base, ...migrations], ...options });
  const versions = async () =>
    (await asSuperuser<{ version: string }>('SELECT DISTINCT schema_version AS version FROM tenants ORDER BY 1')).map(
      ({ version }) => version,
    );
  const having = async (column: string) =>
    (
      await asSuperuser<{ schema: string }>(
        `SELECT table_schema AS schema FROM information_schema.columns WHERE table_name = 'customers' AND column_name = $1`,
        [column],
      )
    ).map(({ schema }) => schema);
  const ledger = (tenantId: string) =>
    asSuperuser<{ migration: string; direction: string; status: string; attempt: number; error: string | null }>(
      'SELECT migration, direction, status, attempt, error FROM migration_ledger WHERE tenant_id = $1 ORDER BY id',
      [tenantId],
    );
  const everybody = async () => (await asSuperuser<{ id: string }>('SELECT id FROM tenants')).map(({ id }) => id);

  it('should bring every company up, and take every company back', async () => {
    const count = (await everybody()).length;
    const up = await run([colour, shade]);
    expect(up.applied.map(({ migrations }) => migrations)).toEqual(Array(count).fill([colour.name, shade.name]));
    expect({ failures: up.failures, left: up.left, stopped: up.stopped }).toEqual({
      failures: [],
      left: [],
      stopped: null,
    });
    expect(await versions()).toEqual([shade.name]);
    expect(await having('favourite_colour')).toHaveLength(count);
    // The company's own login has the new table at once.
    const [id = ''] = tenants;
    const [grant] = await asSuperuser<{ may: boolean }>(
      `SELECT has_table_privilege('${tenantSchema(id)}', '${tenantSchema(id)}.shades', 'INSERT') AS may`,
    );
    expect(grant?.may).toBe(true);

    const down = await back([colour, shade]);
    expect(down.applied.map(({ migrations }) => migrations)).toEqual(Array(count).fill([shade.name, colour.name]));
    expect(await versions()).toEqual([before]);
    expect(await having('favourite_colour')).toEqual([]);
    expect(await ledger(id)).toEqual(
      [
        [colour, 'UP'],
        [shade, 'UP'],
        [shade, 'DOWN'],
        [colour, 'DOWN'],
      ].map(([migration, direction]) => ({
        migration: (migration as Migration).name,
        direction,
        status: 'DONE',
        attempt: 1,
        error: null,
      })),
    );
    // Prisma's own tools see that it was taken back.
    const history = await asSuperuser(
      `SELECT FROM ${tenantSchema(id)}._prisma_migrations WHERE migration_name = $1 AND rolled_back_at IS NOT NULL`,
      [colour.name],
    );
    expect(history).toHaveLength(1);
  });

  it('should do nothing, with one question, when there is nothing to do', async () => {
    const { result, sent } = await asOperator(async (client) => {
      const query = vi.spyOn(client, 'query');
      return { result: await migrateFleetOn(client), sent: query.mock.calls.length };
    });
    vi.restoreAllMocks();
    expect(result).toEqual({ applied: [], failures: [], left: [], stopped: null });
    expect(sent).toBe(1);
  });

  it('should set a company aside whose migration fails, whole as it was, and go on with the others', async () => {
    const [bad = '', ...others] = tenants;
    await asSuperuser(`ALTER TABLE ${tenantSchema(bad)}.customers ADD COLUMN favourite_colour text`);
    const result = await run([colour, shade]);
    expect(result.failures).toEqual([
      {
        slug: expect.any(String),
        migration: colour.name,
        error: 'column "favourite_colour" of relation "customers" already exists (42701)',
      },
    ]);
    expect(result.stopped).toBeNull();
    expect(await having('favourite_colour')).toHaveLength((await everybody()).length);
    const state = await asSuperuser<{ id: string; version: string; reason: string | null }>(
      'SELECT id, schema_version AS version, quarantine_reason AS reason FROM tenants WHERE id = ANY($1)',
      [tenants],
    );
    expect(state.find(({ id }) => id === bad)).toEqual({
      id: bad,
      version: before,
      reason: `${colour.name}: column "favourite_colour" of relation "customers" already exists (42701)`,
    });
    for (const { id, version, reason } of state)
      if (others.includes(id)) expect({ version, reason }).toEqual({ version: shade.name, reason: null });
    expect((await ledger(bad)).at(-1)).toMatchObject({ status: 'FAILED', migration: colour.name });

    // Left alone until it is named …
    expect((await run([colour, shade])).applied).toEqual([]);
    // … and repaired.
    await asSuperuser(`ALTER TABLE ${tenantSchema(bad)}.customers DROP COLUMN favourite_colour`);
    const mended = await run([colour, shade], { tenants: [bad] });
    expect(mended.applied).toHaveLength(1);
    const [after] = await asSuperuser('SELECT quarantined_at, quarantine_reason FROM tenants WHERE id = $1', [bad]);
    expect(after).toEqual({ quarantined_at: null, quarantine_reason: null });
    await back([colour, shade]);
  });

  it('should stop at the canaries when one of them fails, and stay there while it is set aside', async () => {
    const [canary = ''] = tenants;
    await asSuperuser('UPDATE tenants SET ring = 0 WHERE id = $1', [canary]);
    await asSuperuser(`ALTER TABLE ${tenantSchema(canary)}.customers ADD COLUMN favourite_colour text`);
    const others = (await everybody()).length - 1;
    const first = await run([colour]);
    expect([first.stopped, first.applied.length, first.left.length]).toEqual(['canary', 0, others]);
    const second = await run([colour]);
    expect([second.stopped, second.applied.length, second.left.length]).toEqual(['canary', 0, others]);
    await asSuperuser(`ALTER TABLE ${tenantSchema(canary)}.customers DROP COLUMN favourite_colour`);
    expect((await run([colour], { tenants: [canary] })).applied).toHaveLength(1);
    expect((await run([colour])).applied).toHaveLength(others);
    await back([colour]);
    await asSuperuser('UPDATE tenants SET ring = 1 WHERE id = $1', [canary]);
  });

  it('should bring only the rings asked for', async () => {
    const [canary = ''] = tenants;
    await asSuperuser('UPDATE tenants SET ring = 0 WHERE id = $1', [canary]);
    expect((await run([colour], { ring: 0 })).applied.map(({ schema }) => schema)).toEqual([tenantSchema(canary)]);
    expect((await run([colour])).applied).toHaveLength((await everybody()).length - 1);
    await back([colour]);
    await asSuperuser('UPDATE tenants SET ring = 1 WHERE id = $1', [canary]);
  });

  it('should give up after too many failures', async () => {
    const broken = extraMigration('29990101000000_broken', { sql: 'ALTER TABLE no_such_table ADD COLUMN x int' });
    const result = await run([broken], { maxFailures: 2, concurrency: 1 });
    expect([result.stopped, result.failures.length]).toEqual(['failures', 3]);
    expect(result.left).toHaveLength((await everybody()).length - 3);
    await asSuperuser('UPDATE tenants SET quarantined_at = NULL, quarantine_reason = NULL');
  });

  it('should refuse a file that changed after it was applied, by name, and touch nobody', async () => {
    const [first, ...rest] = base;
    const changed = [{ ...(first as Migration), checksum: 'f'.repeat(64) }, ...rest];
    const attempt = migrateFleet({ migrations: changed });
    await expect(attempt).rejects.toBeInstanceOf(ChangedMigrationError);
    await expect(attempt).rejects.toThrow(`Changed after it was applied: ${first?.name}.`);
    expect(await asSuperuser('SELECT FROM tenants WHERE quarantined_at IS NOT NULL')).toEqual([]);
  });

  it('should set aside only the company whose history was changed by hand', async () => {
    const [bad = ''] = tenants;
    const change = (checksum: string) =>
      asSuperuser(`UPDATE ${tenantSchema(bad)}._prisma_migrations SET checksum = $1 WHERE migration_name = $2`, [
        checksum,
        base[0]?.name,
      ]);
    await change('other');
    const result = await run([colour]);
    expect(result.failures.map(({ error }) => error)).toEqual([
      'The history of this schema (_prisma_migrations) was changed by hand.',
    ]);
    expect(result.applied).toHaveLength((await everybody()).length - 1);
    await change(base[0]?.checksum ?? '');
    await run([colour], { tenants: [bad] });
    await back([colour]);
  });

  it('should take back a step that would break the wall, and end', async () => {
    const hole = extraMigration('29990101000000_hole', { sql: 'CREATE TABLE bare (id int)' });
    await expect(run([hole])).rejects.toBeInstanceOf(IsolationError);
    expect(await versions()).toEqual([before]);
    expect(await asSuperuser('SELECT FROM tenants WHERE quarantined_at IS NOT NULL')).toEqual([]);
    expect(await asSuperuser(`SELECT FROM pg_tables WHERE tablename = 'bare'`)).toEqual([]);
  });

  it('should refuse to roll back what has no way back', async () => {
    const oneWay = extraMigration('29990101000000_one_way', { sql: 'ALTER TABLE customers ADD COLUMN one_way text' });
    const [only = ''] = tenants;
    await run([oneWay], { tenants: [only] });
    const result = await back([oneWay], { tenants: [only] });
    expect(result.failures.map(({ error }) => error)).toEqual([
      `${oneWay.name} has no down.sql, so there is no way back behind it.`,
    ]);
    await expect(rollbackFleet('20000101000000_never')).rejects.toThrow('There is no migration "20000101000000_never"');
    const mended = { ...oneWay, down: 'ALTER TABLE customers DROP COLUMN one_way' };
    expect((await back([mended], { tenants: [only] })).failures).toEqual([]);
  });

  it('should leave the companies of a newer release alone', async () => {
    await run([colour, shade]);
    const touched = () => asSuperuser('SELECT max(updated_at) AS last FROM tenants');
    const before = await touched();
    const older = await run([colour]);
    // Not even looked into: an older release starts as quickly as the newer one.
    expect(await touched()).toEqual(before);
    expect(older).toEqual({ applied: [], failures: [], left: [], stopped: null });
    expect(await versions()).toEqual([shade.name]);
    await back([colour, shade]);
  });

  it('should wait for nobody long: a busy company is tried again while the others go on', async () => {
    const [busy = ''] = tenants;
    const events: FleetEvent[] = [];
    await asOperator(async (client) => {
      await client.query('BEGIN');
      await client.query(`LOCK TABLE ${tenantSchema(busy)}.customers IN ACCESS SHARE MODE`);
      const others = (await everybody()).length - 1;
      let done = 0;
      const result = await run([colour], {
        onEvent: (event) => {
          events.push(event);
          if (event.type === 'done') done += 1;
          // Let go only when all others are through and it was tried twice.
          const tries = events.filter(({ type }) => type === 'busy').length;
          if (done === others && tries === 2) void client.query('ROLLBACK');
        },
      });
      expect(result.failures).toEqual([]);
    });
    const busyOnes = events.filter((event) => event.type === 'busy');
    expect(busyOnes.map(({ attempt }) => attempt)).toEqual([1, 2]);
    expect((await ledger(busy)).slice(-3).map(({ status, attempt }) => [status, attempt])).toEqual([
      ['FAILED', 1],
      ['FAILED', 2],
      ['DONE', 3],
    ]);
    await back([colour]);
  });

  it('should stop between two companies when it is told to, and go on from there', async () => {
    const stop = new AbortController();
    const onEvent = ({ type }: FleetEvent) => {
      if (type === 'done') stop.abort();
    };
    const first = await run([colour], { signal: stop.signal, concurrency: 1, onEvent });
    expect([first.stopped, first.applied.length]).toEqual(['signal', 1]);
    expect(first.left).toHaveLength((await everybody()).length - 1);
    const second = await run([colour]);
    expect(second.applied).toHaveLength(first.left.length);
    await back([colour]);
  });

  it('should have one winner for each company when many migrate at once (N2)', async () => {
    const failed = () => asSuperuser(`SELECT id FROM migration_ledger WHERE status <> 'DONE' ORDER BY id`);
    const failedBefore = await failed();
    const results = await Promise.all(Array.from({ length: 12 }, () => run([colour, shade], { concurrency: 2 })));
    const count = (await everybody()).length;
    expect(results.flatMap(({ failures }) => failures)).toEqual([]);
    expect(results.flatMap(({ applied }) => applied.flatMap(({ migrations }) => migrations))).toHaveLength(2 * count);
    const done = await asSuperuser<{ count: number }>(
      `SELECT count(*)::int AS count FROM (
         SELECT tenant_id, migration, count(*) FILTER (WHERE direction = 'UP') - count(*) FILTER (WHERE direction = 'DOWN') AS net
         FROM migration_ledger WHERE status = 'DONE' AND migration = ANY($1) GROUP BY 1, 2) t WHERE net <> 1`,
      [[colour.name, shade.name]],
    );
    expect(done[0]?.count).toBe(0);
    // Who came second has tried nothing.
    expect(await failed()).toEqual(failedBefore);
    await back([colour, shade]);
  });
});
