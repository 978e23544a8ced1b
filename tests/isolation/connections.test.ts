import { randomInt } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import { CompiledQuery, sql } from 'kysely';
import type pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { databaseManager } from '@/database/connection';
import { prepared } from '@/database/guard';
import { defineList } from '@/database/listRows';
import { listStatement } from '@/database/listStatement';
import { RolePool } from '@/database/pool';
import { tenantSchema } from '@/database/tenantName';
import { makeCompany } from '../support/api';
import { makeBroker, poolOf, until } from '../support/broker';
import { asSuperuser, connectAs, makeTenant, sqlState } from '../support/database';
import { sendsOnPurpose } from '../support/statements';

const insertStore = (tenantId: string, name: string) =>
  `INSERT INTO locations (id, tenant_id, name, location_type) VALUES (gen_random_uuid(), '${tenantId}', '${name}', 'STORE')`;

async function namesOf(tenantId: string): Promise<string[]> {
  const rows = await asSuperuser<{ name: string }>(
    `SELECT name FROM ${tenantSchema(tenantId)}.locations ORDER BY name`,
  );
  return rows.map(({ name }) => name);
}

/** Our connections that sit in a transaction without doing anything. */
async function idleInTransaction(): Promise<unknown[]> {
  return asSuperuser(
    `SELECT application_name, query FROM pg_stat_activity
     WHERE datname = current_database() AND application_name LIKE 'lavoro:tenant_%' AND state LIKE 'idle in transaction%'`,
  );
}

