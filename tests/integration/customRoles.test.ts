import { beforeAll, describe, expect, it } from 'vitest';
import { ALL_PERMISSIONS, ONLY_FOR_OWNERS, type Permission, permissionsOf } from '@/contract/permissions';
import { openClient } from '@/database/client';
import { addMember } from '@/tenants/people/members.service';
import { type Company, codeOf, makeCompany } from '../support/api';
import { until } from '../support/broker';
import { asSuperuser, sqlState } from '../support/database';
import { abilitiesOf, giveAccess, makePerson, makeRole, type Person } from '../support/people';
import { atOnce, ifMatch, refusal } from './support';

const ROLES = '/tenants/current/roles';
const accessOf = ({ id }: { id: string }) => `/tenants/current/members/${id}/access`;

let company: Company;
beforeAll(async () => {
  company = await makeCompany();
});

describe("a role of the company's own", () => {
  it('should decide on what somebody may do from the next request on, in place of the role they have', async () => {
    const clerk = await makePerson(company, 'EMPLOYEE');
    expect((await clerk.caller.call('POST', '/suppliers', { name: 'No', kind: 'YARN' })).status).toBe(403);
    const { id } = await makeRole(company.owner, ['partners:read', 'partners:write']);
    const given = await giveAccess(company.owner, clerk.id, { customRoleId: id });
    expect(given).toMatchObject({ role: 'EMPLOYEE', customRole: { id }, locationIds: null });
    expect((await clerk.caller.call('POST', '/suppliers', { name: 'Yes', kind: 'YARN' })).status).toBe(201);
    expect((await clerk.caller.call('GET', '/locations')).status).toBe(403);
    expect(await abilitiesOf(clerk)).toEqual(['partners:read', 'partners:write']);
    expect(given.permissions).toEqual(['partners:read', 'partners:write']);
    const { body } = await company.owner.call('GET', '/tenants/current/members');
    const listed = body.data.find(({ userId }: { userId: string }) => userId === clerk.id);
    expect(listed).toMatchObject({
      role: 'EMPLOYEE',
      customRole: { id, name: given.customRole?.name },
      locationIds: null,
    });
    await giveAccess(company.owner, clerk.id, { customRoleId: null });
    expect(await abilitiesOf(clerk)).toEqual(permissionsOf('EMPLOYEE'));
    expect((await clerk.caller.call('POST', '/suppliers', { name: 'No', kind: 'YARN' })).status).toBe(403);
  });

  it('H2: should be felt at the next request by everybody who has it, when it is changed', async () => {
    const role = await makeRole(company.owner, ['partners:read', 'partners:write']);
    const people = await Promise.all([1, 2].map(() => makePerson(company, 'MANAGER', { customRoleId: role.id })));
    for (const { caller } of people) expect((await caller.call('GET', '/suppliers')).status).toBe(200);
    const body = { permissions: ['inventory:read'] };
    expect((await company.owner.call('PATCH', `${ROLES}/${role.id}`, body, ifMatch(role))).status).toBe(200);
    for (const { caller } of people) {
      expect((await caller.call('GET', '/suppliers')).status).toBe(403);
      expect((await caller.call('GET', '/inventory/items')).status).toBe(200);
    }
  });

  it('should be told apart by its name, whatever the case, within the company and not beyond it', async () => {
    const body = { name: 'Lace clerk', permissions: ['inventory:read'] };
    expect((await company.owner.call('POST', ROLES, body)).status).toBe(201);
    const again = await company.owner.call('POST', ROLES, { ...body, name: 'LACE CLERK' });
    expect(refusal(again)).toEqual([409, 'ALREADY_EXISTS', 'name']);
    expect((await (await makeCompany()).owner.call('POST', ROLES, body)).status).toBe(201);
  });

  it('should be listed with the number of people who have it, deleted when nobody has it, and changed by version', async () => {
    const role = await makeRole(company.owner, ['inventory:read']);
    const { id } = await makePerson(company, 'EMPLOYEE', { customRoleId: role.id });
    const { body } = await company.owner.call('GET', ROLES);
    expect(body.data.find((each: { id: string }) => each.id === role.id)).toMatchObject({ members: 1, version: 1 });
    const used = await company.owner.call('DELETE', `${ROLES}/${role.id}`, undefined, ifMatch(role));
    expect(refusal(used)).toEqual([409, 'IN_USE']);
    await giveAccess(company.owner, id, { customRoleId: null });
    const stale = await company.owner.call('DELETE', `${ROLES}/${role.id}`, undefined, { 'if-match': '"7"' });
    expect(stale.status).toBe(412);
    expect((await company.owner.call('DELETE', `${ROLES}/${role.id}`, undefined, ifMatch(role))).status).toBe(204);
    expect((await company.owner.call('DELETE', `${ROLES}/${role.id}`, undefined, ifMatch(role))).status).toBe(404);
  });

  it('should leave an audit row and a security event for whatever is done with it', async () => {
    const alone = await makeCompany();
    const role = await makeRole(alone.owner, ['inventory:read']);
    await alone.owner.call('PATCH', `${ROLES}/${role.id}`, { name: 'Other' }, ifMatch(role));
    const { id } = await makePerson(alone, 'EMPLOYEE', { customRoleId: role.id });
    await giveAccess(alone.owner, id, { customRoleId: null });
    await alone.owner.call('DELETE', `${ROLES}/${role.id}`, undefined, { 'if-match': '"2"' });
    const schema = `tenant_${alone.id.replaceAll('-', '_')}`;
    const audit = await asSuperuser<{ what: string }>(
      `SELECT entity || ' ' || action AS what FROM ${schema}.audit_log WHERE entity IN ('custom_role', 'member') ORDER BY id`,
    );
    expect(audit.map(({ what }) => what)).toEqual([
      'custom_role create',
      'custom_role update',
      'member change-access',
      'member change-access',
      'custom_role delete',
    ]);
    const events = await asSuperuser<{ kind: string }>(
      'SELECT kind FROM security_events WHERE tenant_id = $1 AND user_id = $2 ORDER BY id',
      [alone.id, alone.ownerId],
    );
    const [changed, given] = ['ROLE_CHANGED', 'MEMBER_ACCESS_CHANGED'];
    expect(events.map(({ kind }) => kind)).toEqual([changed, changed, given, given, changed]);
  });

  it("should be another company's for nobody, also in the tables themselves", async () => {
    const { id } = await makeRole((await makeCompany()).owner, ['inventory:read']);
    const person = await makePerson(company, 'EMPLOYEE');
    const answer = await company.owner.call('PATCH', accessOf(person), { customRoleId: id });
    expect(refusal(answer)).toEqual([422, 'RULE_VIOLATED', 'customRoleId']);
    const direct = await openClient({ connectionString: process.env.DATABASE_URL });
    const sql = `UPDATE user_tenants SET custom_role_id = '${id}' WHERE user_id = '${person.id}'`;
    expect(await sqlState(direct, sql)).toBe('23503');
    await direct.end();
  });

  it('should be over when somebody is given another role', async () => {
    const { id } = await makeRole(company.owner, permissionsOf('ADMIN'));
    const person = await makePerson(company, 'MANAGER', { customRoleId: id });
    expect(await abilitiesOf(person)).toEqual(permissionsOf('ADMIN'));
    await addMember(company.id, person.id, 'EMPLOYEE', 'cli:anna');
    expect(await abilitiesOf(person)).toEqual(permissionsOf('EMPLOYEE'));
  });
});

