import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { openClient } from '@/database/client';
import * as changes from '@/tenants/companies/changes.service';
import { askDeletion, withdrawDeletion } from '@/tenants/companies/deletion.service';
import { addMember } from '@/tenants/people/members.service';
import { type Client, type Company, client, codeOf, type Json, makeCompany, tokenFor } from '../support/api';
import { until } from '../support/broker';
import { asSuperuser, makeUser } from '../support/database';
import {
  accept,
  acceptAnew,
  decline,
  invited,
  invitee,
  look,
  newAddress,
  nobody,
  INVITATIONS as path,
} from '../support/invitations';
import { auditOf, lastEvent, slugOf } from '../support/leavingCompany';
import { tokenSentTo } from '../support/messages';
import { makePerson } from '../support/sessions';
import { personIn, rolesIn } from '../support/staff';
import { atOnce, made } from './support';

const ANNA = 'cli:anna';

describe('accepting an invitation', () => {
  let company: Company;
  let owner: Client;
  beforeAll(async () => {
    company = await makeCompany({ name: 'Maglificio Bianchi' });
    owner = company.owner;
  });
  afterEach(() => vi.useRealTimers());

  it('should make an account with the invited address, and let it in', async () => {
    const { token, email, id } = await invited(owner, { role: 'EMPLOYEE' });
    const { status, body } = await acceptAnew(token);
    expect([status, body]).toMatchObject([200, { user: { email, firstName: 'Carla' }, tenant: { id: company.id } }]);
    expect((await client(body.accessToken).call('GET', '/locations')).status).toBe(200);
    expect((await rolesIn(company.id))[body.user.id]).toBe('EMPLOYEE');
    const login = { identifier: email, password: invitee.password };
    expect((await nobody.call('POST', '/auth/login', login)).body.tenant.id).toBe(company.id);
    expect((await auditOf(company.id)).at(-1)).toMatchObject({ action: 'join', actor: body.user.id });
    expect(await lastEvent(company.id)).toMatchObject({
      event: 'member-added',
      actor: `user:${body.user.id}`,
      detail: { role: 'EMPLOYEE', invitation: id, invitedBy: company.ownerId },
    });
    const { body: list } = await owner.call('GET', path);
    expect(list.data.find((each: Json) => each.id === id)).toMatchObject({ state: 'ACCEPTED' });
  });

  it('should show that its address is read: of a new account, and of one that is signed in', async () => {
    const { token } = await invited(owner);
    const made = await acceptAnew(token);
    expect(made.body.user).toMatchObject({ emailVerified: true, phoneVerified: false });
    const someone = await makePerson();
    const { token: theirs } = await invited(owner, { email: someone.email });
    const caller = client(await tokenFor(someone.id, null));
    expect((await caller.call('GET', '/auth/me')).body.user.emailVerified).toBe(false);
    expect((await look(theirs)).status).toBe(200);
    expect((await caller.call('GET', '/auth/me')).body.user.emailVerified).toBe(false);
    expect((await accept(theirs, caller, { tokenTransport: 'body' })).body.user.emailVerified).toBe(true);
    await owner.call('POST', path, { role: 'EMPLOYEE', phone: '+393331230002' });
    const byPhone = await acceptAnew(await tokenSentTo('+393331230002'));
    expect(byPhone.body.user).toMatchObject({ emailVerified: false, phoneVerified: true });
  });

  it('should join with the account that is signed in, in whatever company, and go on in the new one', async () => {
    const someone = await makePerson();
    const other = await makeCompany();
    await addMember(other.id, someone.id, 'EMPLOYEE', ANNA);
    const { token } = await invited(owner, { email: someone.email, role: 'ADMIN' });
    const signedIn = client(await tokenFor(someone.id, other.id));
    const { status, body } = await accept(token, signedIn, { tokenTransport: 'body' });
    expect([status, body.tenant]).toMatchObject([200, { id: company.id, role: 'ADMIN' }]);
    expect((await client(body.accessToken).call('GET', '/tenants/current/members')).status).toBe(200);
    expect((await rolesIn(other.id))[someone.id]).toBe('EMPLOYEE');
  });

  it('G17: should be refused to an account with another address, and to nobody in particular', async () => {
    const { token, email } = await invited(owner);
    const stranger = client(await tokenFor(await makeUser(), null));
    const refused = await accept(token, stranger);
    expect([refused.status, refused.body.detail]).toEqual([403, expect.stringContaining('another address')]);
    expect(refused.text).not.toContain(email);
    expect((await accept(token)).status).toBe(401);
    expect((await accept(token, client('not.a.token'))).status).toBe(401);
    // It is open still for whom it is meant.
    expect((await look(token)).status).toBe(200);
  });

  it('G17: should be refused to a phone number by an account that has only the e-mail address', async () => {
    await made(owner, path, { role: 'EMPLOYEE', phone: '+393331230001' });
    const token = await tokenSentTo('+393331230001');
    expect((await accept(token, client(await tokenFor(await makeUser(), null)))).status).toBe(403);
    const holder = await makeUser();
    await asSuperuser(`UPDATE users SET phone = '+393331230001' WHERE id = $1`, [holder]);
    expect((await accept(token, client(await tokenFor(holder, null)))).status).toBe(200);
  });

  it('should leave who is a member already as they are, and say so', async () => {
    const someone = await makePerson();
    const { token } = await invited(owner, { email: someone.email, role: 'ADMIN' });
    await addMember(company.id, someone.id, 'EMPLOYEE', ANNA);
    const answer = await accept(token, client(await tokenFor(someone.id, company.id)));
    expect([answer.status, codeOf(answer), answer.body.detail]).toEqual([
      409,
      'ALREADY_EXISTS',
      'You belong to Maglificio Bianchi already, and stay employee.',
    ]);
    expect((await rolesIn(company.id))[someone.id]).toBe('EMPLOYEE');
  });

  it('should make no second account for an address that has one, nor change its password', async () => {
    const someone = await makePerson();
    const { token } = await invited(owner, { email: someone.email });
    const answer = await accept(token, nobody, { ...invitee, password: 'somebody else chose this' });
    expect([answer.status, codeOf(answer)]).toEqual([409, 'ALREADY_EXISTS']);
    expect((await someone.login()).status).toBe(200);
    expect((await look(token)).status).toBe(200);
  });

  it.each([
    ['a password', { password: invitee.password }],
    ['a name', { firstName: 'Carla', lastName: 'Neri' }],
  ])('should ask for the rest where only %s is given', async (_what, body) => {
    const { token } = await invited(owner);
    expect((await accept(token, nobody, body)).status).toBe(400);
  });

  it('G17: should happen once, of 50 who make an account with it at once', async () => {
    const { token, email } = await invited(owner);
    const answers = await atOnce(50, () => acceptAnew(token));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(new Set(answers.map(({ status }) => [200, 404, 409].includes(status)))).toEqual(new Set([true]));
    const [count] = await asSuperuser(
      `SELECT count(*)::int AS accounts, (SELECT count(*)::int FROM user_tenants m WHERE m.user_id = min(u.id::text)::uuid) AS memberships
       FROM users u WHERE email = $1`,
      [email],
    );
    expect(count).toEqual({ accounts: 1, memberships: 1 });
  });

  it('G17: should happen once, of 50 sessions of one account at once', async () => {
    const someone = await makePerson();
    const { token, id } = await invited(owner, { email: someone.email });
    const before = (await auditOf(company.id)).length;
    const callers = await atOnce(50, async () => client(await tokenFor(someone.id, null)));
    const answers = await Promise.all(callers.map((caller) => accept(token, caller)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect((await auditOf(company.id)).slice(before)).toMatchObject([{ action: 'join', after: { invitation: id } }]);
  });

  it('G17: should have one answer, of those that come at the same moment', async () => {
    for (let round = 0; round < 10; round += 1) {
      const someone = await makePerson();
      const { token, id } = await invited(owner, { email: someone.email });
      const caller = client(await tokenFor(someone.id, null));
      const [accepted, ...others] = await Promise.all([
        accept(token, caller),
        decline(token),
        decline(token),
        owner.call('DELETE', `${path}/${id}`),
      ]);
      const statuses = [accepted, ...others].map(({ status }) => status);
      expect(statuses.filter((status) => status < 300)).toHaveLength(1);
      expect(statuses.filter((status) => status >= 500)).toEqual([]);
      expect((await rolesIn(company.id))[someone.id]).toBe(accepted.status === 200 ? 'MANAGER' : undefined);
    }
  });

  it('should be refused by a company that is suspended at the very moment', async () => {
    const closing = await makeCompany();
    const { token } = await invited(closing.owner);
    const held = await openClient({ connectionString: process.env.DATABASE_URL });
    await held.query('BEGIN');
    await held.query(`UPDATE tenants SET status = 'SUSPENDED' WHERE id = $1`, [closing.id]);
    const answers = Promise.all([acceptAnew(token), decline(token)]);
    const waiting = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    await until(async () => (await asSuperuser(waiting)).length === 2);
    await held.query('COMMIT');
    await held.end();
    expect((await answers).map(({ status }) => status)).toEqual([404, 404]);
  });

  it('G17: should be over when the database says so, whatever this machine thinks of the time', async () => {
    const { token, id } = await invited(owner);
    const expire = (when: string) => asSuperuser(`UPDATE invitations SET expires_at = ${when} WHERE id = $1`, [id]);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 30 * 24 * 3600 * 1000 });
    expect((await look(token)).status).toBe(200);
    vi.useRealTimers();
    await expire('now()');
    for (const answer of [await look(token), await acceptAnew(token), await decline(token)])
      expect([answer.status, codeOf(answer)]).toEqual([404, 'NOT_FOUND']);
    expect((await owner.call('GET', path)).body.data[0]).toMatchObject({ id, state: 'EXPIRED' });
    await expire(`now() + interval '1 minute'`);
    expect((await acceptAnew(token)).status).toBe(200);
  });

  it('G17: should be over when a newer one was made for the address, which is the only one open then', async () => {
    const { token, email } = await invited(owner, { role: 'ADMIN' });
    const newer = await invited(owner, { email, role: 'EMPLOYEE' });
    expect((await acceptAnew(token)).status).toBe(404);
    const open = (await owner.call('GET', path)).body.data.filter((each: Json) => each.state === 'OPEN');
    expect(open.filter((each: Json) => each.email === email)).toMatchObject([{ id: newer.id }]);
    const { body } = await acceptAnew(newer.token);
    expect((await rolesIn(company.id))[body.user.id]).toBe('EMPLOYEE');
  });

  it('should be open once for an address, however many invite it at once', async () => {
    const email = newAddress();
    const answers = await atOnce(5, () => owner.call('POST', path, { email, role: 'EMPLOYEE' }));
    expect(answers.map(({ status }) => status)).toEqual(Array(5).fill(201));
    const [count] = await asSuperuser(
      'SELECT count(*)::int AS open FROM invitations WHERE email = $1 AND revoked_at IS NULL',
      [email],
    );
    expect(count).toEqual({ open: 1 });
  });

  it.each(['EMPLOYEE', 'ADMIN'] as const)('A5: should be into its own company alone: as %s', async (role) => {
    const other = await makeCompany({ name: 'Another one' });
    const someone = await makePerson();
    await addMember(other.id, someone.id, 'EMPLOYEE', ANNA);
    const { token } = await invited(owner, { email: someone.email, role });
    expect((await look(token)).body.company).toBe('Maglificio Bianchi');
    const there = client(await tokenFor(someone.id, other.id));
    expect((await accept(token, there, { tenantId: other.id })).status).toBe(400);
    expect((await accept(token, there)).status).toBe(200);
    expect([(await rolesIn(company.id))[someone.id], (await rolesIn(other.id))[someone.id]]).toEqual([
      role,
      'EMPLOYEE',
    ]);
  });

  it('A5: should be shown, sent again and taken back by its own company alone', async () => {
    const other = await makeCompany();
    const { id, token } = await invited(owner);
    expect((await other.owner.call('GET', path)).body.data).toEqual([]);
    expect((await other.owner.call('POST', `${path}/${id}/actions/resend`)).status).toBe(404);
    expect((await other.owner.call('DELETE', `${path}/${id}`)).status).toBe(404);
    expect((await look(token)).status).toBe(200);
  });

  it.each(['x'.repeat(43), 'A'.repeat(43)])('should know no token that was never given: %s', async (token) => {
    for (const answer of [await look(token), await acceptAnew(token), await decline(token)])
      expect(answer.status).toBe(404);
  });

  it('should not outlive its company: none while it is suspended or being deleted', async () => {
    const closing = await makeCompany();
    const { token } = await invited(closing.owner);
    const statuses = async () => [
      (await look(token)).status,
      (await acceptAnew(token)).status,
      (await decline(token)).status,
    ];
    await changes.suspendCompany(closing.id, 'Unpaid', ANNA);
    expect(await statuses()).toEqual([404, 404, 404]);
    await changes.resumeCompany(closing.id, ANNA);
    expect((await look(token)).status).toBe(200);
    await askDeletion(closing.id, await slugOf(closing.id), ANNA);
    expect(await statuses()).toEqual([404, 404, 404]);
    await withdrawDeletion(closing.id, ANNA);
    expect((await acceptAnew(token)).status).toBe(200);
  });

  it('should be possible though the inviter has left: it is the company that invites', async () => {
    const admin = await personIn(company.id, 'ADMIN');
    const { token } = await invited(admin.caller);
    await owner.call('DELETE', `/tenants/current/members/${admin.userId}`);
    expect((await acceptAnew(token)).status).toBe(200);
  });
});
