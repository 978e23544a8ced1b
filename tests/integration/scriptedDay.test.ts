import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { PROJECT_ROOT } from '@/config';
import { databaseManager } from '@/database/connection';
import { addCustomField, declaredFields } from '@/database/customFields';
import { checkDrift, referenceShape } from '@/database/fleet/drift';
import { migrateFleet, rollbackFleet } from '@/database/fleet/fleet';
import { fingerprint } from '@/database/fleet/shape';
import { readMigrations, readMigrationsOf } from '@/database/migrationFiles';
import { asOperator } from '@/database/owner';
import { tenantSchema } from '@/database/tenantName';
import { asSuperuser, makeTenant, makeUser, secret } from '../support/database';
import { addCustomers, readShape } from '../support/fleet';
import { runToEnd } from '../support/processes';

const COMPANIES = 200;
const HUGE = 60_000;
/** Between two looks of a person. */
const THINKING_MS = 20;
const FOLDER = 'tests/support/day';
const base = readMigrations('tenant');
const migrations = [...base, ...readMigrationsOf(path.join(PROJECT_ROOT, FOLDER))];
const newest = migrations.at(-1)?.name ?? '';
const oldest = base.at(-1)?.name ?? '';

/** A run in a process of its own, which kills itself after so many steps. */
const run = async (steps = 0) => {
  const { code, output } = await runToEnd(
    process.execPath,
    ['--import', 'tsx', 'tests/support/fleetRun.ts', FOLDER, String(steps)],
    {
      env: {
        DATABASE_URL: process.env.DATABASE_URL ?? '',
        APP_SECRET: secret,
        LAVORO_DATA_DIR: process.env.LAVORO_DATA_DIR ?? '',
        LOG_LEVEL: 'silent',
      },
    },
  );
  return { code, result: code === 0 ? JSON.parse(output.trim().split('\n').at(-1) ?? '') : undefined };
};

