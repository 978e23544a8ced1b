import { beforeAll, describe, expect, it } from 'vitest';
import { type FleetOptions, migrateFleet, migrateFleetOn, planFleet, rollbackFleet } from '@/database/fleet/fleet';
import { ChangedMigrationError } from '@/database/fleet/steps';
import { WORKER_NAME } from '@/database/fleet/worker';
import { latestVersion, type Migration, readMigrations } from '@/database/migrationFiles';
import { asOperator, openOperator } from '@/database/owner';
import { tenantSchema } from '@/database/tenantName';
import { asSuperuser, makeTenant } from '../support/database';
import { extraMigration, pausingAfter } from '../support/fleet';

const base = readMigrations('tenant');
const before = latestVersion('tenant');
const colour = extraMigration('29990101000000_colour', {
  sql: 'ALTER TABLE customers ADD COLUMN favourite_colour text',
  down: 'ALTER TABLE customers DROP COLUMN favourite_colour',
});
const shade = extraMigration('29990102000000_shade', {
  sql: 'ALTER TABLE customers ADD COLUMN shade text',
  down: 'ALTER TABLE customers DROP COLUMN shade',
});

describe('where a run of migrations stops', () => {
  let ids: string[];
  let first: string;
  beforeAll(async () => {
    for (let n = 0; n < 4; n += 1) await makeTenant();
    const rows = await asSuperuser<{ id: string }>('SELECT id FROM tenants ORDER BY ring, created_at, id');
    ids = rows.map(({ id }) => id);
    first = ids[0] ?? '';
  });

  const run = (migrations: readonly Migration[], options: FleetOptions = {}) =>
    migrateFleet({ migrations: [...base, ...migrations], ...options });
  const back = (migrations: readonly Migration[]) => rollbackFleet(before, { migrations: [...base, ...migrations] });
  const aside = () => asSuperuser<{ id: string }>('SELECT id FROM tenants WHERE quarantined_at IS NOT NULL');
  const having = (column: string) =>
    asSuperuser(
      `SELECT table_schema FROM information_schema.columns WHERE table_name = 'customers' AND column_name = $1`,
      [column],
    );
  const attempts = (tenantId: string) =>
    asSuperuser<{ status: string; error: string; pause: number | null }>(
      `SELECT status, error, extract(epoch FROM started_at - lag(finished_at) OVER (ORDER BY id))::float8 * 1000 AS pause
       FROM migration_ledger WHERE tenant_id = $1 AND migration = $2 ORDER BY id`,
      [tenantId, colour.name],
    );

  it('should begin no further company once one has shown that a file was changed', async () => {
    await run([colour], { tenants: [first] });
    const changed = extraMigration(colour.name, {
      sql: `${colour.sql}; SELECT pg_sleep(0.3)`,
      down: colour.down ?? '',
    });
    await expect(run([changed], { concurrency: 2 })).rejects.toBeInstanceOf(ChangedMigrationError);
    // What the other worker had begun is done; it begins nothing more.
    expect((await having('favourite_colour')).length).toBeLessThan(ids.length);
    expect(await aside()).toEqual([]);
    await back([colour]);
    expect(await having('favourite_colour')).toEqual([]);
  });

  it('should count the failures of all rings, and show a plan of those asked for', async () => {
    const broken = extraMigration('29990101000000_broken', { sql: 'ALTER TABLE no_such_table ADD COLUMN x int' });
    await asSuperuser('UPDATE tenants SET ring = 2 WHERE id <> ALL($1)', [ids.slice(0, 2)]);
    const plan = await planFleet(null, { migrations: [...base, colour], ring: 1 });
    expect(plan.map(({ slugs }) => slugs.length)).toEqual([2]);
    const over = await run([broken], { maxFailures: 2, concurrency: 1 });
    expect([over.stopped, over.failures.length, over.left.length]).toEqual(['failures', 3, ids.length - 3]);
    await asSuperuser('UPDATE tenants SET quarantined_at = NULL, quarantine_reason = NULL');
    const atOnce = await run([broken], { maxFailures: 1, concurrency: 1 });
    expect([atOnce.stopped, atOnce.failures.length, atOnce.left.length]).toEqual(['failures', 2, ids.length - 2]);
    await asSuperuser('UPDATE tenants SET ring = 1');
    // Taken back to where they are, nothing is wrong with them.
    expect((await back([broken])).failures).toEqual([]);
    expect(await aside()).toEqual([]);
  });

  it('should end, and blame no company, when the server has no room left', async () => {
    const full = extraMigration('29990101000000_full', {
      sql: `DO $$ BEGIN RAISE EXCEPTION 'no space left on device' USING ERRCODE = 'disk_full'; END $$`,
    });
    await expect(run([full])).rejects.toThrow('no space left on device');
    expect(await aside()).toEqual([]);
  });

  it('should try a busy company as often as it is told, after longer and longer pauses, and then set it aside', async () => {
    await asSuperuser('DELETE FROM migration_ledger');
    await asOperator(async (client) => {
      await client.query('BEGIN');
      await client.query(`LOCK TABLE ${tenantSchema(first)}.customers IN ACCESS SHARE MODE`);
      const { failures } = await run([colour], { tenants: [first], attempts: 3 });
      expect(failures.map(({ error }) => error)).toEqual(['canceling statement due to lock timeout (55P03)']);
      await client.query('ROLLBACK');
    });
    const tried = await attempts(first);
    expect(tried.map(({ status }) => status)).toEqual(['FAILED', 'FAILED', 'FAILED']);
    const [, second, third] = tried.map(({ pause }) => Math.round(pause ?? 0));
    expect(second).toBeGreaterThanOrEqual(95);
    expect(third).toBeGreaterThanOrEqual(195);
    expect(await aside()).toEqual([{ id: first }]);
    await run([colour], { retry: true });
    await back([colour]);
  });

  it('should try again where it and somebody else wait for each other', async () => {
    const both = extraMigration('29990101000000_both', {
      sql: `ALTER TABLE customers ADD COLUMN x int; SELECT pg_sleep(0.3); ALTER TABLE suppliers ADD COLUMN x int`,
      down: 'ALTER TABLE customers DROP COLUMN x; ALTER TABLE suppliers DROP COLUMN x',
    });
    const database = new URL(process.env.DATABASE_URL ?? '').pathname.slice(1);
    // Sooner than a lock is given up.
    await asSuperuser(`ALTER DATABASE "${database}" SET deadlock_timeout = '20ms'`);
    const busy: string[] = [];
    const other = await openOperator('other');
    await other.query(`BEGIN; LOCK TABLE ${tenantSchema(first)}.suppliers IN ACCESS SHARE MODE`);
    const running = run([both], {
      tenants: [first],
      onEvent: (event) => event.type === 'busy' && busy.push(event.error),
    });
    await expect
      .poll(() => asSuperuser(`SELECT FROM pg_stat_activity WHERE wait_event = 'PgSleep'`), { interval: 5 })
      .toHaveLength(1);
    await other.query(`LOCK TABLE ${tenantSchema(first)}.customers IN ACCESS SHARE MODE`);
    await other.end();
    expect((await running).failures).toEqual([]);
    await asSuperuser(`ALTER DATABASE "${database}" RESET deadlock_timeout`);
    expect(busy.map((error) => error.slice(0, 17))).toEqual(['deadlock detected']);
    await back([both]);
  });

  it('should stop between two steps of a company when it is told to, and go on there', async () => {
    const stop = new AbortController();
    const begun = await run([colour, shade], {
      tenants: [first],
      signal: stop.signal,
      onEvent: ({ type }) => type === 'applied' && stop.abort(),
    });
    expect(begun).toMatchObject({ stopped: 'signal', failures: [], left: [expect.any(String)] });
    expect(begun.applied.map(({ migrations }) => migrations)).toEqual([[colour.name]]);
    expect(await having('shade')).toEqual([]);
    const rest = await run([colour, shade], { tenants: [first] });
    expect(rest.applied.map(({ migrations }) => migrations)).toEqual([[shade.name]]);
    await back([colour, shade]);
  });

  it('should end, when it has gone through, if a later company has a hole in its wall', async () => {
    const open = (verb: string) => `
      DO $$ BEGIN IF current_setting('lavoro.tenant_id') <> '${first}' THEN
        EXECUTE '${verb} SELECT ON customers TO PUBLIC'; END IF; END $$`;
    const hole = extraMigration('29990101000000_hole', { sql: open('GRANT'), down: 'SELECT 1' });
    await expect(run([hole], { concurrency: 1 })).rejects.toThrow('Everybody (PUBLIC) may SELECT');
    // The way back that leaves it open is told too.
    await expect(back([hole])).rejects.toThrow('Everybody (PUBLIC) may SELECT');
    const mended = { ...hole, name: '29990101000001_mended', sql: open('REVOKE').replace('TO PUBLIC', 'FROM PUBLIC') };
    expect((await run([mended])).applied).toHaveLength(ids.length);
    expect((await back([mended])).failures).toEqual([]);
  });

  it('should have all of it on disk when it ends', async () => {
    await asSuperuser(`ALTER SYSTEM SET wal_writer_delay = '10s'`);
    await asSuperuser('SELECT pg_reload_conf()');
    const observer = await openOperator('observer');
    const position = async (what: 'insert' | 'flush') =>
      (await observer.query<{ at: string }>(`SELECT (pg_current_wal_${what}_lsn() - '0/0')::text AS at`)).rows[0]?.at;
    let written: string | undefined;
    await pausingAfter(
      { name: WORKER_NAME, text: `SET status = 'DONE'` },
      async () => {
        written = await position('insert');
      },
      () => asOperator((client) => migrateFleetOn(client, { migrations: [...base, colour], tenants: [first] })),
    );
    expect(BigInt((await position('flush')) ?? 0)).toBeGreaterThanOrEqual(BigInt(written ?? Number.NaN));
    await observer.end();
    await asSuperuser('ALTER SYSTEM RESET wal_writer_delay');
    await asSuperuser('SELECT pg_reload_conf()');
    await back([colour]);
  });

  it('should take nothing back whose files are not here', async () => {
    await run([colour], { tenants: [first] });
    const { applied, failures } = await back([]);
    expect(applied).toEqual([]);
    expect(failures.map(({ error }) => error)).toEqual([
      `The files of ${colour.name} are not here: roll back with the release that has them.`,
    ]);
    expect(await having('favourite_colour')).toHaveLength(1);
    expect((await back([colour])).failures).toEqual([]);
    expect(await aside()).toEqual([]);
  });
});
