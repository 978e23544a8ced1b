import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { ROLES, type Role } from '@/contract/enums';
import { tenantSchema } from '@/database/tenantName';
import { type Company, makeCompany } from '../support/api';
import { asSuperuser, makeUser } from '../support/database';
import { auditOf, eventsOf, lastEvent } from '../support/leavingCompany';
import { makeKey, makePerson, makeRole } from '../support/people';
import { type Person, personIn, rolesIn } from '../support/staff';
import { atOnce, refusal } from './support';

const path = '/tenants/current/members';
const change = (by: Person | Company, userId: string, body: object) =>
  callerOf(by).call('PATCH', `${path}/${userId}`, body);
const remove = (by: Person | Company, userId: string) => callerOf(by).call('DELETE', `${path}/${userId}`);
const callerOf = (by: Person | Company) => ('caller' in by ? by.caller : by.owner);

describe('the people of a company', () => {
  it('should be listed to those who lead it, owners first, and to nobody else', async () => {
    const company = await makeCompany();
    const people = await Promise.all(ROLES.map((role) => personIn(company.id, role)));
    for (const { caller, userId } of people) {
      const { status, body } = await caller.call('GET', path);
      const role = (await rolesIn(company.id))[userId];
      expect([role, status]).toEqual([role, role === 'EMPLOYEE' ? 403 : 200]);
      if (status !== 200) continue;
      expect(body.data.map((each: { role: Role }) => each.role)).toEqual(['OWNER', ...ROLES]);
      expect(body.data[0]).toEqual({
        userId: expect.any(String),
        firstName: 'Anna',
        lastName: 'Conti',
        email: expect.stringContaining('@'),
        phone: null,
        role: 'OWNER',
        customRole: null,
        locationIds: null,
        memberSince: expect.any(String),
        version: 1,
      });
    }
  });

  it('should be those of this company alone', async () => {
    const [company, other] = [await makeCompany(), await makeCompany()];
    const theirs = await personIn(other.id, 'MANAGER');
    const both = await personIn(other.id, 'EMPLOYEE');
    await personIn(company.id, 'MANAGER', both.userId);
    const { body } = await company.owner.call('GET', path);
    expect(body.data.map((each: { userId: string }) => each.userId)).toEqual([company.ownerId, both.userId]);
    expect((await change(company, theirs.userId, { role: 'EMPLOYEE' })).status).toBe(404);
    expect((await remove(company, theirs.userId)).status).toBe(404);
    expect((await change(company, both.userId, { role: 'ADMIN' })).status).toBe(200);
    expect((await rolesIn(other.id))[both.userId]).toBe('EMPLOYEE');
  });
});

/** For each role who changes: of whom it may make what. All else is refused. */
const MAY: Readonly<Record<Role, readonly Role[]>> = {
  OWNER: ['OWNER', 'ADMIN', 'MANAGER', 'EMPLOYEE'],
  ADMIN: ['ADMIN', 'MANAGER', 'EMPLOYEE'],
  MANAGER: [],
  EMPLOYEE: [],
};

