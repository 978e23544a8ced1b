import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { migrateControl, rollbackControl } from '@/database/fleet/control';
import { migrateFleet, planFleet, rollbackFleet } from '@/database/fleet/fleet';
import { latestVersion, type Migration, readMigrations } from '@/database/migrationFiles';
import { openOperator } from '@/database/owner';
import { tenantSchema } from '@/database/tenantName';
import { asSuperuser, makeTenant } from '../support/database';
import { addCustomers, cutOff, extraMigration } from '../support/fleet';

const base = readMigrations('tenant');
const before = latestVersion('tenant');
const colour = extraMigration('29990101000000_colour', {
  sql: 'ALTER TABLE customers ADD COLUMN colour text',
  down: 'ALTER TABLE customers DROP COLUMN colour',
});

describe('a run of migrations', () => {
  let id: string;
  let schema: string;
  beforeAll(async () => {
    id = await makeTenant();
    schema = tenantSchema(id);
    await addCustomers(id, ['Anna', 'Bruno']);
  });

  const up = (migration: Migration, more: Parameters<typeof migrateFleet>[0] = {}) =>
    migrateFleet({ migrations: [...base, migration], tenants: [id], ...more });
  const down = (migration: Migration) => rollbackFleet(before, { migrations: [...base, migration], tenants: [id] });
  const begun = () =>
    asSuperuser(
      `SELECT migration_name FROM ${schema}._prisma_migrations WHERE finished_at IS NULL AND rolled_back_at IS NULL`,
    );
  const aside = () => asSuperuser('SELECT FROM tenants WHERE quarantined_at IS NOT NULL');

  it('should say what it would do, and do nothing, when it is only asked', async () => {
    const plan = await planFleet(null, { migrations: [...base, colour] });
    const all = await asSuperuser<{ slug: string }>('SELECT slug FROM tenants ORDER BY slug');
    expect(
      plan.map(({ steps, slugs }) => [steps.map(({ kind, migration }) => [kind, migration.name]), [...slugs].sort()]),
    ).toEqual([[[['up', colour.name]], all.map(({ slug }) => slug)]]);
    expect(await planFleet(null)).toEqual([]);
    await up(colour);
    const back = await planFleet(before, { migrations: [...base, colour] });
    expect(back.map(({ steps, slugs }) => [steps.map(({ kind }) => kind), slugs.length])).toEqual([[['down'], 1]]);
    expect(
      await asSuperuser(
        `SELECT FROM information_schema.columns WHERE table_name = 'customers' AND column_name = 'colour'`,
      ),
    ).toHaveLength(1);
    await down(colour);
  });

  it('should give the company’s login what a new table’s sequence needs', async () => {
    const serial = extraMigration('29990101000000_serial', {
      sql: 'ALTER TABLE customers ADD COLUMN position serial',
      down: 'ALTER TABLE customers DROP COLUMN position',
    });
    await up(serial);
    const [may] = await asSuperuser(
      `SELECT has_sequence_privilege('${schema}', '${schema}.customers_position_seq', 'USAGE') AS usage,
              has_sequence_privilege('${schema}', '${schema}.customers_position_seq', 'UPDATE') AS "update"`,
    );
    expect(may).toEqual({ usage: true, update: false });
    await down(serial);
  });

  it('should set a company aside whose statement takes too long, and not wait for it', async () => {
    const slow = extraMigration('29990101000000_slow', { sql: 'SELECT pg_sleep(30)', down: '' });
    const result = await up(slow, { statementTimeoutMs: 200 });
    expect(result.failures.map(({ error }) => error)).toEqual(['canceling statement due to statement timeout (57014)']);
    await up({ ...slow, sql: 'SELECT 1' });
    await rollbackFleet(before, { migrations: [...base, { ...slow, down: 'SELECT 1' }], tenants: [id] });
    expect(await aside()).toEqual([]);
  });

  it('should end, and blame no company, when the server is lost', async () => {
    const sent = await cutOff(6, async () => {
      await expect(up(colour)).rejects.toThrow();
    });
    expect(sent).toBeGreaterThanOrEqual(6);
    expect(await aside()).toEqual([]);
    await up(colour);
    await down(colour);
  });

  it('should end the attempts of a run that is gone, and those alone', async () => {
    const insert = (pid: string) =>
      asSuperuser<{ id: string }>(
        `INSERT INTO migration_ledger (run_id, tenant_id, migration, status, app_version, backend_pid)
         VALUES (gen_random_uuid(), $1, 'm', 'RUNNING', '0', ${pid}) RETURNING id`,
        [id],
      );
    const [gone] = await insert('2147483647');
    const [alive] = await insert('(SELECT min(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid())');
    await up(colour);
    await down(colour);
    const rows = await asSuperuser<{ id: string; status: string }>(
      'SELECT id, status FROM migration_ledger WHERE id = ANY($1) ORDER BY id',
      [[gone?.id, alive?.id]],
    );
    expect(rows.map(({ status }) => status)).toEqual(['INTERRUPTED', 'RUNNING']);
    await asSuperuser('DELETE FROM migration_ledger WHERE id = $1', [alive?.id]);
  });

  it('should mark in the ledger what can lose data', async () => {
    const loss = extraMigration('29990101000000_loss', {
      sql: 'ALTER TABLE customers DROP COLUMN notes',
      down: 'ALTER TABLE customers ADD COLUMN notes text',
    });
    await up(loss);
    await down(loss);
    const rows = await asSuperuser(
      'SELECT direction, destructive FROM migration_ledger WHERE migration = $1 ORDER BY id',
      [loss.name],
    );
    expect(rows).toEqual([
      { direction: 'UP', destructive: true },
      { direction: 'DOWN', destructive: false },
    ]);
  });

  it('should say what is wrong with a data.ts that moves nothing', async () => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), 'lavoro-data-')), 'data.ts');
    writeFileSync(file, 'export const nothing = 1;\n');
    const odd = extraMigration('29990101000000_odd', { sql: 'SELECT 1', down: 'SELECT 1', data: file });
    const result = await up(odd);
    expect(result.failures.map(({ error }) => error)).toEqual([`data.ts of ${odd.name} exports no function "batch".`]);
    expect((await rollbackFleet(before, { migrations: [...base, odd] })).applied).toMatchObject([
      { schema, migrations: [odd.name] },
    ]);
    expect(await aside()).toEqual([]);
    expect(await begun()).toEqual([]);
  });

  it('should name the companies there are not', async () => {
    await expect(migrateFleet({ tenants: ['nobody', id, 'no-one'] })).rejects.toThrow(
      'There is no company nobody, no-one.',
    );
  });

  it('should take those set aside again when it is told to retry', async () => {
    await asSuperuser(`UPDATE tenants SET quarantined_at = now(), quarantine_reason = 'x' WHERE id = $1`, [id]);
    const without = await migrateFleet({ migrations: [...base, colour] });
    expect(without.applied.map(({ schema: each }) => each)).not.toContain(schema);
    const retried = await migrateFleet({ migrations: [...base, colour], retry: true });
    expect(retried.applied.map(({ schema: each }) => each)).toEqual([schema]);
    await rollbackFleet(before, { migrations: [...base, colour] });
  });
});

