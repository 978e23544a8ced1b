import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Permission, permissionsOf } from '@/contract/permissions';
import { type Company, makeCompany, withoutRequestId } from '../support/api';
import { INVITATIONS, invited, newAddress } from '../support/invitations';
import { abilitiesOf, makePerson, makeRole, type Person } from '../support/people';
import { rolesIn } from '../support/staff';
import { SUPPORT } from '../support/supportAccess';
import { made, refusal } from './support';

const MEMBERS = '/tenants/current/members';
const FORBIDDEN = [403, 'FORBIDDEN'];
const BEYOND = [...FORBIDDEN, 'permissions'];

let company: Company;
let here: string;
let there: string;
/** An administrator who works at one location. */
let boss: Person;
/** Administrators by rank, who may do one thing. */
let staffOnly: Person;
let invitingOnly: Person;

beforeAll(async () => {
  company = await makeCompany();
  for (const name of ['Here', 'There']) await made(company.owner, '/locations', { name, locationType: 'STORE' });
  const { data } = (await company.owner.call('GET', '/locations')).body;
  const idOf = (wanted: string) => data.find(({ name }: { name: string }) => name === wanted).id;
  [here, there] = [idOf('Here'), idOf('There')];
  boss = await makePerson(company, 'ADMIN', { locationIds: [here] });
  staffOnly = await heldTo('ADMIN', ['tenant:read', 'members:manage']);
  invitingOnly = await heldTo('ADMIN', ['tenant:read', 'invitations:manage']);
});

/** Somebody with a role of the company's own. */
async function heldTo(role: 'ADMIN' | 'EMPLOYEE', permissions: readonly Permission[]): Promise<Person> {
  const { id: customRoleId } = await makeRole(company.owner, permissions);
  return makePerson(company, role, { customRoleId });
}

const invite = (by: Person, body: object) => by.caller.call('POST', INVITATIONS, { email: newAddress(), ...body });
const change = (by: Person, { id }: Person, role: string) => by.caller.call('PATCH', `${MEMBERS}/${id}`, { role });
const invitations = async () => (await company.owner.call('GET', INVITATIONS)).body.data.length;

describe('an invitation', () => {
  it('H3: should be to some of their own locations, by who works at some', async () => {
    const before = await invitations();
    for (const locationIds of [undefined, []])
      for (const role of ['ADMIN', 'EMPLOYEE'])
        expect(refusal(await invite(boss, { role, locationIds }))).toEqual(FORBIDDEN);
    expect(refusal(await invite(boss, { role: 'EMPLOYEE', locationIds: [here, there] }))).toEqual([
      422,
      'RULE_VIOLATED',
      'locationIds.1',
    ]);
    expect(await invitations()).toBe(before);
    for (const role of ['ADMIN', 'EMPLOYEE'])
      expect((await invite(boss, { role, locationIds: [here] })).status).toBe(201);
  });

  it('H3: should be to nothing that its maker does not hold', async () => {
    const before = await invitations();
    for (const role of ['ADMIN', 'MANAGER', 'EMPLOYEE'])
      expect(refusal(await invite(invitingOnly, { role }))).toEqual(BEYOND);
    expect(await invitations()).toBe(before);
    const clerk = await heldTo('ADMIN', [...permissionsOf('EMPLOYEE'), 'invitations:manage']);
    expect((await invite(clerk, { role: 'EMPLOYEE' })).status).toBe(201);
    expect(refusal(await invite(clerk, { role: 'MANAGER' }))).toEqual(BEYOND);
  });

  it('H3: should be sent again by nobody who could not have made it', async () => {
    const resend = (by: Person, id: string) => by.caller.call('POST', `${INVITATIONS}/${id}/actions/resend`);
    const { id } = await invited(company.owner, { role: 'ADMIN' });
    expect(refusal(await resend(invitingOnly, id))).toEqual(BEYOND);
    expect(refusal(await resend(boss, id))).toEqual(FORBIDDEN);
    const own = await invited(company.owner, { role: 'EMPLOYEE', locationIds: [here] });
    expect((await resend(boss, own.id)).status).toBe(200);
  });
});