describe('a role', () => {
  let company: Company;
  beforeAll(async () => {
    company = await makeCompany();
  });

  const cases = ROLES.flatMap((by) =>
    ROLES.flatMap((before) => ROLES.filter((after) => after !== before).map((after) => [by, before, after] as const)),
  );
  it.each(cases)(
    'H3: should be changed by %s from %s to %s only as far as their own goes',
    async (by, before, after) => {
      const [who, whom] = [await personIn(company.id, by), await personIn(company.id, before)];
      const { status } = await change(who, whom.userId, { role: after });
      const allowed = MAY[by].includes(before) && MAY[by].includes(after);
      expect([status, (await rolesIn(company.id))[whom.userId]]).toEqual(allowed ? [200, after] : [403, before]);
    },
  );

  it.each(ROLES.flatMap((by) => ROLES.map((before) => [by, before] as const)))(
    'H3: should let %s remove %s only as far as their own goes',
    async (by, before) => {
      const [who, whom] = [await personIn(company.id, by), await personIn(company.id, before)];
      const { status } = await remove(who, whom.userId);
      const allowed = MAY[by].includes(before);
      expect([status, (await rolesIn(company.id))[whom.userId]]).toEqual(allowed ? [204, undefined] : [403, before]);
    },
  );

  it.each(ROLES.flatMap((before) => ROLES.map((after) => [before, after] as const)))(
    'H3: should be raised by nobody for themselves: from %s to %s',
    async (before, after) => {
      const who = await personIn(company.id, before);
      const { status } = await change(who, who.userId, { role: after });
      const manages = MAY[before].length > 0;
      const allowed = manages && ROLES.indexOf(after) >= ROLES.indexOf(before);
      expect([status, (await rolesIn(company.id))[who.userId]]).toEqual(allowed ? [200, after] : [403, before]);
    },
  );

  it('should be told in the events of the company and in its own audit log, by whom and of whom', async () => {
    const { id, owner, ownerId } = await makeCompany();
    const { userId } = await personIn(id, 'EMPLOYEE');
    const changed = await owner.call('PATCH', `${path}/${userId}`, { role: 'MANAGER' });
    expect([changed.status, changed.body]).toMatchObject([200, { userId, role: 'MANAGER', version: 2 }]);
    expect(await lastEvent(id)).toEqual({
      event: 'member-role-changed',
      actor: `user:${ownerId}`,
      detail: { userId, role: 'MANAGER', before: 'EMPLOYEE' },
    });
    const rows = { actor: ownerId, before: { role: 'EMPLOYEE' }, after: { role: 'MANAGER' } };
    expect(await auditOf(id)).toMatchObject([{ action: 'change-role', ...rows }]);
    await owner.call('DELETE', `${path}/${userId}`);
    expect(await lastEvent(id)).toMatchObject({ event: 'member-removed', detail: { userId, before: 'MANAGER' } });
    expect((await auditOf(id)).at(-1)).toMatchObject({ action: 'remove', actor: ownerId, after: null });
  });

  it('should leave no trace where it is so already, or where it is refused', async () => {
    const { id, owner, ownerId } = await makeCompany();
    const { userId, caller } = await personIn(id, 'ADMIN');
    const before = await eventsOf(id);
    expect((await owner.call('PATCH', `${path}/${userId}`, { role: 'ADMIN' })).status).toBe(200);
    expect((await caller.call('PATCH', `${path}/${ownerId}`, { role: 'ADMIN' })).status).toBe(403);
    expect((await owner.call('PATCH', `${path}/${uuidv7()}`, { role: 'ADMIN' })).status).toBe(404);
    expect([await eventsOf(id), await auditOf(id)]).toEqual([before, []]);
  });

  it('should be changed only as it was seen, where the caller says which one that was', async () => {
    const { id, owner } = await makeCompany();
    const { userId } = await personIn(id, 'EMPLOYEE');
    const first = await owner.call('PATCH', `${path}/${userId}`, { role: 'MANAGER', version: 1 });
    const stale = await owner.call('PATCH', `${path}/${userId}`, { role: 'ADMIN', version: 1 });
    expect([first.status, ...refusal(stale)]).toEqual([200, 412, 'VERSION_MISMATCH']);
  });

  it('H2: should count from the next request on, and let nobody in who was removed', async () => {
    const { id, owner } = await makeCompany();
    const { userId, caller } = await personIn(id, 'MANAGER');
    const make = () => caller.call('POST', '/suppliers', { name: 'Filatura', kind: 'YARN' });
    expect((await make()).status).toBe(201);
    await owner.call('PATCH', `${path}/${userId}`, { role: 'EMPLOYEE' });
    expect((await make()).status).toBe(403);
    await owner.call('DELETE', `${path}/${userId}`);
    expect((await caller.call('GET', '/suppliers')).status).toBe(401);
    const [session] = await asSuperuser('SELECT revoked_why AS why FROM sessions WHERE user_id = $1', [userId]);
    expect(session).toEqual({ why: 'REMOVED' });
  });

  it('should end the sessions in this company alone', async () => {
    const [company, other] = [await makeCompany(), await makeCompany()];
    const here = await personIn(company.id, 'MANAGER');
    const there = await personIn(other.id, 'MANAGER', here.userId);
    await remove(company, here.userId);
    expect((await here.caller.call('GET', '/suppliers')).status).toBe(401);
    expect((await there.caller.call('GET', '/suppliers')).status).toBe(200);
  });
});

