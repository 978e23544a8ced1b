import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Permission } from '@/contract/permissions';
import { databaseManager } from '@/database/connection';
import { addMember } from '@/tenants/people/members.service';
import { type Client, type Company, client, makeCompany, codeOf as problemOf, tokenFor } from '../support/api';
import { until } from '../support/broker';
import { asSuperuser, makeTenant } from '../support/database';
import { makeKey, makeRole } from '../support/people';
import { makePerson, PASSWORD } from '../support/sessions';
import { codeOf, makePersonWithTotp } from '../support/totp';

const ASK = '/tenants/current/actions/require-second-factor';

/** A company whose owner has a second factor, and somebody in it without. */
async function makeMill() {
  const owner = await makePersonWithTotp();
  const tenantId = await makeTenant({ userId: owner.id });
  const member = await makePerson();
  await asSuperuser(`INSERT INTO user_tenants (id, user_id, tenant_id, role) VALUES ($1, $2, $3, 'MANAGER')`, [
    uuidv7(),
    member.id,
    tenantId,
  ]);
  return {
    tenantId,
    owner: client(await tokenFor(owner.id, tenantId)),
    member,
    caller: client(await tokenFor(member.id, tenantId)),
  };
}

const statusOf = async (by: Client) => (await by.call('GET', '/locations')).status;
const refused = async (by: Client) => {
  const answer = await by.call('GET', '/locations');
  return [answer.status, problemOf(answer)];
};

describe('a company that asks for a second factor', () => {
  let mill: Awaited<ReturnType<typeof makeMill>>;
  beforeAll(async () => {
    // Heard of at once, as in a process that has been at work.
    databaseManager.onChange(() => undefined);
    mill = await makeMill();
  });

  it('should let nobody in without one, from the next request on, and tell why', async () => {
    expect([await statusOf(mill.owner), await statusOf(mill.caller)]).toEqual([200, 200]);
    const answer = await mill.owner.call('POST', ASK, { required: true });
    expect([answer.status, answer.body.secondFactorRequired]).toEqual([200, true]);
    await until(async () => (await statusOf(mill.caller)) === 403);
    expect(await refused(mill.caller)).toEqual([403, 'SECOND_FACTOR_REQUIRED']);
    expect(await statusOf(mill.owner)).toBe(200);
  });

  it('should leave everybody their account, and every way to turn one on', async () => {
    expect((await mill.caller.call('GET', '/auth/me')).status).toBe(200);
    const { secret } = (await mill.caller.call('POST', '/auth/totp/enroll', { password: PASSWORD })).body;
    expect(await refused(mill.caller)).toEqual([403, 'SECOND_FACTOR_REQUIRED']);
    await mill.caller.call('POST', '/auth/totp/confirm', { code: codeOf(secret) });
    await until(async () => (await statusOf(mill.caller)) === 200);
  });

  it('should shut out whoever turns theirs off', async () => {
    const [row] = await asSuperuser<{ userId: string }>(
      'SELECT user_id AS "userId" FROM totp_secrets WHERE user_id = $1',
      [mill.member.id],
    );
    expect(row).toBeDefined();
    await asSuperuser('DELETE FROM totp_secrets WHERE user_id = $1', [mill.member.id]);
    await until(async () => (await statusOf(mill.caller)) === 403);
  });

  it('should not concern other companies of the same person, nor programs', async () => {
    const elsewhere = await makeTenant({ userId: mill.member.id });
    expect(await statusOf(client(await tokenFor(mill.member.id, elsewhere)))).toBe(200);
    const company = { id: mill.tenantId, owner: mill.owner } as Company;
    expect(await statusOf((await makeKey(company, ['locations:read'])).caller)).toBe(200);
  });

  it('should be told in its audit log and its events', async () => {
    const { body } = await mill.owner.call('GET', '/tenants/current/audit?action=require-second-factor');
    expect(body.data).toEqual([
      expect.objectContaining({
        before: expect.objectContaining({ secondFactorRequired: false }),
        after: expect.objectContaining({ secondFactorRequired: true }),
      }),
    ]);
    const events = await asSuperuser(`SELECT detail FROM tenant_events WHERE tenant_id = $1 AND event = $2`, [
      mill.tenantId,
      'second-factor-asked',
    ]);
    expect(events).toEqual([{ detail: { required: true } }]);
  });

  it('should let everybody in again who was let in before, once it asks no longer', async () => {
    expect((await mill.owner.call('POST', ASK, { required: false })).body.secondFactorRequired).toBe(false);
    await until(async () => (await statusOf(mill.caller)) === 200);
  });
});

describe('asking for it', () => {
  it('should be refused to whoever has none: nobody shuts themselves out', async () => {
    const { owner } = await makeCompany();
    const answer = await owner.call('POST', ASK, { required: true });
    expect([answer.status, problemOf(answer)]).toEqual([409, 'INVALID_STATE']);
    expect((await owner.call('GET', '/tenants/current')).body.secondFactorRequired).toBe(false);
  });

  it('should be refused to whoever may change what the company says of itself, and be given by its own permission', async () => {
    const mill = await makeMill();
    const person = await makePersonWithTotp();
    await addMember(mill.tenantId, person.id, 'EMPLOYEE', 'cli:anna');
    const caller = client(await tokenFor(person.id, mill.tenantId));
    const ask = async (permissions: readonly Permission[]) => {
      const { id: customRoleId } = await makeRole(mill.owner, permissions);
      const access = `/tenants/current/members/${person.id}/access`;
      expect((await mill.owner.call('PATCH', access, { customRoleId })).status).toBe(200);
      return (await caller.call('POST', ASK, { required: true })).status;
    };
    expect(await ask(['tenant:read', 'tenant:update'])).toBe(403);
    expect(await ask(['tenant:read', 'security:manage'])).toBe(200);
  });

  it('should be refused to keys and to who may not change the company', async () => {
    const mill = await makeMill();
    expect((await mill.caller.call('POST', ASK, { required: true })).status).toBe(403);
    const key = await makeKey({ id: mill.tenantId, owner: mill.owner } as Company, ['tenant:update']);
    expect((await key.caller.call('POST', ASK, { required: true })).status).toBe(403);
    expect((await mill.owner.call('GET', '/tenants/current')).body.secondFactorRequired).toBe(false);
  });
});
