import { describe, expect, it } from 'vitest';
import { disableAccount, findAccount } from '@/auth/accounts/accounts.service';
import { openClient } from '@/database/client';
import { addMember, removeMember } from '@/tenants/people/members.service';
import { until } from '../support/broker';
import { asSuperuser, makeTenant, makeUser } from '../support/database';

const ANNA = 'cli:anna';
const ownersOf = (id: string) =>
  asSuperuser(`SELECT user_id FROM user_tenants WHERE tenant_id = $1 AND role = 'OWNER' AND is_active`, [id]);

async function disable(userId: string): Promise<void> {
  const account = await findAccount(userId);
  if (account) await disableAccount(account);
}

describe('the members of a company', () => {
  it('should include an owner, also when two owners are taken away at once', async () => {
    const [first, second] = [await makeUser(), await makeUser()];
    const id = await makeTenant({ userId: first });
    await addMember(id, second, 'OWNER', ANNA);
    // Both are on their way before either is done.
    const held = await openClient({ connectionString: process.env.DATABASE_URL });
    await held.query('BEGIN; LOCK TABLE sessions IN SHARE ROW EXCLUSIVE MODE');
    const removals = Promise.allSettled([removeMember(id, first, ANNA), removeMember(id, second, ANNA)]);
    const waiting = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    await until(async () => (await asSuperuser(waiting)).length === 2);
    await held.query('COMMIT');
    await held.end();
    const removed = await removals;
    expect(removed.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await ownersOf(id)).toHaveLength(1);
  });

  it('should not count an owner who is not let in', async () => {
    const [first, second] = [await makeUser(), await makeUser()];
    const id = await makeTenant({ userId: first });
    await addMember(id, second, 'OWNER', ANNA);
    await asSuperuser('UPDATE users SET is_active = false WHERE id = $1', [second]);
    await expect(removeMember(id, first, ANNA)).rejects.toMatchObject({ code: 'RULE_VIOLATED' });
    await expect(addMember(id, first, 'MANAGER', ANNA)).rejects.toMatchObject({ code: 'RULE_VIOLATED' });
  });

  it('should keep an owner who leaves while the other one is being disabled', async () => {
    const [first, second] = [await makeUser(), await makeUser()];
    const id = await makeTenant({ userId: first });
    await addMember(id, second, 'OWNER', ANNA);
    const held = await openClient({ connectionString: process.env.DATABASE_URL });
    await held.query('BEGIN');
    await held.query('UPDATE users SET is_active = false WHERE id = $1', [second]);
    const removal = Promise.allSettled([removeMember(id, first, ANNA)]);
    const waiting = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    await until(async () => (await asSuperuser(waiting)).length === 1).finally(async () => {
      await held.query('COMMIT');
      await held.end();
    });
    expect(await removal).toMatchObject([{ status: 'rejected', reason: { code: 'RULE_VIOLATED' } }]);
    expect(await ownersOf(id)).toHaveLength(2);
  });

  it('should include an owner who is let in, also when one is disabled while the other one leaves', async () => {
    for (let round = 0; round < 8; round += 1) {
      const [first, second] = [await makeUser(), await makeUser()];
      const id = await makeTenant({ userId: first });
      await addMember(id, second, 'OWNER', ANNA);
      const rival = round % 2 === 0 ? removeMember(id, first, ANNA) : disable(first);
      const both = await Promise.allSettled([rival, disable(second)]);
      expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'RULE_VIOLATED' } });
    }
  });

  it('should have one back whose membership had been stopped', async () => {
    const [owner, other] = [await makeUser(), await makeUser()];
    const id = await makeTenant({ userId: owner });
    await addMember(id, other, 'MANAGER', ANNA);
    await asSuperuser('UPDATE user_tenants SET is_active = false WHERE user_id = $1', [other]);
    expect(await addMember(id, other, 'EMPLOYEE', ANNA)).toBeUndefined();
    const rows = await asSuperuser('SELECT role, is_active FROM user_tenants WHERE user_id = $1', [other]);
    expect(rows).toEqual([{ role: 'EMPLOYEE', is_active: true }]);
  });
});