describe('whoever leaves by themselves', () => {
  it.each(ROLES)('should be let go: %s', async (role) => {
    const { id } = await makeCompany();
    const who = await personIn(id, role);
    expect((await who.caller.call('DELETE', `${path}/me`)).status).toBe(204);
    expect((await rolesIn(id))[who.userId]).toBeUndefined();
    expect((await who.caller.call('GET', '/auth/me')).status).toBe(401);
    expect((await auditOf(id)).at(-1)).toMatchObject({ action: 'leave', actor: who.userId, before: { role } });
  });

  it('should be let go whatever a role of the company gives them', async () => {
    const company = await makeCompany();
    const { id: customRoleId } = await makeRole(company.owner, ['partners:read']);
    const clerk = await makePerson(company, 'EMPLOYEE', { customRoleId });
    expect((await clerk.caller.call('DELETE', `${path}/me`)).status).toBe(204);
    expect((await rolesIn(company.id))[clerk.id]).toBeUndefined();
    const { caller } = await makeKey(company, ['tenant:read']);
    expect((await caller.call('DELETE', `${path}/me`)).status).toBe(403);
  });

  it('should also be let go by their own id', async () => {
    const { id } = await makeCompany();
    const who = await personIn(id, 'ADMIN');
    expect((await remove(who, who.userId)).status).toBe(204);
    expect((await rolesIn(id))[who.userId]).toBeUndefined();
  });
});

describe('the last owner', () => {
  it('H3: should neither leave nor be removed nor become less', async () => {
    const { id, owner, ownerId } = await makeCompany();
    const attempts = [
      owner.call('DELETE', `${path}/me`),
      owner.call('DELETE', `${path}/${ownerId}`),
      owner.call('PATCH', `${path}/${ownerId}`, { role: 'ADMIN' }),
      owner.call('POST', `${path}/actions/change`, { userIds: [ownerId], role: 'MANAGER' }),
      owner.call('POST', `${path}/actions/remove`, { userIds: [ownerId] }),
    ];
    for (const answer of await Promise.all(attempts)) expect(refusal(answer)[1]).toBe('RULE_VIOLATED');
    expect(await rolesIn(id)).toEqual({ [ownerId]: 'OWNER' });
  });

  it.each([2, 5])('H3: should be left by 50 demotions, removals and departures of %i owners at once', async (count) => {
    const company = await makeCompany();
    const owners: Person[] = [{ userId: company.ownerId, caller: company.owner }];
    while (owners.length < count) owners.push(await personIn(company.id, 'OWNER'));
    const answers = await atOnce(50, async (index) => {
      const by = owners[index % count] as Person;
      const whom = owners[(index * 7 + 1) % count] as Person;
      if (index % 3 === 0) return change(by, whom.userId, { role: 'EMPLOYEE' });
      return index % 3 === 1 ? remove(by, whom.userId) : by.caller.call('DELETE', `${path}/me`);
    });
    const done = answers.filter(({ status }) => status < 300);
    expect(new Set(answers.map(({ status }) => status < 500))).toEqual(new Set([true]));
    const left = Object.values(await rolesIn(company.id)).filter((role) => role === 'OWNER');
    expect(left.length).toBeGreaterThanOrEqual(1);
    expect(done.length).toBeGreaterThanOrEqual(count - left.length);
    // Each change has its row, and no refused one has.
    expect(await auditOf(company.id)).toHaveLength(done.length);
  });

  it('H3: should not be left behind by two owners who demote each other at the same moment', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { id, owner, ownerId } = await makeCompany();
      const second = await personIn(id, 'OWNER');
      const statuses = await Promise.all([
        owner.call('PATCH', `${path}/${second.userId}`, { role: 'MANAGER' }),
        second.caller.call('PATCH', `${path}/${ownerId}`, { role: 'MANAGER' }),
      ]).then((answers) => answers.map(({ status }) => status).sort());
      expect(statuses).toEqual([200, 403]);
      expect(Object.values(await rolesIn(id)).sort()).toEqual(['MANAGER', 'OWNER']);
    }
  });
});

