import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { signAccessToken } from '@/auth/sessions/tokens';
import { config } from '@/config';
import { openClient } from '@/database/client';
import { databaseManager } from '@/database/connection';
import * as changes from '@/tenants/companies/changes.service';
import * as deletion from '@/tenants/companies/deletion.service';
import { client, makeCompany, sessionFor, tokenFor } from '../support/api';
import { until } from '../support/broker';
import { asSuperuser, makeTenant, makeUser } from '../support/database';
import { auditOf, eventsOf, forgetDeletions, lastEvent, slugOf } from '../support/leavingCompany';
import { makeKey } from '../support/people';

const ANNA = 'cli:anna';
const BRUNO = 'cli:bruno';

type TenantRow = { slug: string; status: string; name: string; purge_after: Date | null };
const rowOf = async (id: string) =>
  (await asSuperuser<TenantRow>('SELECT slug, status, name, purge_after FROM tenants WHERE id = $1', [id]))[0];

describe('a company that is being deleted', () => {
  beforeAll(forgetDeletions);

  it('A7, D3: should refuse live tokens and end every session in it, refresh tokens too', async () => {
    await forgetDeletions();
    const { id, owner, ownerId } = await makeCompany();
    const { id: sessionId, refreshToken } = await sessionFor(ownerId, id);
    const other = client(await signAccessToken({ userId: ownerId, sessionId, tenantId: id }));
    const elsewhere = client(await tokenFor(ownerId, null));
    for (const caller of [owner, other]) expect((await caller.call('GET', '/locations')).status).toBe(200);
    const asked = await owner.call('POST', '/tenants/current/actions/delete', { slug: await slugOf(id) });
    expect([asked.status, asked.body]).toEqual([
      200,
      { id, slug: await slugOf(id), status: 'DELETING', purgeAfter: expect.any(String) },
    ]);
    expect(asked.headers.get('set-cookie')).toContain('Max-Age=0');
    for (const caller of [owner, other]) {
      await until(async () => (await caller.call('GET', '/locations')).status !== 200);
      const refused = await caller.call('GET', '/locations');
      expect([refused.status, refused.body.detail]).toEqual([403, 'This company is being deleted.']);
      expect((await caller.call('GET', '/auth/me')).status).toBe(401);
    }
    expect(await asSuperuser('SELECT id FROM sessions WHERE tenant_id = $1 AND revoked_at IS NULL', [id])).toEqual([]);
    expect((await client().call('POST', '/auth/refresh', { refreshToken })).status).toBe(401);
    expect((await elsewhere.call('GET', '/tenants')).body.data).toMatchObject([{ id, status: 'DELETING' }]);
    expect((await auditOf(id)).at(-1)).toMatchObject({ action: 'ask-deletion', actor: ownerId });
    expect(await lastEvent(id)).toMatchObject({ event: 'deletion-asked', actor: `user:${ownerId}` });
  });

  it('N7: should need its own slug typed, and change nothing with another', async () => {
    const { id, owner } = await makeCompany();
    const refused = await owner.call('POST', '/tenants/current/actions/delete', { slug: 'another-one' });
    expect([refused.status, refused.body.errors[0].path]).toEqual([422, 'slug']);
    expect([(await rowOf(id))?.status, await auditOf(id)]).toEqual(['ACTIVE', []]);
  });

  it('N7: should be kept for the days of grace, and wait for a second person', async () => {
    await forgetDeletions();
    const id = await makeTenant();
    const slug = await slugOf(id);
    const { purgeAfter } = await deletion.askDeletion(id, slug, ANNA);
    const days = (new Date(purgeAfter).getTime() - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(29.9);
    expect(days).toBeLessThan(30.1);
    await expect(deletion.agreeToDeletion(id, slug, ANNA)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(deletion.agreeToDeletion(id, 'another', BRUNO)).rejects.toMatchObject({ code: 'RULE_VIOLATED' });
    await deletion.agreeToDeletion(id, slug, BRUNO);
    await expect(deletion.agreeToDeletion(id, slug, 'cli:carla')).rejects.toMatchObject({ code: 'INVALID_STATE' });
    expect((await eventsOf(id)).map(({ event, actor }) => [event, actor])).toEqual([
      ['created', expect.any(String)],
      ['deletion-asked', ANNA],
      ['deletion-agreed', BRUNO],
    ]);
  });

  it('N7: should not be agreed to by the one who asked, whatever writes the row', async () => {
    await forgetDeletions();
    const id = await makeTenant();
    await deletion.askDeletion(id, await slugOf(id), ANNA);
    const alone = databaseManager.control.updateTable('tenants').set({ deletionAgreedBy: ANNA }).where('id', '=', id);
    await expect(alone.execute()).rejects.toMatchObject({ constraint: 'tenants_deletion_check' });
  });

  it('N7: should be refused beyond five companies in 24 hours, also when they are asked for at once', async () => {
    await forgetDeletions();
    const ids = await Promise.all(Array.from({ length: 8 }, () => makeTenant()));
    const asked = await Promise.allSettled(ids.map(async (id) => deletion.askDeletion(id, await slugOf(id), ANNA)));
    const refused = asked.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
    expect(refused).toHaveLength(3);
    for (const reason of refused)
      expect(reason).toMatchObject({ code: 'RULE_VIOLATED', message: expect.stringContaining('last 24 hours') });
    // Withdrawing makes no room: it would make the limit no limit.
    const [done = ''] = ids.filter((_, index) => asked[index]?.status === 'fulfilled');
    const [waiting = ''] = ids.filter((_, index) => asked[index]?.status === 'rejected');
    await deletion.withdrawDeletion(done, ANNA);
    const again = deletion.askDeletion(waiting, await slugOf(waiting), BRUNO);
    await expect(again).rejects.toMatchObject({ code: 'RULE_VIOLATED' });
    await forgetDeletions();
    await deletion.askDeletion(waiting, await slugOf(waiting), BRUNO);
  });

  it('N7: should be counted for each person apart: nobody uses up what other companies or the operator may ask', async () => {
    await forgetDeletions();
    const busy = await makeUser();
    const ask = async (userId: string, id: string) =>
      client(await tokenFor(userId, id)).call('POST', '/tenants/current/actions/delete', { slug: await slugOf(id) });
    const statuses = [];
    for (let count = 0; count < 6; count += 1)
      statuses.push((await ask(busy, await makeTenant({ userId: busy }))).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 422]);
    const calm = await makeUser();
    expect((await ask(calm, await makeTenant({ userId: calm }))).status).toBe(200);
    const byCommand = await makeTenant();
    await deletion.askDeletion(byCommand, await slugOf(byCommand), ANNA);
  });

  it('N7: should be counted by who asks at the same moment', async () => {
    await forgetDeletions();
    const ids = [await makeTenant(), await makeTenant()];
    const { TENANT_MAX_DELETIONS } = config();
    Object.assign(config(), { TENANT_MAX_DELETIONS: 1 });
    // Both are on their way before either is done.
    const held = await openClient({ connectionString: process.env.DATABASE_URL });
    await held.query('BEGIN; LOCK TABLE sessions IN SHARE ROW EXCLUSIVE MODE');
    const asked = Promise.allSettled(ids.map(async (id) => deletion.askDeletion(id, await slugOf(id), ANNA)));
    const waiting = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    await until(async () => (await asSuperuser(waiting)).length === 2);
    await held.query('COMMIT');
    await held.end();
    expect((await asked).map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    Object.assign(config(), { TENANT_MAX_DELETIONS });
  });

  it('D3: should be restored with its people and all it holds, as open or suspended as it was', async () => {
    await forgetDeletions();
    for (const status of ['ACTIVE', 'SUSPENDED'] as const) {
      const company = await makeCompany();
      await company.owner.call('POST', '/suppliers', { name: 'Filatura', kind: 'YARN' });
      const manager = await makeUser();
      const row = { id: uuidv7(), userId: manager, tenantId: company.id, role: 'MANAGER' };
      await databaseManager.control.insertInto('userTenants').values(row).execute();
      const { caller: key } = await makeKey(company, ['partners:read']);
      if (status === 'SUSPENDED') await changes.suspendCompany(company.id, 'Unpaid', ANNA);
      await deletion.askDeletion(company.id, await slugOf(company.id), ANNA);
      await deletion.agreeToDeletion(company.id, await slugOf(company.id), BRUNO);
      expect(await deletion.withdrawDeletion(company.id, BRUNO)).toBe(status);
      expect(await rowOf(company.id)).toMatchObject({ status, purge_after: null });
      if (status === 'SUSPENDED') await changes.resumeCompany(company.id, ANNA);
      const caller = client(await tokenFor(manager, company.id));
      expect((await caller.call('GET', '/suppliers')).body.data).toMatchObject([{ name: 'Filatura' }]);
      await until(async () => (await key.call('GET', '/suppliers')).status === 200);
      expect(await lastEvent(company.id)).toBeDefined();
    }
  });

  it('should be changed no more, and not restored when nobody asked', async () => {
    await forgetDeletions();
    const id = await makeTenant();
    await expect(deletion.withdrawDeletion(id, ANNA)).rejects.toMatchObject({ code: 'INVALID_STATE' });
    await expect(deletion.agreeToDeletion(id, await slugOf(id), ANNA)).rejects.toMatchObject({ code: 'INVALID_STATE' });
    const slug = await slugOf(id);
    await deletion.askDeletion(id, slug, ANNA);
    for (const attempt of [
      () => deletion.askDeletion(id, slug, BRUNO),
      () => changes.renameCompany(id, { name: 'New' }, ANNA),
      () => changes.changeSlug(id, `${slug}-new`, ANNA),
      () => changes.suspendCompany(id, 'Unpaid', ANNA),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: 'INVALID_STATE' });
  });
});
