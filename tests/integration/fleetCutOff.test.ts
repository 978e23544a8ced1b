import { beforeAll, describe, expect, it } from 'vitest';
import { referenceShape } from '@/database/fleet/drift';
import type { FleetEvent } from '@/database/fleet/fanOut';
import { type FleetOptions, migrateFleet, rollbackFleet } from '@/database/fleet/fleet';
import { fingerprint } from '@/database/fleet/shape';
import { latestVersion, readMigrations } from '@/database/migrationFiles';
import { asOperator } from '@/database/owner';
import { tenantSchema } from '@/database/tenantName';
import { asSuperuser, makeTenant } from '../support/database';
import { addCustomers, cutOff, extraMigration, readShape, SHOUT } from '../support/fleet';

const before = latestVersion('tenant');
const colour = extraMigration('29990101000000_colour', {
  sql: 'ALTER TABLE customers ADD COLUMN colour text',
  down: 'ALTER TABLE customers DROP COLUMN colour',
});
const migrations = [...readMigrations('tenant'), colour, SHOUT];

describe('a migration that moves rows', () => {
  let id: string;
  let schema: string;
  beforeAll(async () => {
    id = await makeTenant();
    schema = tenantSchema(id);
    await addCustomers(id, ['Anna', 'Bruno', 'Carla', 'Dario', 'Elsa']);
  });

  const up = (options: FleetOptions = {}) => migrateFleet({ migrations, tenants: [id], attempts: 8, ...options });
  const down = () => rollbackFleet(before, { migrations, tenants: [id] });
  const shouts = async () =>
    (await asSuperuser<{ shout: string }>(`SELECT shout FROM ${schema}.customers ORDER BY name`)).map(
      ({ shout }) => shout,
    );
  const shape = () => asOperator(async (client) => fingerprint(await readShape(client, id)));
  const everyOne = ['ANNA', 'BRUNO', 'CARLA', 'DARIO', 'ELSA'];

  it('should move all of them in batches, and say how far it is', async () => {
    const events: FleetEvent[] = [];
    await up({ onEvent: (event) => events.push(event) });
    expect(await shouts()).toEqual(everyOne);
    expect(events.flatMap((event) => (event.type === 'rows' ? [event.rows] : []))).toEqual([2, 4, 5]);
    const [history] = await asSuperuser(
      `SELECT finished_at IS NOT NULL AS finished, logs::json ->> 'rows' AS rows FROM ${schema}._prisma_migrations WHERE migration_name = $1`,
      [SHOUT.name],
    );
    expect(history).toEqual({ finished: true, rows: '5' });
    await down();
  });

  it('should stop between two batches when it is told to, and go on behind them', async () => {
    const stop = new AbortController();
    const onEvent = ({ type }: FleetEvent) => {
      if (type === 'rows') stop.abort();
    };
    const stopped = await up({ signal: stop.signal, onEvent });
    expect([stopped.stopped, stopped.failures]).toEqual(['signal', []]);
    expect((await shouts()).filter(Boolean)).toHaveLength(2);
    // Behind: what is not moved to its end counts as not there yet.
    const [state] = await asSuperuser('SELECT schema_version FROM tenants WHERE id = $1', [id]);
    expect(state).toEqual({ schema_version: colour.name });
    const [last] = await asSuperuser(
      'SELECT status FROM migration_ledger WHERE tenant_id = $1 ORDER BY id DESC LIMIT 1',
      [id],
    );
    expect(last).toEqual({ status: 'INTERRUPTED' });
    await up();
    expect(await shouts()).toEqual(everyOne);
    await down();
  });

  it('should move each row once when two runs do it together', async () => {
    await Promise.all([up(), up(), up()]);
    expect(await shouts()).toEqual(everyOne);
    await down();
  });

  it('should not be told as done when somebody takes it back between two batches', async () => {
    const many = await makeTenant();
    await addCustomers(many, Array(400).fill('Anna'));
    let back: Promise<unknown> | undefined;
    await up({
      tenants: [many],
      onEvent: ({ type }) => {
        if (type === 'rows') back ??= rollbackFleet(colour.name, { migrations, tenants: [many] });
      },
    });
    await back;
    const told = await asSuperuser('SELECT schema_version AS version FROM tenants WHERE id = $1', [many]);
    const stands = await asSuperuser(
      `SELECT max(migration_name) AS version FROM ${tenantSchema(many)}._prisma_migrations
       WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`,
    );
    expect(told).toEqual(stands);
    await rollbackFleet(before, { migrations, tenants: [many] });
  });

  it('should leave nothing half done, and go on to the same end, wherever it is cut off (N1)', async () => {
    const statements = await cutOff(0, up);
    const whole = await shape();
    expect(whole).toBe(await asOperator(async (client) => fingerprint(await referenceShape(client, migrations))));
    await down();
    expect(statements).toBeGreaterThan(20);
    for (let nth = 1; nth <= statements; nth += 1) {
      await cutOff(nth, up);
      await up();
      const at = `cut off at statement ${nth}`;
      expect(await shouts(), at).toEqual(everyOne);
      expect(await shape(), at).toBe(whole);
      const [tenant] = await asSuperuser('SELECT schema_version, quarantined_at FROM tenants WHERE id = $1', [id]);
      expect(tenant, at).toEqual({ schema_version: SHOUT.name, quarantined_at: null });
      await down();
    }
    const open = await asSuperuser(`SELECT FROM migration_ledger WHERE status = 'RUNNING'`);
    expect(open).toEqual([]);
  }, 240_000);

  it('should go on after a way back that was cut off, too (N9)', async () => {
    const statements = await cutOff(0, async () => {
      await up();
      await down();
    });
    expect(statements).toBeGreaterThan(10);
    const empty = await shape();
    await up();
    for (const nth of [4, 5, 6, 8, 10]) {
      await cutOff(nth, down);
      await down();
      expect(await shape()).toBe(empty);
      await up();
      expect(await shouts()).toEqual(everyOne);
    }
    await down();
  });
});