describe('a connection that comes back', () => {
  let a: string;
  let b: string;
  beforeAll(async () => {
    [a, b] = [await makeTenant(), await makeTenant()];
  });

  it("C3: should answer the next borrower's own question, wherever the one before left off", async () => {
    const broker = makeBroker({ budget: 2 });
    const pools = [poolOf(broker, a), poolOf(broker, b)];
    for (let n = 0; n < 300; n += 1) {
      const pool = pools[randomInt(2)];
      const client = await pool?.connect();
      const abandoned = randomInt(5);
      if (abandoned > 0)
        client?.query(`SELECT 'left behind' AS token, pg_sleep(0.00${randomInt(5)})`).catch(() => undefined);
      if (abandoned > 1) client?.query('SELECT 1 / 0').catch(() => undefined);
      if (abandoned > 2) client?.query('BEGIN').catch(() => undefined);
      if (abandoned > 3) await new Promise((resolve) => setImmediate(resolve));
      client?.release();
      const token = `token ${n}`;
      expect((await pool?.query('SELECT $1::text AS token', [token]))?.rows).toEqual([{ token }]);
    }
    expect(await idleInTransaction()).toEqual([]);
  });

  it('C4: should be free of a transaction, so that what the next one writes is there for all', async () => {
    const broker = makeBroker({ budget: 1, waitMs: 100 });
    const pool = poolOf(broker, a, 1);
    const client = await pool.connect();
    await client.query('BEGIN');
    await client.query(insertStore(a, 'never committed'));
    await expect(pool.query('SELECT 1')).rejects.toThrow();
    client.release();
    const next = await pool.connect();
    expect((next as pg.PoolClient & pg.Client).getTransactionStatus()).toBe('I');
    await next.query(insertStore(a, 'C4'));
    expect(await namesOf(a)).toEqual(['C4', 'Headquarters']);
    next.release();
  });

  it.each([
    ['the server stops the statement', `SET LOCAL statement_timeout = 200`],
    ['the caller gives up', `SELECT 1`],
  ])("C5: should not let another's COMMIT keep what was written before %s", async (_what, first) => {
    const broker = makeBroker({ budget: 1 });
    const pool = poolOf(broker, b, 1);
    const client = await pool.connect();
    await client.query('BEGIN');
    await client.query(first);
    await client.query(insertStore(b, 'C5'));
    const sleeping = client.query('SELECT pg_sleep(1)').catch((error: { code: string }) => error.code);
    if (first.startsWith('SET')) expect(await sleeping).toBe('57014');
    client.release();
    const next = await pool.connect();
    await next.query('COMMIT');
    next.release();
    expect(await namesOf(b)).not.toContain('C5');
  });

  it('C7: should not be left in a transaction when COMMIT fails: a constraint, a conflict, a lost connection', async () => {
    const schema = tenantSchema(b);
    await asSuperuser(
      `ALTER TABLE ${schema}.locations ADD CONSTRAINT one_name UNIQUE (name) DEFERRABLE INITIALLY DEFERRED`,
    );
    const db = databaseManager.getTenantDb(b);
    const duplicate = db.transaction().execute(async (trx) => {
      for (let n = 0; n < 2; n += 1) await sql.raw(insertStore(b, 'C7')).execute(trx);
    });
    await expect(duplicate).rejects.toMatchObject({ code: '23505' });
    expect(await idleInTransaction()).toEqual([]);

    const conflict = db
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute(async (trx) => {
        await trx.selectFrom('locations').select('id').execute();
        await asSuperuser(`UPDATE ${schema}.locations SET version = version + 1`);
        await trx.updateTable('locations').set({ city: 'Prato' }).execute();
      });
    await expect(conflict).rejects.toMatchObject({ code: '40001' });
    expect(await idleInTransaction()).toEqual([]);

    const lost = db.transaction().execute(async (trx) => {
      const { rows } = await sql<{ pid: number }>`SELECT pg_backend_pid() AS pid`.execute(trx);
      await sql.raw(insertStore(b, 'C7 lost')).execute(trx);
      await asSuperuser('SELECT pg_terminate_backend($1)', [rows[0]?.pid]);
    });
    await expect(lost).rejects.toThrow();
    expect(await idleInTransaction()).toEqual([]);
    expect(await namesOf(b)).toEqual(['Headquarters']);
    await asSuperuser(`ALTER TABLE ${schema}.locations DROP CONSTRAINT one_name`);
    await sql.raw(insertStore(b, 'C7 after')).execute(db);
    expect(await namesOf(b)).toEqual(['C7 after', 'Headquarters']);
  });

  it('C8: should carry nothing of one company to another: it is another connection', async () => {
    const broker = makeBroker({ budget: 1 });
    const [first, second] = [poolOf(broker, a), poolOf(broker, b)];
    const before = await first.query('SELECT pg_backend_pid() AS pid');
    await first.query(`SET application_name = 'left behind'`);
    await first.query(sendsOnPurpose('SET search_path = pg_catalog'));
    await first.query('LISTEN left_behind');
    await first.query(sendsOnPurpose('PREPARE left_behind AS SELECT 1'));
    const { rows } = await second.query(
      sendsOnPurpose(`SELECT pg_backend_pid() AS pid, session_user::text AS who, current_schema()::text AS schema,
              current_setting('application_name') AS name,
              (SELECT count(*)::int FROM pg_prepared_statements WHERE name = 'left_behind') AS statements,
              (SELECT count(*)::int FROM pg_listening_channels()) AS channels`),
    );
    const locks = `SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND pid = $1`;
    expect(await asSuperuser(locks, [rows[0].pid])).toEqual([]);
    const role = tenantSchema(b);
    expect(rows[0]).toMatchObject({
      who: role,
      schema: role,
      name: `lavoro:${role}`,
      statements: 0,
      channels: 0,
    });
    expect(rows[0].pid).not.toBe(before.rows[0].pid);
  });

  it('C10: should be kept after an ordinary error: a thousand duplicates open no new connections', async () => {
    const db = databaseManager.getTenantDb(a);
    const prisma = databaseManager.getTenantPrisma(a);
    const before = databaseManager.stats().coldConnects;
    const row = { id: (await db.selectFrom('locations').select('id').executeTakeFirstOrThrow()).id, tenantId: a };
    let refused = 0;
    for (let n = 0; n < 1000; n += 1) {
      const duplicate =
        n % 2 === 0
          ? db
              .insertInto('locations')
              .values({ ...row, name: `Again ${n}`, locationType: 'STORE' })
              .execute()
          : prisma.tenantLocation.create({ data: { ...row, name: `Again ${n}`, locationType: 'STORE' } });
      await duplicate.catch((error: { code: string }) => {
        refused += ['23505', 'P2002'].includes(error.code) ? 1 : 0;
      });
    }
    expect(refused).toBe(1000);
    expect(databaseManager.stats().coldConnects - before).toBeLessThanOrEqual(10);
  });

  it("should keep to its limits and its schema though the role's own defaults say otherwise", async () => {
    const hostile = await connectAs(a);
    for (const setting of [
      'statement_timeout = 0',
      'idle_in_transaction_session_timeout = 0',
      'search_path = pg_catalog',
    ])
      expect(await sqlState(hostile, `ALTER ROLE CURRENT_USER SET ${setting}`)).toBeUndefined();
    await hostile.end();
    const { rows } = await poolOf(makeBroker(), a).query(
      `SELECT current_setting('statement_timeout') AS statement, current_setting('search_path') AS path,
              current_setting('idle_in_transaction_session_timeout') AS idle`,
    );
    expect(rows).toEqual([{ statement: '30s', path: tenantSchema(a), idle: '15s' }]);
  });

  it('should plan a prepared statement anew when the columns under it have changed', async () => {
    const pool = poolOf(makeBroker({ budget: 1 }), a, 1);
    const text = prepared('SELECT pincode FROM locations LIMIT $1');
    await pool.query(text, [1]);
    expect((await pool.query(sendsOnPurpose('SELECT count(*)::int AS n FROM pg_prepared_statements'))).rows).toEqual([
      { n: 1 },
    ]);
    const schema = tenantSchema(a);
    await asSuperuser(`ALTER TABLE ${schema}.locations ALTER COLUMN pincode TYPE varchar(40)`);
    expect((await pool.query(text, [1])).rows).toEqual([{ pincode: null }]);
    await asSuperuser(`ALTER TABLE ${schema}.locations ALTER COLUMN pincode TYPE text`);
    expect((await pool.query(text, [1])).rows).toEqual([{ pincode: null }]);
  });
});