describe('another role', () => {
  it("H3: should free nobody of a role of the company's own, also when it is a lower one for oneself", async () => {
    const before = await abilitiesOf(staffOnly);
    for (const role of ['MANAGER', 'EMPLOYEE'])
      expect(refusal(await change(staffOnly, staffOnly, role))).toEqual(BEYOND);
    const several = { userIds: [staffOnly.id], role: 'MANAGER' };
    expect((await staffOnly.caller.call('POST', `${MEMBERS}/actions/change`, several)).body.code).toBe('RULE_VIOLATED');
    expect(await abilitiesOf(staffOnly)).toEqual(before);
  });

  it('H3: should give nothing that whoever gives it does not hold, to one or several', async () => {
    const pals = [await makePerson(company, 'EMPLOYEE'), await makePerson(company, 'MANAGER')];
    for (const pal of pals) expect(refusal(await change(staffOnly, pal, 'ADMIN'))).toEqual(BEYOND);
    const body = { userIds: pals.map(({ id }) => id), role: 'ADMIN' };
    const { body: several } = await staffOnly.caller.call('POST', `${MEMBERS}/actions/change`, body);
    expect(several.errors.map(({ code }: { code: string }) => code)).toEqual(['FORBIDDEN', 'FORBIDDEN']);
    const roles = await rolesIn(company.id);
    expect(pals.map(({ id }) => roles[id])).toEqual(['EMPLOYEE', 'MANAGER']);
    // Less is theirs to give.
    expect((await change(staffOnly, pals[1] as Person, 'EMPLOYEE')).status).toBe(200);
  });

  it('H3: should give nothing at locations that are not those of whoever gives it', async () => {
    const everywhere = await makePerson(company, 'EMPLOYEE');
    const elsewhere = await makePerson(company, 'EMPLOYEE', { locationIds: [there] });
    const beside = await makePerson(company, 'EMPLOYEE', { locationIds: [here] });
    for (const other of [everywhere, elsewhere])
      for (const role of ['MANAGER', 'ADMIN']) expect((await change(boss, other, role)).status).toBe(403);
    expect(await rolesIn(company.id)).toMatchObject({ [everywhere.id]: 'EMPLOYEE', [elsewhere.id]: 'EMPLOYEE' });
    for (const role of ['ADMIN', 'MANAGER']) expect((await change(boss, beside, role)).status).toBe(200);
  });

  it('should be any, to anybody, from an owner, who holds everything', async () => {
    const other = await heldTo('ADMIN', ['tenant:read']);
    for (const role of ['EMPLOYEE', 'OWNER', 'ADMIN'])
      expect((await company.owner.call('PATCH', `${MEMBERS}/${other.id}`, { role })).status).toBe(200);
  });
});

describe('the consent to support', () => {
  it('H3: should be to nothing that whoever gives it does not hold', async () => {
    const consent = (by: Person, level: string) => by.caller.call('POST', SUPPORT, { level, reason: 'It looks wrong' });
    const clerk = await heldTo('EMPLOYEE', ['support:manage']);
    for (const level of ['READ', 'READ_WRITE']) expect(refusal(await consent(clerk, level))).toEqual(BEYOND);
    const reading = permissionsOf('ADMIN').filter((each) => each.endsWith(':read'));
    const reader = await heldTo('EMPLOYEE', [...reading, 'support:manage']);
    expect((await consent(reader, 'READ')).status).toBe(201);
    expect(refusal(await consent(reader, 'READ_WRITE'))).toEqual(BEYOND);
    expect((await company.owner.call('GET', SUPPORT)).body.data).toHaveLength(1);
  });
});

describe('the locations of others', () => {
  it('A4: should be told in no list of people or invitations to who works elsewhere', async () => {
    const both = await makePerson(company, 'MANAGER', { locationIds: [here, there] });
    const elsewhere = await makePerson(company, 'MANAGER', { locationIds: [there] });
    const { text, body } = await boss.caller.call('GET', MEMBERS);
    const placesOf = ({ id }: Person) => body.data.find(({ userId }: { userId: string }) => userId === id).locationIds;
    expect([text.includes(there), placesOf(both), placesOf(elsewhere)]).toEqual([false, [here], []]);
    const changed = await boss.caller.call('PATCH', `${MEMBERS}/${both.id}`, { role: 'EMPLOYEE' });
    expect([changed.status, changed.body.locationIds]).toEqual([200, [here]]);
    expect((await company.owner.call('GET', MEMBERS)).text).toContain(there);
  });

  it('A3: should be answered like none at all in an invitation', async () => {
    const ask = (id: string) => invite(boss, { role: 'EMPLOYEE', locationIds: [id] });
    const [other, none] = [await ask(there), await ask(uuidv7())];
    expect(withoutRequestId(other)).toBe(withoutRequestId(none));
  });

  it('A1: should hide the invitations that are to them alone', async () => {
    const hidden = await invited(company.owner, { role: 'EMPLOYEE', locationIds: [there] });
    const partly = await invited(company.owner, { role: 'EMPLOYEE', locationIds: [here, there] });
    const { text, body } = await boss.caller.call('GET', INVITATIONS);
    const ids = body.data.map(({ id }: { id: string }) => id);
    expect([text.includes(there), ids.includes(hidden.id), ids.includes(partly.id)]).toEqual([false, false, true]);
    for (const [method, end] of [
      ['POST', '/actions/resend'],
      ['DELETE', ''],
    ] as const) {
      const ask = (id: string) => boss.caller.call(method, `${INVITATIONS}/${id}${end}`);
      expect((await ask(hidden.id)).status).toBe(404);
    }
    expect((await company.owner.call('GET', INVITATIONS)).text).toContain(hidden.id);
  });
});