describe('several people at once', () => {
  it('should be changed as far as each may be, and told for each why not', async () => {
    const company = await makeCompany();
    const admin = await personIn(company.id, 'ADMIN');
    const people = [await personIn(company.id, 'EMPLOYEE'), await personIn(company.id, 'MANAGER')];
    const stranger = await makeUser();
    const userIds = [...people.map(({ userId }) => userId), company.ownerId, stranger];
    const { status, body } = await admin.caller.call('POST', `${path}/actions/change`, { userIds, role: 'MANAGER' });
    expect([status, body.data]).toEqual([
      200,
      [
        { userId: people[0]?.userId, done: true },
        { userId: people[1]?.userId, done: true },
        { userId: company.ownerId, done: false, code: 'FORBIDDEN', message: 'Only an owner changes or removes one.' },
        { userId: stranger, done: false, code: 'NOT_FOUND', message: 'There is no such record.' },
      ],
    ]);
    expect(await auditOf(company.id)).toHaveLength(1);
    const removed = await company.owner.call('POST', `${path}/actions/remove`, { userIds });
    expect(removed.body.data.map(({ done }: { done: boolean }) => done)).toEqual([true, true, false, false]);
    expect(await rolesIn(company.id)).toEqual({ [company.ownerId]: 'OWNER', [admin.userId]: 'ADMIN' });
  });

  it('should be refused with every reason when nothing could be done', async () => {
    const { owner, ownerId } = await makeCompany();
    const answer = await owner.call('POST', `${path}/actions/remove`, { userIds: [uuidv7(), ownerId] });
    expect(refusal(answer)).toEqual([422, 'RULE_VIOLATED', 'userIds.0', 'userIds.1']);
    expect(answer.body.errors.map(({ code }: { code: string }) => code)).toEqual(['NOT_FOUND', 'RULE_VIOLATED']);
  });

  it('should keep an owner, though the list names them all', async () => {
    const { id, owner, ownerId } = await makeCompany();
    const second = await personIn(id, 'OWNER');
    const userIds = [second.userId, ownerId];
    const { body } = await owner.call('POST', `${path}/actions/change`, { userIds, role: 'ADMIN' });
    expect(body.data.map(({ done }: { done: boolean }) => done)).toEqual([true, false]);
    expect(await rolesIn(id)).toEqual({ [ownerId]: 'OWNER', [second.userId]: 'ADMIN' });
  });
});

describe('a failure between the change and its row in the audit log', () => {
  /** Makes every transaction fail at its end that touches a table. */
  const failCommitsOf = (table: string) =>
    asSuperuser(`CREATE FUNCTION public.fail_at_commit() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'lost' USING ERRCODE = '58030'; END $$;
      CREATE CONSTRAINT TRIGGER lost_at_commit AFTER INSERT OR UPDATE OR DELETE ON ${table}
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.fail_at_commit()`);
  const mend = () => asSuperuser('DROP FUNCTION public.fail_at_commit CASCADE');

  it('should leave no change when the row cannot be committed', async () => {
    const { id, owner } = await makeCompany();
    const { userId } = await personIn(id, 'EMPLOYEE');
    const events = await eventsOf(id);
    await failCommitsOf(`${tenantSchema(id)}.audit_log`);
    const { status } = await owner.call('PATCH', `${path}/${userId}`, { role: 'MANAGER' });
    await mend();
    expect([status, (await rolesIn(id))[userId], await auditOf(id), await eventsOf(id)]).toEqual([
      500,
      'EMPLOYEE',
      [],
      events,
    ]);
  });

  it('should leave no change without a row: what is lost is the change, and its event with it', async () => {
    const { id, owner } = await makeCompany();
    const { userId } = await personIn(id, 'EMPLOYEE');
    const events = await eventsOf(id);
    await failCommitsOf('public.user_tenants');
    const { status } = await owner.call('PATCH', `${path}/${userId}`, { role: 'MANAGER' });
    await mend();
    expect([status, (await rolesIn(id))[userId], await eventsOf(id)]).toEqual([500, 'EMPLOYEE', events]);
    expect(await auditOf(id)).toMatchObject([{ action: 'change-role' }]);
    expect((await owner.call('PATCH', `${path}/${userId}`, { role: 'MANAGER' })).status).toBe(200);
  });
});