describe('a migration that would end its transaction', () => {
  const nothing = { sql: 'SELECT 1', down: 'SELECT 1' };
  const upwards = extraMigration('29990101000000_unfit', { ...nothing, sql: 'CREATE TABLE unfit (id int); COMMIT' });
  const downwards = extraMigration('29990101000000_unfit', { ...nothing, down: 'COMMIT' });
  const refusal = (file: string) =>
    `${file} of 29990101000000_unfit cannot be run.\n  The runner begins and ends the transaction: COMMIT`;

  it('should be refused in the companies, both ways, before anything has happened', async () => {
    const id = await makeTenant();
    const run = (migration: Migration) => ({ migrations: [...base, migration], tenants: [id] });
    await expect(migrateFleet(run(upwards))).rejects.toThrow(refusal('migration.sql'));
    await migrateFleet(run(downwards));
    await expect(rollbackFleet(before, run(downwards))).rejects.toThrow(refusal('down.sql'));
    await rollbackFleet(before, run({ ...downwards, down: 'SELECT 1' }));
    expect(await asSuperuser(`SELECT FROM pg_tables WHERE tablename = 'unfit'`)).toEqual([]);
    expect(await asSuperuser('SELECT FROM tenants WHERE quarantined_at IS NOT NULL')).toEqual([]);
  });

  it('should be refused at the global tables, both ways, before anything has happened', async () => {
    const all = readMigrations('control');
    const target = latestVersion('control');
    await expect(migrateControl({ migrations: [...all, upwards] })).rejects.toThrow(refusal('migration.sql'));
    await migrateControl({ migrations: [...all, downwards] });
    await expect(rollbackControl(target, [...all, downwards])).rejects.toThrow(refusal('down.sql'));
    expect(await rollbackControl(target, [...all, { ...downwards, down: 'SELECT 1' }])).toEqual([downwards.name]);
    expect(await asSuperuser(`SELECT FROM pg_tables WHERE tablename = 'unfit'`)).toEqual([]);
  });
});