describe('a day of two hundred companies', () => {
  const companies: string[] = [];
  let varied: string[];
  let canaries: string[];
  let broken: string;
  let huge: string;

  beforeAll(async () => {
    const userId = await makeUser();
    for (let n = 0; n < COMPANIES; n += 1) companies.push(await makeTenant({ userId }));
    varied = companies.slice(10, 15);
    canaries = companies.slice(0, 3);
    [broken = '', huge = ''] = companies.slice(20, 22);
    const actor = { userId: null, sessionId: null, requestId: 'day', ip: null };
    for (const [index, id] of varied.entries()) {
      const choices = ['Jersey', 'Rib'];
      await addCustomField(id, { table: 'customers', label: 'Season', type: 'TEXT' }, actor);
      await addCustomField(id, { table: 'inventory_items', label: `Knit ${index}`, type: 'CHOICE', choices }, actor);
      await addCustomers(id, ['Anna', 'Bruno']);
      await asSuperuser(`UPDATE ${tenantSchema(id)}.customers SET x_season = 'Summer'`);
    }
    await asSuperuser('UPDATE tenants SET ring = 0 WHERE id = ANY($1)', [canaries]);
    const machines = `${tenantSchema(broken)}.machines`;
    await asSuperuser(
      `CREATE TABLE ${machines} (by_hand int PRIMARY KEY); ALTER TABLE ${machines} OWNER TO lavoro_owner`,
    );
    await addCustomers(
      huge,
      Array.from({ length: HUGE }, (_, n) => `Customer ${n}`),
    );
  }, 300_000);

  /** People at work in all kinds of companies, until told to stop; answers what went wrong and how much went right. */
  const readers = () => {
    const errors: unknown[] = [];
    let reads = 0;
    let over = false;
    const busy = [...varied, ...canaries, broken, huge, ...companies.slice(50, 60)];
    const reader = async (first: number) => {
      for (let n = first; !over; n += 1) {
        const pool = databaseManager.getTenantPool(busy[n % busy.length] ?? '');
        const client = await pool.connect();
        try {
          await client.query('SELECT id, sku, name FROM inventory_items ORDER BY name LIMIT 5');
          await client.query('SELECT id, name FROM customers ORDER BY name, id LIMIT 5');
          reads += 1;
        } catch (error) {
          errors.push(error);
        } finally {
          client.release();
        }
        await new Promise((resolve) => setTimeout(resolve, THINKING_MS));
      }
    };
    const all = Promise.all([reader(0), reader(7), reader(13)]);
    return async () => {
      over = true;
      await all;
      return { errors, reads };
    };
  };
  const versions = async () =>
    (
      await asSuperuser<{ version: string; count: number }>(
        `SELECT schema_version AS version, count(*)::int AS count FROM tenants WHERE id = ANY($1) GROUP BY 1 ORDER BY 1`,
        [companies],
      )
    ).map(({ version, count }) => [version, count]);
  const differing = async () =>
    (await checkDrift({ migrations, tenants: companies })).filter(({ differences }) => differences.length > 0);
  /** The companies whose fingerprint is not that of an empty one with the same migrations and custom fields. */
  const odd = () =>
    asOperator(async (client) => {
      const plain = fingerprint(await referenceShape(client, migrations));
      const found: string[] = [];
      for (const id of companies) {
        const fields = varied.includes(id) ? await declaredFields(client, tenantSchema(id)) : [];
        const wanted = fields.length === 0 ? plain : fingerprint(await referenceShape(client, migrations, fields));
        if (fingerprint(await readShape(client, id)) !== wanted) found.push(id);
      }
      return found;
    });
  const seasons = async () => {
    const rows = await Promise.all(
      varied.map((id) => asSuperuser(`SELECT x_season AS season FROM ${tenantSchema(id)}.customers ORDER BY name`)),
    );
    return rows.flat();
  };
  const grades = () =>
    asSuperuser(`SELECT grade, count(*)::int AS count FROM ${tenantSchema(huge)}.customers GROUP BY 1`);

  it('should end with every company in the same shape, whatever happened in between, and nobody the wiser', async () => {
    const stop = readers();
    try {
      await day();
    } finally {
      const { errors, reads } = await stop();
      expect(errors).toEqual([]);
      expect(reads).toBeGreaterThan(COMPANIES);
    }
  }, 600_000);

  const day = async () => {
    const first = await migrateFleet({ migrations, ring: 0 });
    expect([first.applied.length, first.failures, first.stopped]).toEqual([canaries.length, [], null]);
    expect(await versions()).toEqual([
      [oldest, COMPANIES - canaries.length],
      [newest, canaries.length],
    ]);

    expect((await run(100)).code).toBe('SIGKILL');
    expect((await run(170)).code).toBe('SIGKILL');
    const resumed = await run();
    expect(resumed.code).toBe(0);
    // The broken one was set aside by the first run that reached it, and is left alone since.
    expect(resumed.result.failures).toEqual([]);
    expect(resumed.result.left).toEqual([]);
    expect(await versions()).toEqual([
      [oldest, 1],
      [newest, COMPANIES - 1],
    ]);
    const [aside] = await asSuperuser('SELECT quarantine_reason AS reason FROM tenants WHERE id = $1', [broken]);
    expect(aside).toEqual({ reason: `${migrations[base.length]?.name}: relation "machines" already exists (42P07)` });
    expect(await grades()).toEqual([{ grade: 'B', count: HUGE }]);

    await asSuperuser(`DROP TABLE ${tenantSchema(broken)}.machines`);
    expect((await migrateFleet({ migrations, tenants: [broken] })).failures).toEqual([]);
    expect(await versions()).toEqual([[newest, COMPANIES]]);
    expect(await differing()).toEqual([]);

    const back = await rollbackFleet(oldest, { migrations });
    expect([back.failures, back.left]).toEqual([[], []]);
    expect(await versions()).toEqual([[oldest, COMPANIES]]);
    expect(await differing()).toEqual([]);
    expect(await seasons()).toEqual(Array(10).fill({ season: 'Summer' }));

    const again = await migrateFleet({ migrations });
    expect([again.applied.length, again.failures]).toEqual([COMPANIES + 1, []]);
    expect(await odd()).toEqual([]);
    expect(await grades()).toEqual([{ grade: 'B', count: HUGE }]);
    expect(await seasons()).toEqual(Array(10).fill({ season: 'Summer' }));

    expect(await asSuperuser(`SELECT FROM migration_ledger WHERE status = 'RUNNING'`)).toEqual([]);
  };
});
