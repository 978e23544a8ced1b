import { AsyncLocalStorage } from 'node:async_hooks';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { ChangeFeed } from '@/database/changes';
import { databaseManager } from '@/database/connection';
import { DatabaseBusyError } from '@/database/errors';
import { closeOperators } from '@/database/owner';
import { connectAs, RolePool } from '@/database/pool';
import { tenantSchema } from '@/database/tenantName';
import { log } from '@/observability/log';
import { makeBroker, poolOf, until } from '../support/broker';
import { asSuperuser, makeTenant } from '../support/database';

/** The server's own count of the connections of companies, whoever holds them. */
async function serverConnections(): Promise<number> {
  const [row] = await asSuperuser<{ n: number }>(
    `SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'lavoro:tenant_%'`,
  );
  return row?.n ?? 0;
}

const pidOf = async (pool: ReturnType<typeof poolOf>): Promise<number> =>
  (await pool.query('SELECT pg_backend_pid() AS pid')).rows[0].pid;

describe('the budget', () => {
  let tenants: string[];
  beforeAll(async () => {
    tenants = await Promise.all(Array.from({ length: 6 }, () => makeTenant()));
  });
  const tenant = (index: number) => tenants[index] ?? '';

  it('K2: should never be exceeded on the server, however many companies ask at once', async () => {
    const broker = makeBroker({ budget: 3 });
    const pools = tenants.map((id) => poolOf(broker, id));
    let most = 0;
    let watching = true;
    const watch = (async () => {
      while (watching) most = Math.max(most, await serverConnections());
    })();
    await Promise.all(
      Array.from({ length: 300 }, (_, n) => pools[(n * 7) % pools.length]?.query('SELECT pg_sleep(0.002)')),
    );
    watching = false;
    await watch;
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(3);
    expect(broker.stats().open).toBeLessThanOrEqual(3);
  });

  it('K2: should do where the server lets in as many as the budget says and not one more', async () => {
    await databaseManager.disconnect();
    const limit = (most: number) =>
      asSuperuser(
        `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I CONNECTION LIMIT ${most}', current_database()); END $$`,
      );
    await limit(3);
    await closeOperators();
    const broker = makeBroker({ budget: 3 });
    const pools = tenants.map((id) => poolOf(broker, id));
    await Promise.all(Array.from({ length: 200 }, (_, n) => pools[(n * 7) % pools.length]?.query('SELECT 1')));
    expect(broker.stats().evictions).toBeGreaterThan(0);
    await limit(-1);
  });

  it('K2: should open one in the place of another only when the server has closed that', async () => {
    let [alive, most] = [0, 0];
    const broker = makeBroker({
      budget: 3,
      connect: (role, onEnd) => {
        alive += 1;
        most = Math.max(most, alive);
        return connectAs(role, role, () => {
          alive -= 1;
          onEnd();
        });
      },
    });
    const pools = tenants.map((id) => poolOf(broker, id));
    await Promise.all(Array.from({ length: 100 }, (_, n) => pools[(n * 7) % pools.length]?.query('SELECT 1')));
    expect(broker.stats().evictions).toBeGreaterThan(0);
    expect(most).toBe(3);
  });

  it('should give way by closing the idle connection of the company that is used least', async () => {
    const broker = makeBroker({ budget: 2 });
    const [often, seldom, third] = [tenant(0), tenant(1), tenant(2)].map((id) => poolOf(broker, id));
    if (!often || !seldom || !third) throw new Error('three companies');
    const kept = await pidOf(often);
    const given = await pidOf(seldom);
    for (let n = 0; n < 20; n += 1) await often.query('SELECT 1');
    await seldom.query('SELECT 1');
    await third.query('SELECT 1');
    expect(await pidOf(often)).toBe(kept);
    expect(await pidOf(seldom)).not.toBe(given);
    expect(broker.stats().evictions).toBeGreaterThanOrEqual(1);
  });

  it('should let a company have a second connection only where it is worth more than the one it costs', async () => {
    const broker = makeBroker({ budget: 2 });
    const [busy, other] = [poolOf(broker, tenant(0)), poolOf(broker, tenant(1))];
    const kept = await pidOf(other);
    for (let n = 0; n < 30; n += 1) await other.query('SELECT 1');
    await Promise.all([busy.query('SELECT pg_sleep(0.01)'), busy.query('SELECT pg_sleep(0.01)')]);
    expect(await pidOf(other)).toBe(kept);
    for (let n = 0; n < 200; n += 1) await busy.query('SELECT 1');
    await Promise.all([busy.query('SELECT pg_sleep(0.01)'), busy.query('SELECT pg_sleep(0.01)')]);
    expect(await pidOf(other)).not.toBe(kept);
  });

  it('should serve in the order of asking when as many are at work as may be', async () => {
    const broker = makeBroker({ budget: 6, atOnce: 1, briefMs: 60_000 });
    const pools = tenants.slice(0, 4).map((id) => poolOf(broker, id));
    for (const pool of pools) await pool.query('SELECT 1');
    const order: string[] = [];
    const ask = (index: number, name: string) => pools[index]?.query('SELECT 1').then(() => order.push(name));
    await Promise.all([ask(0, 'a'), ask(1, 'b'), ask(2, 'c'), ask(1, 'b again'), ask(0, 'a again'), ask(3, 'd')]);
    expect(order).toEqual(['a', 'b', 'c', 'b again', 'a again', 'd']);
  });

  it('should let nobody wait for work that takes long: it may be waiting itself', async () => {
    const broker = makeBroker({ budget: 4, atOnce: 1 });
    const held = await poolOf(broker, tenant(0)).connect();
    expect((await poolOf(broker, tenant(1)).query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    held.release();
  });

  it('should serve companies in turns: one with a long queue holds nobody up', async () => {
    const broker = makeBroker({ budget: 1 });
    const [greedy, ...others] = tenants.map((id) => poolOf(broker, id));
    let done = 0;
    const queue = Array.from({ length: 400 }, async () => {
      await greedy?.query('SELECT pg_sleep(0.003)');
      done += 1;
    });
    await until(() => done > 5);
    const finished = await Promise.all(others.map((pool) => pool.query('SELECT 1').then(() => done)));
    expect(Math.max(...finished)).toBeLessThan(200);
    await Promise.all(queue);
  });

  it('should serve all who wait for one company with the connection that is opened for the first', async () => {
    const broker = makeBroker({ budget: 1 });
    const pools = tenants.map((id) => poolOf(broker, id));
    await Promise.all(pools.flatMap((pool) => Array.from({ length: 10 }, () => pool.query('SELECT 1'))));
    expect(broker.stats().coldConnects).toBeLessThan(40);
  });

  it('should keep a part of the budget free for the role it is reserved for', async () => {
    const broker = makeBroker({ budget: 2 });
    const first = new RolePool(tenantSchema(tenant(0)), broker, { most: 1, reserved: 1 });
    const kept = await pidOf(first);
    await Promise.all([1, 2, 3, 4].map((n) => poolOf(broker, tenant(n)).query('SELECT 1')));
    expect(await pidOf(first)).toBe(kept);
  });

  it('should keep it free also while that role has no connection', async () => {
    const broker = makeBroker({ budget: 2 });
    const first = new RolePool(tenantSchema(tenant(0)), broker, { most: 1, reserved: 1 });
    (await first.connect()).release(true);
    await until(() => broker.stats().open === 0);
    const held = await poolOf(broker, tenant(1)).connect();
    const waiting = poolOf(broker, tenant(2)).query('SELECT 1 AS one');
    expect(broker.stats()).toMatchObject({ open: 1, waiting: 1 });
    expect((await first.query('SELECT 2 AS two')).rows).toEqual([{ two: 2 }]);
    held.release();
    expect((await waiting).rows).toEqual([{ one: 1 }]);
  });

  it('should not take its reserved connection in turns either', async () => {
    const broker = makeBroker({ budget: 2 });
    const first = new RolePool(tenantSchema(tenant(0)), broker, { most: 1, reserved: 1 });
    const kept = await pidOf(first);
    const held = await poolOf(broker, tenant(1)).connect();
    const waiting = poolOf(broker, tenant(2)).query('SELECT 1 AS one');
    const asked = Array.from({ length: 60 }, () => first.query('SELECT pg_backend_pid() AS pid, pg_sleep(0.003)'));
    expect(new Set((await Promise.all(asked)).map(({ rows }) => rows[0].pid))).toEqual(new Set([kept]));
    held.release();
    expect((await waiting).rows).toEqual([{ one: 1 }]);
  });

  it('K2: should refuse who waits too long, and who comes when too many wait', async () => {
    const broker = makeBroker({ budget: 1, waitMs: 50 });
    const pool = poolOf(broker, tenant(0));
    const held = await pool.connect();
    const waiting = Array.from({ length: 1001 }, () =>
      pool.query('SELECT 1').then(undefined, (error: unknown) => error),
    );
    expect(await waiting[1000]).toMatchObject({ reason: 'Too many wait for a connection.' });
    expect(await waiting[0]).toBeInstanceOf(DatabaseBusyError);
    expect((await Promise.all(waiting)).every((error) => error instanceof DatabaseBusyError)).toBe(true);
    held.release();
    expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    expect(broker.stats().waiting).toBe(0);
  });

  it('should close what nobody uses, and forget the company', async () => {
    const broker = makeBroker({ budget: 4, idleMs: 40 });
    await Promise.all(tenants.slice(0, 3).map((id) => poolOf(broker, id).query('SELECT 1')));
    expect(broker.stats().open).toBeGreaterThan(0);
    await until(() => broker.stats().open === 0 && broker.roles === 0);
    expect(await serverConnections()).toBe(0);
  });

  it('should try once for all who wait when the server refuses the login', async () => {
    const broker = makeBroker({ budget: 4 });
    const nobody = poolOf(broker, '00000000-0000-7000-8000-000000000000');
    const errors = await Promise.all(
      Array.from({ length: 20 }, () =>
        nobody.query('SELECT 1').then(undefined, (error: { code: string }) => error.code),
      ),
    );
    expect(new Set(errors)).toEqual(new Set(['28P01']));
    expect(broker.stats().coldConnects).toBeLessThanOrEqual(2);
    expect(broker.stats().open).toBe(0);
  });

  it('should go on with the connection it has when a second one cannot be had, and not ask again at once', async () => {
    let attempts = 0;
    const broker = makeBroker({
      budget: 4,
      connect: (role, onEnd) => {
        attempts += 1;
        return attempts === 1 ? connectAs(role, role, onEnd) : Promise.reject(new Error('no more of them'));
      },
    });
    const pool = poolOf(broker, tenant(0));
    await pool.query('SELECT 1');
    for (let round = 0; round < 5; round += 1) {
      const answers = await Promise.all(Array.from({ length: 20 }, () => pool.query('SELECT 1 AS one')));
      expect(answers.map(({ rows }) => rows[0].one)).toEqual(Array(20).fill(1));
    }
    expect(attempts).toBeLessThan(4);
  });

  it('should try again for who waits beside a connection that never comes back', async () => {
    let attempts = 0;
    const broker = makeBroker({
      budget: 4,
      connect: (role, onEnd) => {
        attempts += 1;
        return attempts === 2 ? Promise.reject(new Error('not now')) : connectAs(role, role, onEnd);
      },
    });
    const pool = poolOf(broker, tenant(0));
    await pool.connectForGood();
    expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    expect(broker.stats().timeouts).toBe(0);
  });

  it('should let nobody wait for a login that hangs', async () => {
    let giveUp: (error: Error) => void = () => undefined;
    const broker = makeBroker({
      budget: 4,
      atOnce: 1,
      briefMs: 10,
      connect: (role, onEnd) =>
        role === tenantSchema(tenant(1))
          ? new Promise((_resolve, reject) => {
              giveUp = reject;
            })
          : connectAs(role, role, onEnd),
    });
    const pool = poolOf(broker, tenant(0));
    await pool.query('SELECT 1');
    const hanging = poolOf(broker, tenant(1)).query('SELECT 1');
    expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    giveUp(new Error('gave up'));
    await expect(hanging).rejects.toThrow('gave up');
  });

  it('should get back a connection on which listening for changes failed', async () => {
    const broker = makeBroker({ budget: 1 });
    const pool = poolOf(broker, tenant(0));
    const feed = new ChangeFeed(
      async () => {
        const client = await pool.connectForGood();
        vi.spyOn(client, 'query').mockImplementationOnce(() => Promise.reject(new Error('not on a standby')) as never);
        return client;
      },
      () => undefined,
    );
    await feed.start();
    feed.stop();
    await until(() => broker.stats().open === 0);
  });

  it('should refuse a connection that is given back twice', async () => {
    const pool = poolOf(makeBroker(), tenant(0));
    const client = await pool.connect();
    const release = client.release;
    release();
    expect(() => release()).toThrow('given back already');
  });

  it('should refuse everybody once it has ended, and leave nothing on the server', async () => {
    const broker = makeBroker({ budget: 2 });
    const pool = poolOf(broker, tenant(0));
    const held = await pool.connect();
    const stuck = pool.query('SELECT pg_sleep(60)').catch((error: Error) => error);
    await broker.end();
    expect(await stuck).toBeInstanceOf(Error);
    await expect(pool.connect()).rejects.toBeInstanceOf(DatabaseBusyError);
    held.release();
    await until(async () => (await serverConnections()) === 0);
  });

  it('K3: should take a forgotten connection back and say where it was borrowed', async () => {
    const said = vi.spyOn(log(), 'error').mockImplementation(() => undefined);
    const broker = makeBroker({ budget: 1, leakMs: 60 });
    const pool = poolOf(broker, tenant(0));
    await forgetToRelease(pool);
    expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    expect(broker.stats().leaks).toBe(1);
    expect(JSON.stringify(said.mock.calls)).toContain('forgetToRelease');
    said.mockRestore();
  });

  it('K3: should not take back a connection that is at work, however long', async () => {
    const broker = makeBroker({ budget: 1, leakMs: 60 });
    const pool = poolOf(broker, tenant(0));
    await pool.query('SELECT pg_sleep(0.4)');
    expect(broker.stats().leaks).toBe(0);
  });

  it("C6: should go on in the waiter's own asynchronous context, not in that of whoever gave the connection back", async () => {
    const broker = makeBroker({ budget: 1 });
    const pool = poolOf(broker, tenant(0));
    const who = new AsyncLocalStorage<string>();
    const releases: (() => void)[] = [];
    await who.run('first', async () => {
      const client = await pool.connect();
      releases.push(() => client.release());
    });
    const seen: (string | undefined)[] = [];
    const waiting = [
      who.run('by promise', () =>
        pool.connect().then((client) => {
          seen.push(who.getStore());
          client.release();
        }),
      ),
      who.run(
        'by callback',
        () =>
          new Promise<void>((resolve) => {
            pool.connect((_error, _client, release) => {
              seen.push(who.getStore());
              release();
              resolve();
            });
          }),
      ),
    ];
    who.run('releaser', () => releases[0]?.());
    await Promise.all(waiting);
    expect(seen).toEqual(['by promise', 'by callback']);
  });
});

async function forgetToRelease(pool: ReturnType<typeof poolOf>): Promise<void> {
  await pool.connect();
}