describe('the global tables', () => {
  it('should go back to a migration and come up again, with their ledger', async () => {
    const all = readMigrations('control');
    const target = '20261123180000_fleet';
    const extra = extraMigration('29990101000000_extra', {
      sql: 'CREATE TABLE extra (id int PRIMARY KEY)',
      down: 'DROP TABLE extra',
    });
    expect(await migrateControl({ migrations: [...all, extra] })).toEqual([extra.name]);
    const [may] = await asSuperuser(`SELECT has_table_privilege('lavoro_control', 'public.extra', 'INSERT') AS may`);
    expect(may).toEqual({ may: true });
    expect((await rollbackControl(target, [...all, extra])).at(0)).toBe(extra.name);
    expect(await asSuperuser(`SELECT FROM pg_tables WHERE tablename = 'extra'`)).toEqual([]);
    const attempts = await asSuperuser(
      'SELECT direction, status FROM migration_ledger WHERE tenant_id IS NULL AND migration = $1 ORDER BY id',
      [extra.name],
    );
    expect(attempts).toEqual([
      { direction: 'UP', status: 'DONE' },
      { direction: 'DOWN', status: 'DONE' },
    ]);
    await migrateControl();
    expect(await migrateControl()).toEqual([]);
  });

  it('should wait while they are in use, and have one winner where many bring them up', async () => {
    const all = readMigrations('control');
    const nick = extraMigration('29990101000000_nick', {
      sql: 'ALTER TABLE users ADD COLUMN nick text',
      down: 'ALTER TABLE users DROP COLUMN nick',
    });
    const other = await openOperator('other');
    await other.query('BEGIN; LOCK TABLE public.users IN ACCESS SHARE MODE');
    const running = Array.from({ length: 4 }, () => migrateControl({ migrations: [...all, nick] }));
    const tried = () =>
      asSuperuser(`SELECT id FROM migration_ledger WHERE migration = $1 AND status = 'FAILED'`, [nick.name]);
    await expect.poll(async () => (await tried()).length, { timeout: 10_000 }).toBeGreaterThan(0);
    await other.end();
    expect((await Promise.all(running)).flat()).toEqual([nick.name]);
    await rollbackControl(all.at(-1)?.name ?? '', [...all, nick]);
    // With nobody in the way, those who come second find it done.
    const atOnce = await Promise.all(Array.from({ length: 6 }, () => migrateControl({ migrations: [...all, nick] })));
    expect(atOnce.flat()).toEqual([nick.name]);
    await rollbackControl(all.at(-1)?.name ?? '', [...all, nick]);
  });

  it('should be left as they are by who has planned a step that somebody else has taken meanwhile', async () => {
    const migrations = [
      ...readMigrations('control'),
      extraMigration('29990101000000_late', {
        sql: 'ALTER TABLE users ADD COLUMN late text',
        down: 'ALTER TABLE users DROP COLUMN late',
      }),
    ];
    const other: string[][] = [];
    const reconcile = async () => {
      other.push(await migrateControl({ migrations }));
      return false;
    };
    expect(await migrateControl({ migrations, reconcile })).toEqual([]);
    expect(other).toEqual([['29990101000000_late']]);
    await rollbackControl(latestVersion('control'), migrations);
  });

  it('should go back behind the ledger itself, and come up again with the companies as they are', async () => {
    const target = '20261123120000_announce_changes';
    const above = readMigrations('control').flatMap(({ name }) => (name > target ? [name] : []));
    expect(above.length).toBeGreaterThanOrEqual(3);
    expect(await rollbackControl(target)).toEqual(above.toReversed());
    expect(await asSuperuser(`SELECT FROM pg_tables WHERE tablename = 'migration_ledger'`)).toEqual([]);
    expect(await migrateControl()).toEqual(above);
    // What the control plane knew of the companies is gone; their own histories say that nothing is to be done.
    expect((await migrateFleet()).applied).toEqual([]);
    expect(await asSuperuser(`SELECT slug FROM tenants WHERE migrations_digest = ''`)).toEqual([]);
  });
});