describe('nobody', () => {
  const given = (permission: Permission) => ({ name: `With ${permission}`, permissions: [permission] });

  it('should put into a role what an owner alone has', async () => {
    expect(ONLY_FOR_OWNERS).toEqual(['tenant:own']);
    for (const permission of ONLY_FOR_OWNERS) {
      const answer = await company.owner.call('POST', ROLES, given(permission));
      expect(refusal(answer)).toEqual([403, 'FORBIDDEN', 'permissions']);
    }
    await asSuperuser(
      `INSERT INTO custom_roles (id, tenant_id, name, permissions) VALUES (gen_random_uuid(), $1, 'By hand', $2)`,
      [company.id, ['tenant:own', 'tenant:read', 'no:such']],
    );
    const { body } = await company.owner.call('GET', ROLES);
    const byHand = body.data.find(({ name }: { name: string }) => name === 'By hand');
    const person = await makePerson(company, 'EMPLOYEE', { customRoleId: byHand.id });
    expect(await abilitiesOf(person)).toEqual(['tenant:read']);
  });

  it('should put into a role, or give, what they do not hold themselves', async () => {
    const mine = await makeRole(company.owner, ['roles:manage', 'inventory:read']);
    const strong = await makeRole(company.owner, ['finance:post']);
    const clerk = await makePerson(company, 'EMPLOYEE', { customRoleId: mine.id });
    const friend = await makePerson(company, 'EMPLOYEE');
    const held = await makePerson(company, 'MANAGER', {
      customRoleId: (await makeRole(company.owner, ['inventory:read'])).id,
    });
    const refused = async (method: string, path: string, body: object, version = 1) => {
      const answer = await clerk.caller.call(method, path, body, { 'if-match': `"${version}"` });
      expect([method, path, answer.status, codeOf(answer)]).toEqual([method, path, 403, 'FORBIDDEN']);
    };
    await refused('POST', ROLES, given('finance:post'));
    await refused('PATCH', `${ROLES}/${mine.id}`, { permissions: ['roles:manage', 'inventory:read', 'finance:post'] });
    await refused('PATCH', accessOf(friend), { customRoleId: strong.id });
    // Without the weak role, the manager would be one.
    await refused('PATCH', accessOf(held), { customRoleId: null });
    await refused('PATCH', accessOf(clerk), { customRoleId: strong.id });
    await refused('PATCH', accessOf(clerk), { customRoleId: null });
    // What they hold is theirs to give, and what others put there may stay.
    const own = await makeRole(clerk.caller, ['inventory:read']);
    expect(await giveAccess(clerk.caller, friend.id, { customRoleId: own.id })).toMatchObject({
      permissions: ['inventory:read'],
    });
    const kept = { permissions: ['finance:post', 'inventory:read'] };
    expect((await clerk.caller.call('PATCH', `${ROLES}/${strong.id}`, kept, ifMatch(strong))).status).toBe(200);
  });

  it('H3: should decide on somebody whose role is above theirs, or on an owner', async () => {
    const admin = await makePerson(company, 'ADMIN');
    const { id: rolesClerk } = await makeRole(company.owner, permissionsOf('ADMIN'));
    const employee = await makePerson(company, 'EMPLOYEE', { customRoleId: rolesClerk });
    const other = await makePerson(company, 'OWNER');
    const body = { locationIds: [] };
    expect((await employee.caller.call('PATCH', accessOf(admin), body)).status).toBe(403);
    expect((await admin.caller.call('PATCH', accessOf(other), body)).status).toBe(403);
    expect(refusal(await company.owner.call('PATCH', accessOf(other), body))).toEqual([422, 'RULE_VIOLATED']);
    const held = await makeRole(company.owner, ['inventory:read']);
    const second = await makePerson(company, 'ADMIN', { customRoleId: held.id });
    const emptied = { permissions: ['tenant:read'] };
    expect((await employee.caller.call('PATCH', `${ROLES}/${held.id}`, emptied, ifMatch(held))).status).toBe(403);
    expect(await abilitiesOf(second)).toEqual(['inventory:read']);
    // An owner has everything, whatever the row says.
    await asSuperuser(`UPDATE user_tenants SET custom_role_id = $1, location_ids = '{}' WHERE user_id = $2`, [
      held.id,
      other.id,
    ]);
    expect(await abilitiesOf(other)).toEqual(ALL_PERMISSIONS);
  });

  it('should give what was just taken from them, however close the two are', async () => {
    const admin = await makePerson(company, 'ADMIN');
    const friend = await makePerson(company, 'EMPLOYEE');
    const strong = await makeRole(company.owner, ['finance:post']);
    const held = await openClient({ connectionString: process.env.DATABASE_URL });
    await held.query('BEGIN');
    await held.query('SELECT FROM tenants WHERE id = $1 FOR UPDATE', [company.id]);
    const giving = admin.caller.call('PATCH', accessOf(friend), { customRoleId: strong.id });
    const waiting = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    await until(async () => (await asSuperuser(waiting)).length === 1);
    await held.query(`UPDATE user_tenants SET role = 'EMPLOYEE' WHERE user_id = $1`, [admin.id]);
    await held.query('COMMIT');
    await held.end();
    expect((await giving).status).toBe(403);
    expect(await abilitiesOf(friend)).toEqual(permissionsOf('EMPLOYEE'));
  });

  it('should come to more than all of them had together, whatever they do for each other', async () => {
    const alone = await makeCompany();
    const sets: Permission[][] = [
      ['roles:manage', 'inventory:read'],
      ['roles:manage', 'partners:read', 'costs:read'],
      ['roles:manage', 'keys:manage', 'production:draft'],
    ];
    const roleIds: string[] = [];
    const people: Person[] = [];
    for (const permissions of sets) {
      const { id } = await makeRole(alone.owner, permissions);
      roleIds.push(id);
      people.push(await makePerson(alone, 'EMPLOYEE', { customRoleId: id }));
    }
    // What only the owner gave, and nobody of these holds.
    roleIds.push((await makeRole(alone.owner, ['finance:post', 'partners:write'])).id);
    const start = new Set(sets.flat());
    let seed = 20_261_124;
    const pick = <T>(all: readonly T[]): T => {
      seed = (seed * 48_271) % 2_147_483_647;
      return all[seed % all.length] as T;
    };
    const wanted: Permission[] = [...start, 'finance:post', 'partners:write'];
    const some = () => [...new Set([pick(wanted), pick(wanted)])];
    const doings = [
      (by: Person) => by.caller.call('POST', ROLES, { name: `Made ${seed}`, permissions: some() }),
      (by: Person) =>
        by.caller.call(
          'PATCH',
          `${ROLES}/${pick(roleIds)}`,
          { permissions: some() },
          { 'if-match': `"${pick([1, 2, 3])}"` },
        ),
      (by: Person) => by.caller.call('PATCH', accessOf(pick(people)), { customRoleId: pick([null, ...roleIds]) }),
      (by: Person) => by.caller.call('PATCH', accessOf(pick(people)), { locationIds: pick([null, []]) }),
    ];
    const statuses = new Set<number>();
    for (let round = 0; round < 60; round += 1) {
      const answers = await atOnce(4, () => pick(doings)(pick(people)));
      for (const { status, body } of answers) {
        statuses.add(status);
        if (status === 201) roleIds.push(body.id);
      }
    }
    expect([...statuses]).toEqual(expect.arrayContaining([200, 201, 403]));
    for (const person of people)
      for (const permission of await abilitiesOf(person))
        expect([permission, start.has(permission)]).toEqual([permission, true]);
  });
});