describe('a list', () => {
  it('should be prepared on its connection for the plain first page only, whatever callers ask', async () => {
    const { owner, id } = await makeCompany();
    for (const query of [
      '',
      '?limit=3',
      '?q=a',
      '?locationType=STORE',
      '?sort=-name',
      '?sort=name,-createdAt',
      '?isActive=true&q=x',
    ])
      expect((await owner.call('GET', `/locations${query}`)).status).toBe(200);
    const { rows } = await databaseManager
      .getTenantPool(id)
      .query<{ statement: string }>(sendsOnPurpose('SELECT statement FROM pg_prepared_statements'));
    expect(rows).toHaveLength(2);
    for (const { statement } of rows) expect(statement).not.toMatch(/WHERE/i);
  });

  it("should not be made of rows that hold a value, which would be the first caller's for everybody", () => {
    const source = { name: 'stores', sort: {}, key: [], search: [], filters: {} };
    const list = defineList(source, (db) => db.selectFrom('locations').select('id').where('name', '=', 'mine'));
    const reader = { fields: [], scope: null };
    expect(() => listStatement(list, { limit: 1, sort: [] }, reader)).toThrow('must not depend on a value');
  });

  it('should have a name of its own, by which its statements are remembered', () => {
    const source = { name: 'places', sort: {}, key: [], search: [], filters: {} };
    defineList(source, (db) => db.selectFrom('locations').select('id'));
    expect(() => defineList(source, (db) => db.selectFrom('locations').select('name'))).toThrow(
      'two lists called places',
    );
  });
});

