import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { PROJECT_ROOT } from '@/config';
import { databaseManager } from '@/database/connection';
import { migrateFleet, rollbackFleet } from '@/database/fleet/fleet';
import { type Migration, readMigrations, readMigrationsOf } from '@/database/migrationFiles';
import { tenantSchema } from '@/database/tenantName';
import { asSuperuser, makeTenant } from '../support/database';
import { addCustomers } from '../support/fleet';
import { type App, first, fourth, second, third } from '../support/rename/apps';

const base = readMigrations('tenant');
const [add, copy, release] = readMigrationsOf(path.join(PROJECT_ROOT, 'tests/support/rename/migrations')) as [
  Migration,
  Migration,
  Migration,
];

/** The example of docs/migrations.md: `contact_name` becomes `contact_person`, while people work. */
describe('renaming a column without downtime', () => {
  let id: string;
  let customers: string[];
  const written = new Map<string, string>();
  let count = 0;

  beforeAll(async () => {
    id = await makeTenant();
    await addCustomers(
      id,
      Array.from({ length: 1500 }, (_, n) => `Customer ${n}`),
    );
    const rows = await asSuperuser<{ id: string; name: string }>(
      `UPDATE ${tenantSchema(id)}.customers SET contact_name = 'Contact of ' || name RETURNING id, contact_name AS name`,
    );
    for (const row of rows) written.set(row.id, row.name);
    customers = rows.map((row) => row.id);
  });

  /** One change through one release, seen through every release that runs at the time. */
  const work = async (apps: readonly App[]) => {
    count += 1;
    const pool = databaseManager.getTenantPool(id);
    const customer = customers[(count * 97) % 40] ?? '';
    const value = `Value ${count}`;
    await apps[count % apps.length]?.write(pool, customer, value);
    written.set(customer, value);
    for (const app of apps) expect(await app.read(pool, customer)).toBe(value);
  };
  const during = async (apps: readonly App[], change: () => Promise<unknown>) => {
    let over = false;
    const changing = change().finally(() => {
      over = true;
    });
    while (!over) await work(apps);
    await changing;
    for (let n = 0; n < 20; n += 1) await work(apps);
  };
  const migrate = (migration: Migration) => async () => {
    const upTo = [add, copy, release].slice(0, [add, copy, release].indexOf(migration) + 1);
    const result = await migrateFleet({ migrations: [...base, ...upTo], tenants: [id] });
    expect(result.failures).toEqual([]);
    expect(result.applied).toHaveLength(1);
  };
  const all = async (app: App) => {
    const pool = databaseManager.getTenantPool(id);
    const found = new Map<string, string | null>();
    for (const customer of customers) found.set(customer, await app.read(pool, customer));
    return found;
  };
  const nothing = async () => undefined;

  it('should lose no value and refuse nobody, from the first release to the fourth (N3)', async () => {
    await during([first], migrate(add));
    await during([first, second], nothing);
    await during([second], migrate(copy));
    await during([second, third], nothing);
    await during([third, fourth], nothing);
    await during([fourth], migrate(release));
    expect(await all(fourth)).toEqual(written);
  });

  it('should be possible to take back, with what the newest release has written (N9)', async () => {
    await during([fourth], nothing);
    const result = await rollbackFleet(copy.name, { migrations: [...base, add, copy, release], tenants: [id] });
    expect(result.failures).toEqual([]);
    expect(await all(second)).toEqual(written);
    await during([third], nothing);
    await rollbackFleet(base.at(-1)?.name ?? '', { migrations: [...base, add, copy, release], tenants: [id] });
    expect(await all(first)).toEqual(written);
  });
});
