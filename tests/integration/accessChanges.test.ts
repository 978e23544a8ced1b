import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { sessionAccess } from '@/auth/access/access';
import { type Change, changeHash } from '@/database/changes';
import { databaseManager } from '@/database/connection';
import { client, tokenFor } from '../support/api';
import { until } from '../support/broker';
import { knowKey } from '../support/canary';
import { asSuperuser, makeTenant, makeUser } from '../support/database';

/**
 * Each change is made on a connection of the superuser, as another process or a person at psql would. What is remembered
 * lives for five seconds; the answer is asked for as soon as the change was heard of.
 */
describe('what another process changes', () => {
  const heard: Change[] = [];
  beforeAll(async () => {
    databaseManager.onChange((change) => heard.push(change));
    await until(() => heard.some(({ kind }) => kind === 'all'));
  });

  async function signedIn() {
    const userId = await makeUser();
    const tenantId = await makeTenant({ userId });
    const token = await tokenFor(userId, tenantId);
    const caller = client(token);
    expect((await caller.call('GET', '/locations')).status).toBe(200);
    return { userId, tenantId, caller };
  }

  async function change(
    kind: 'session' | 'user' | 'tenant',
    id: string,
    sql: string,
    values: unknown[],
  ): Promise<void> {
    const since = heard.length;
    await asSuperuser(sql, values);
    const hash = changeHash(id);
    await until(() => heard.slice(since).some((each) => each.kind === kind && each.hash === hash));
  }

  it.each([
    ['suspended', `UPDATE tenants SET status = 'SUSPENDED' WHERE id = $1`],
    [
      'being deleted',
      `UPDATE tenants SET status = 'DELETING', deletion_asked_by = 'cli:anna', deletion_asked_at = now(), purge_after = now()
       WHERE id = $1`,
    ],
    ['inactive', `UPDATE tenants SET is_active = false WHERE id = $1`],
  ])('A7: should let nobody into a company that is %s, from the next request on', async (_what, sql) => {
    const { tenantId, caller } = await signedIn();
    await change('tenant', tenantId, sql, [tenantId]);
    expect((await caller.call('GET', '/locations')).status).toBe(403);
    const open = `UPDATE tenants SET status = 'ACTIVE', is_active = true, deletion_asked_by = NULL, deletion_asked_at = NULL,
      purge_after = NULL WHERE id = $1`;
    await change('tenant', tenantId, open, [tenantId]);
    expect((await caller.call('GET', '/locations')).status).toBe(200);
  });

  it.each([
    ['inactive', `UPDATE user_tenants SET is_active = false WHERE user_id = $1`],
    ['gone', `DELETE FROM user_tenants WHERE user_id = $1`],
  ])('should let nobody in whose membership is %s', async (_what, sql) => {
    const { userId, caller } = await signedIn();
    await change('user', userId, sql, [userId]);
    expect((await caller.call('GET', '/locations')).status).toBe(403);
  });

  it('should know a new role at the next request', async () => {
    const { userId, caller } = await signedIn();
    await change('user', userId, `UPDATE user_tenants SET role = 'EMPLOYEE' WHERE user_id = $1`, [userId]);
    const { status } = await caller.call('POST', '/locations', { name: 'Annex', locationType: 'STORE' });
    expect(status).toBe(403);
  });

  it('H2: should know that a role of the company was given, changed and taken away', async () => {
    const { userId, tenantId, caller } = await signedIn();
    const roleId = uuidv7();
    await asSuperuser(
      `INSERT INTO custom_roles (id, tenant_id, name, permissions) VALUES ($1, $2, 'Clerk', '{partners:read}')`,
      [roleId, tenantId],
    );
    await change('user', userId, `UPDATE user_tenants SET role = 'EMPLOYEE' WHERE user_id = $1`, [userId]);
    const status = async (path: string) => (await caller.call('GET', path)).status;
    expect([await status('/locations'), await status('/finance/transactions')]).toEqual([200, 403]);
    await change('user', userId, 'UPDATE user_tenants SET custom_role_id = $2 WHERE user_id = $1', [userId, roleId]);
    expect([await status('/locations'), await status('/finance/transactions')]).toEqual([403, 403]);
    const set = 'UPDATE custom_roles SET permissions = $2 WHERE id = $1';
    await change('tenant', tenantId, set, [roleId, ['finance:read']]);
    expect([await status('/locations'), await status('/finance/transactions')]).toEqual([403, 200]);
    await change('user', userId, 'UPDATE user_tenants SET custom_role_id = NULL WHERE user_id = $1', [userId]);
    expect([await status('/locations'), await status('/finance/transactions')]).toEqual([200, 403]);
  });

  it('H2: should know the locations somebody works at now', async () => {
    const { userId, caller } = await signedIn();
    const set = `UPDATE user_tenants SET role = 'MANAGER', location_ids = $2 WHERE user_id = $1`;
    await change('user', userId, set, [userId, []]);
    expect((await caller.call('GET', '/locations')).body.data).toEqual([]);
    await change('user', userId, set, [userId, null]);
    expect((await caller.call('GET', '/locations')).body.data).toHaveLength(1);
  });

  it.each([
    ['revoked', `UPDATE api_keys SET revoked_at = now() WHERE id = $1`],
    ['expired', `UPDATE api_keys SET expires_at = now() - interval '1 second' WHERE id = $1`],
    ['gone', `DELETE FROM api_keys WHERE id = $1`],
  ])('H2: should let no key in that is %s', async (_what, sql) => {
    const { tenantId, caller } = await signedIn();
    const body = { name: 'Scales', permissions: ['locations:read'] };
    const made = (await caller.call('POST', '/tenants/current/api-keys', body)).body;
    knowKey(made.key, tenantId);
    const key = client(made.key);
    expect((await key.call('GET', '/locations')).status).toBe(200);
    await change('tenant', tenantId, sql, [made.id]);
    expect((await key.call('GET', '/locations')).status).toBe(401);
  });

  it('H2: should know what a key may do now', async () => {
    const { tenantId, caller } = await signedIn();
    const body = { name: 'Scales', permissions: ['locations:read'] };
    const made = (await caller.call('POST', '/tenants/current/api-keys', body)).body;
    knowKey(made.key, tenantId);
    const key = client(made.key);
    expect((await key.call('GET', '/locations')).body.data).toHaveLength(1);
    await change('tenant', tenantId, `UPDATE api_keys SET location_ids = '{}' WHERE id = $1`, [made.id]);
    expect((await key.call('GET', '/locations')).body.data).toEqual([]);
    await change('tenant', tenantId, `UPDATE api_keys SET permissions = '{}' WHERE id = $1`, [made.id]);
    expect((await key.call('GET', '/locations')).status).toBe(403);
  });

  it('should say nothing of a key that was only used', async () => {
    const { tenantId, caller } = await signedIn();
    const body = { name: 'Scales', permissions: ['locations:read'] };
    await caller.call('POST', '/tenants/current/api-keys', body);
    const since = heard.length;
    await asSuperuser('UPDATE api_keys SET last_used_at = now() WHERE tenant_id = $1', [tenantId]);
    const marker = await makeUser();
    await change('user', marker, `UPDATE users SET is_active = false WHERE id = $1`, [marker]);
    expect(heard.slice(since).filter(({ kind }) => kind === 'tenant')).toEqual([]);
  });

  it('should know a membership that comes back', async () => {
    const { userId, tenantId, caller } = await signedIn();
    await change('user', userId, `DELETE FROM user_tenants WHERE user_id = $1`, [userId]);
    expect((await caller.call('GET', '/locations')).status).toBe(403);
    const again = `INSERT INTO user_tenants (id, user_id, tenant_id, role) VALUES ($1, $2, $3, 'OWNER')`;
    await change('user', userId, again, [uuidv7(), userId, tenantId]);
    expect((await caller.call('GET', '/locations')).status).toBe(200);
  });

  it.each([
    ['ended', `DELETE FROM sessions WHERE id = $1`],
    ['cut short', `UPDATE sessions SET expires_at = now() - interval '1 second' WHERE id = $1`],
  ])('should end a session that was %s', async (_what, sql) => {
    const { userId, caller } = await signedIn();
    const [session] = await asSuperuser<{ id: string }>('SELECT id FROM sessions WHERE user_id = $1', [userId]);
    await change('session', session?.id ?? '', sql, [session?.id]);
    expect((await caller.call('GET', '/locations')).status).toBe(401);
  });

  it.each([['inactive', `UPDATE users SET is_active = false WHERE id = $1`]])(
    'should end the sessions of a user who is %s',
    async (_what, sql) => {
      const { userId, caller } = await signedIn();
      await change('user', userId, sql, [userId]);
      expect((await caller.call('GET', '/locations')).status).toBe(401);
    },
  );

  it('should say nothing of a session that only lives on', async () => {
    const { userId } = await signedIn();
    const [session] = await asSuperuser<{ id: string }>('SELECT id FROM sessions WHERE user_id = $1', [userId]);
    const since = heard.length;
    await asSuperuser(
      `UPDATE sessions SET refresh_token = 'other', expires_at = expires_at + interval '1 day' WHERE id = $1`,
      [session?.id],
    );
    const marker = await makeUser();
    await change('user', marker, `UPDATE users SET is_active = false WHERE id = $1`, [marker]);
    expect(heard.slice(since).filter(({ kind }) => kind === 'session')).toEqual([]);
  });

  it('should not tell who listens whom it is about', async () => {
    const { tenantId } = await signedIn();
    const since = heard.length;
    await change('tenant', tenantId, `UPDATE tenants SET name = 'Other' WHERE id = $1`, [tenantId]);
    expect(JSON.stringify(heard.slice(since))).not.toContain(tenantId);
  });

  it('should forget everything when the connection that listens is lost, and listen again', async () => {
    const { tenantId, caller } = await signedIn();
    const since = heard.length;
    const cut = `SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
      WHERE datname = current_database() AND query LIKE 'LISTEN%'`;
    expect(await asSuperuser(cut)).toHaveLength(1);
    await asSuperuser(`UPDATE tenants SET status = 'SUSPENDED' WHERE id = $1`, [tenantId]);
    await until(() => heard.slice(since).some(({ kind }) => kind === 'all'));
    expect((await caller.call('GET', '/locations')).status).toBe(403);
    await until(() => heard.slice(since).filter(({ kind }) => kind === 'all').length >= 2);
    await change('tenant', tenantId, `UPDATE tenants SET status = 'ACTIVE' WHERE id = $1`, [tenantId]);
    expect((await caller.call('GET', '/locations')).status).toBe(200);
  });

  it('should not remember what it read before a change that was heard of before the answer came', async () => {
    const { userId } = await signedIn();
    const [session] = await asSuperuser<{ id: string }>('SELECT id FROM sessions WHERE user_id = $1', [userId]);
    const id = session?.id ?? '';
    const setRole = `UPDATE user_tenants SET role = $2 WHERE user_id = $1`;
    await change('user', userId, setRole, [userId, 'MANAGER']);
    const pool = databaseManager.controlPool;
    const query = pool.query.bind(pool) as (text: string, values: unknown[]) => Promise<unknown>;
    const late = vi.spyOn(pool, 'query').mockImplementationOnce((async (text: string, values: unknown[]) => {
      const answer = await query(text, values);
      await change('user', userId, setRole, [userId, 'EMPLOYEE']);
      return answer;
    }) as never);
    expect((await sessionAccess(id))?.tenant?.role).toBe('MANAGER');
    late.mockRestore();
    expect((await sessionAccess(id))?.tenant?.role).toBe('EMPLOYEE');
  });
});
