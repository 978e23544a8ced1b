import { describe, expect, it } from 'vitest';
import type { Problem } from '@/contract/errors';
import { databaseManager } from '@/database/connection';
import { asOperator, openOperator } from '@/database/owner';
import { type Answer, makeCompany } from '../support/api';
import { asSuperuser } from '../support/database';

const backends = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name LIKE 'lavoro:%'`;

describe('a connection the server ends', () => {
  it('L2: should cost the request that uses it a 503, and nothing more', async () => {
    const company = await makeCompany();
    const { owner } = company;
    // The first creation holds the counter of the series, so the second waits for it in the middle of its transaction.
    const { body: first } = await owner.call('POST', '/suppliers', { name: 'A', kind: 'YARN' });
    const held = databaseManager.getTenantDb(company.id);
    let waiting: Promise<Answer<Problem>> | undefined;
    const holder = held.transaction().execute(async (db) => {
      await db.selectFrom('numberCounters').selectAll().where('series', '=', 'supplier').forUpdate().execute();
      waiting = owner.call<Problem>('POST', '/suppliers', { name: 'B', kind: 'YARN' });
      await waitUntilBlocked();
      await asSuperuser(backends);
    });
    await expect(holder).rejects.toThrow();
    expect((await waiting)?.body.code).toBe('UNAVAILABLE');
    const { body } = await owner.call('GET', '/suppliers');
    expect(body.data.map(({ id }: { id: string }) => id)).toEqual([first.id]);
    expect((await owner.call('POST', '/suppliers', { name: 'C', kind: 'YARN' })).body.code).toBe('SUP-00002');
  });

  it('should be watched while it is in use, for an unwatched one would end the process', async () => {
    const pool = databaseManager.controlPool;
    const connection = await pool.connect();
    const watchers = connection.listenerCount('error');
    connection.release();
    expect(watchers).toBeGreaterThan(0);
  });

  it('should be replaced when it was idle', async () => {
    const { owner } = await makeCompany();
    await owner.call('GET', '/locations');
    await asSuperuser(backends);
    await asSuperuser(`SELECT 1`);
    const statuses = [];
    for (let attempt = 0; attempt < 3; attempt += 1) statuses.push((await owner.call('GET', '/locations')).status);
    expect(statuses.at(-1)).toBe(200);
  });
});

/** Until a backend of ours waits for a lock. */
async function waitUntilBlocked(): Promise<void> {
  const waiting = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  while ((await asSuperuser(waiting)).length === 0) await new Promise((resolve) => setImmediate(resolve));
}

describe('the operator’s connections', () => {
  it('should be watched while they are in use, and replaced when one is lost', async () => {
    let watchers = 0;
    const lost = asOperator(async (client) => {
      watchers = client.listenerCount('error');
      const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      await asSuperuser('SELECT pg_terminate_backend($1)', [rows[0]?.pid]);
      await client.query('SELECT pg_sleep(5)');
    });
    await expect(lost).rejects.toThrow(/terminat|not queryable/);
    expect(watchers).toBeGreaterThan(0);
    expect(await asSuperuser('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('should be replaced when they are lost while nobody uses them', async () => {
    const other = await openOperator('other');
    const idle = () =>
      other.query(`SELECT pid FROM pg_stat_activity
                   WHERE datname = current_database() AND application_name = 'lavoro:operator' AND state = 'idle'`);
    await asSuperuser('SELECT 1');
    const { rows } = await idle();
    expect(rows.length).toBeGreaterThan(0);
    await other.query('SELECT pg_terminate_backend(pid) FROM unnest($1::int[]) AS pid', [rows.map(({ pid }) => pid)]);
    await expect.poll(async () => (await idle()).rows).toEqual([]);
    await other.end();
    expect(await asSuperuser('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('should be waited for, however long those who have them take', async () => {
    const long = () => asOperator((client) => client.query(`SELECT pg_sleep(10.5)`));
    const [, , answer] = await Promise.all([long(), long(), asSuperuser('SELECT 1 AS one')]);
    expect(answer).toEqual([{ one: 1 }]);
  });

  it('should be as new for the next one who gets them', async () => {
    const pid = await asOperator(async (client) => {
      await client.query(`SET ROLE lavoro_owner; SET search_path = nowhere; SELECT pg_advisory_lock(4711)`);
      const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      return rows[0]?.pid;
    });
    const [state] = await asSuperuser(
      `SELECT pg_backend_pid() AS pid, current_user = session_user AS itself, current_setting('search_path') AS path,
              (SELECT count(*)::int FROM pg_locks WHERE locktype = 'advisory' AND objid = 4711) AS locks`,
    );
    expect(state).toEqual({ pid, itself: true, path: '"$user", public', locks: 0 });
  });

  it('should not be kept in the middle of a transaction', async () => {
    const pid = await asOperator(async (client) => {
      await client.query('BEGIN');
      const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      return rows[0]?.pid;
    });
    const open = () =>
      asSuperuser(`SELECT FROM pg_stat_activity WHERE pid = $1 AND state LIKE 'idle in transaction%'`, [pid]);
    // The server takes a moment to see that it was closed.
    await expect.poll(open).toEqual([]);
  });
});