describe('a statement', () => {
  let a: string;
  beforeAll(async () => {
    a = await makeTenant();
  });

  it.each([
    ['Prisma', (text: string) => databaseManager.getTenantPrisma(a).$queryRawUnsafe(text)],
    ['Prisma, without an answer', (text: string) => databaseManager.getTenantPrisma(a).$executeRawUnsafe(text)],
    ['Kysely', (text: string) => databaseManager.getTenantDb(a).executeQuery(CompiledQuery.raw(text))],
    ['the pool', (text: string) => databaseManager.getTenantPool(a).query(text)],
    ['a connection', (text: string) => onConnection(a, (client) => client.query({ text }))],
  ])('B5: should be one: two in a text are refused whole through %s', async (_hook, run) => {
    const before = await namesOf(a);
    await expect(run(sendsOnPurpose(`${insertStore(a, 'stacked')}; SELECT 2`))).rejects.toThrow(
      /cannot insert multiple commands into a prepared statement/,
    );
    expect(await namesOf(a)).toEqual(before);
  });

  it('B7: should read on from the cursor of its own company while others read theirs', async () => {
    const b = await makeTenant();
    for (const [id, mark] of [
      [a, 'of the first'],
      [b, 'of the second'],
    ] as const)
      await asSuperuser(
        `INSERT INTO ${tenantSchema(id)}.locations (id, tenant_id, name, location_type)
         SELECT gen_random_uuid(), '${id}', '${mark} ' || n, 'STORE' FROM generate_series(1, 50) n`,
      );
    const [first, second] = [readByCursor(a, 'of the first%'), readByCursor(b, 'of the second%')];
    const seen: [string[], string[]] = [[], []];
    for (let n = 0; n < 50; n += 1) {
      for (const [index, reader] of [first, second].entries())
        seen[index as 0 | 1].push((await reader.next()).value ?? '');
    }
    expect(new Set(seen[0].map((name) => name.replace(/\d+$/, '')))).toEqual(new Set(['of the first ']));
    expect(new Set(seen[1].map((name) => name.replace(/\d+$/, '')))).toEqual(new Set(['of the second ']));
    await Promise.all([first.return(undefined), second.return(undefined)]);
  });
});

describe("Prisma's clients", () => {
  it('C9: should leave no listeners behind, a thousand on one pool', async () => {
    const warnings: Error[] = [];
    const note = (warning: Error) => warnings.push(warning);
    process.on('warning', note);
    const pool = poolOf(makeBroker(), await makeTenant());
    for (let n = 0; n < 1000; n += 1) {
      const adapter = await new PrismaPg(pool, { schema: pool.role }).connect();
      await adapter.queryRaw({ sql: 'SELECT 1', args: [], argTypes: [] });
      await adapter.dispose();
    }
    expect(pool.listenerCount('error')).toBe(0);
    const client = await pool.connect();
    expect(client.listenerCount('error')).toBeLessThanOrEqual(2);
    client.release();
    process.off('warning', note);
    expect(warnings).toEqual([]);
  });

  it('C9: should be few at a time, and one that was put away should still finish what it is asked', async () => {
    const tenantId = await makeTenant();
    const first = databaseManager.getTenantPrisma(tenantId);
    expect(databaseManager.getTenantPrisma(tenantId)).toBe(first);
    expect(await first.tenantLocation.count()).toBe(1);
    const underWay = first.tenantLocation.count();
    const disposed = vi.spyOn(RolePool.prototype, 'removeListener');
    for (let n = 0; n < 60; n += 1) databaseManager.getTenantPrisma(uuidv7());
    expect(databaseManager.getTenantPrisma(tenantId)).not.toBe(first);
    expect(await underWay).toBe(1);
    await until(() => disposed.mock.calls.some(([event]) => event === 'error'));
    disposed.mockRestore();
    expect(await first.tenantLocation.count()).toBe(1);
    expect(databaseManager.getTenantPool(tenantId).listenerCount('error')).toBe(0);
  });
});

async function onConnection<T>(tenantId: string, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await databaseManager.getTenantPool(tenantId).connect();
  try {
    return await work(client);
  } finally {
    client.release();
  }
}

/** The names that match, one at a time, from a cursor of the server. */
async function* readByCursor(tenantId: string, pattern: string): AsyncGenerator<string, void> {
  const client = await databaseManager.getTenantPool(tenantId).connect();
  try {
    await client.query('BEGIN');
    await client.query(
      sendsOnPurpose(`DECLARE names CURSOR FOR SELECT name FROM locations WHERE name LIKE '${pattern}'`),
    );
    while (true) {
      const { rows } = await client.query<{ name: string }>(sendsOnPurpose('FETCH 1 FROM names'));
      if (!rows[0]) return;
      yield rows[0].name;
    }
  } finally {
    client.release();
  }
}
