import { createHash } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { ROLES, type Role } from '@/contract/enums';
import { openClient } from '@/database/client';
import { tenantSchema } from '@/database/tenantName';
import * as changes from '@/tenants/changes.service';
import { askDeletion, withdrawDeletion } from '@/tenants/deletion.service';
import { forgetOldInvitations } from '@/tenants/invitations.repo';
import { addMember } from '@/tenants/members.service';
import { type Client, type Company, client, codeOf, type Json, makeCompany, tokenFor } from '../support/api';
import { until } from '../support/broker';
import { asSuperuser, makeUser } from '../support/database';
import { auditOf, lastEvent, slugOf } from '../support/leavingCompany';
import { messagesTo, tokenSentTo } from '../support/messages';
import { makePerson } from '../support/sessions';
import { personIn, rolesIn } from '../support/staff';
import { atOnce, made, refusal } from './support';

const path = '/tenants/current/invitations';
const ANNA = 'cli:anna';
const newAddress = () => `${uuidv7()}@example.test`;
const person = { firstName: 'Carla', lastName: 'Neri', password: 'a long enough password', tokenTransport: 'body' };

/** Invites an address and answers the invitation and the token that was sent. */
async function invited(by: Client, more: { email?: string; role?: Role; locationIds?: string[] } = {}) {
  const email = more.email ?? newAddress();
  const invitation = await made(by, path, { role: 'MANAGER', ...more, email });
  return { id: invitation.id, email, token: await tokenSentTo(email) };
}

const nobody = client();
const look = (token: string) => nobody.call('POST', '/invitations/look', { token });
const decline = (token: string) => nobody.call('POST', '/invitations/decline', { token });
const accept = (token: string, by = nobody, body: object = {}) =>
  by.call('POST', '/invitations/accept', { token, ...body });
const acceptAnew = (token: string) => accept(token, nobody, person);

describe('an invitation', () => {
  let company: Company;
  let owner: Client;
  beforeAll(async () => {
    company = await makeCompany({ name: 'Maglificio Rossi' });
    owner = company.owner;
  });

  it('should be sent as a link whose token no log sees, and be listed to those who may invite', async () => {
    const { email, token, id } = await invited(owner);
    const [message] = await messagesTo(email);
    expect(message?.text).toContain(`/invitation#token=${token}`);
    expect(token).toMatch(/^[\w-]{43}$/);
    const { body } = await owner.call('GET', path);
    expect(body.data[0]).toEqual({
      id,
      email,
      phone: null,
      role: 'MANAGER',
      locationIds: [],
      state: 'OPEN',
      invitedBy: { id: company.ownerId, name: 'Anna Conti' },
      createdAt: expect.any(String),
      expiresAt: expect.any(String),
      lastSentAt: expect.any(String),
    });
    const [row] = await asSuperuser(
      `SELECT extract(epoch FROM expires_at - created_at)::int AS seconds FROM invitations
      WHERE id = $1`,
      [id],
    );
    expect(row?.seconds).toBeCloseTo(7 * 24 * 3600, -1);
  });

  it('should be kept without its token, which is in the message alone', async () => {
    const { token, id } = await invited(owner);
    const hash = createHash('sha256').update(token).digest('hex');
    expect(await asSuperuser('SELECT token_hash FROM invitations WHERE id = $1', [id])).toEqual([{ token_hash: hash }]);
    const everything = await asSuperuser<{ row: string }>(
      `SELECT t::text AS row FROM invitations t UNION ALL SELECT t::text FROM messages t
       UNION ALL SELECT t::text FROM tenant_events t UNION ALL SELECT t::text FROM ${tenantSchema(company.id)}.audit_log t`,
    );
    expect(everything.filter(({ row }) => row.includes(token))).toEqual([]);
    expect(everything.some(({ row }) => row.includes(hash))).toBe(true);
  });

  it('should name nobody and no company in its message, which anybody could have us send', async () => {
    const { email } = await invited(owner);
    const [message] = await messagesTo(email);
    expect(JSON.stringify(message)).not.toMatch(/Maglificio|Rossi|Conti/);
  });

  it('should go to a phone number as a text message', async () => {
    const phone = '+393339876543';
    await made(owner, path, { role: 'EMPLOYEE', phone: '+39 333 987 6543' });
    expect(await messagesTo(phone)).toHaveLength(1);
    const { status, body } = await acceptAnew(await tokenSentTo(phone));
    expect([status, body.user.phone, body.user.email]).toEqual([200, phone, null]);
  });

  it('should tell whoever holds the token what it is to, and not whether there is an account', async () => {
    const { id: known } = await makePerson();
    const [account] = await asSuperuser<{ email: string }>('SELECT email FROM users WHERE id = $1', [known]);
    const answers = [];
    for (const email of [account?.email ?? '', newAddress()]) {
      const { token } = await invited(owner, { email, role: 'EMPLOYEE' });
      const { status, body } = await look(token);
      answers.push([status, { ...body, address: body.address === email }]);
    }
    expect(answers[0]).toEqual([
      200,
      {
        company: 'Maglificio Rossi',
        invitedBy: 'Anna Conti',
        role: 'EMPLOYEE',
        address: true,
        expiresAt: expect.any(String),
      },
    ]);
    expect({ ...(answers[1] as Json)[1], expiresAt: null }).toEqual({ ...(answers[0] as Json)[1], expiresAt: null });
  });

  it.each([
    ['neither address nor number', { role: 'MANAGER' }],
    ['both', { role: 'MANAGER', email: 'a@example.test', phone: '+393331112223' }],
    ['a role there is not', { role: 'KING', email: 'a@example.test' }],
    ['another company', { role: 'MANAGER', email: 'a@example.test', tenantId: uuidv7() }],
  ])('should not be made with %s', async (_what, body) => {
    expect((await owner.call('POST', path, body)).status).toBe(400);
  });

  it('should be limited to active locations of the company', async () => {
    const other = await makeCompany();
    const [own, foreign, closed] = [
      await made(owner, '/locations', { name: 'Yarn store', locationType: 'WAREHOUSE' }),
      await made(other.owner, '/locations', { name: 'Theirs', locationType: 'WAREHOUSE' }),
      await made(owner, '/locations', { name: 'Closed', locationType: 'STORE' }),
    ];
    await asSuperuser(`UPDATE ${tenantSchema(company.id)}.locations SET is_active = false WHERE id = $1`, [closed.id]);
    for (const id of [foreign.id, closed.id, uuidv7()]) {
      const answer = await owner.call('POST', path, {
        role: 'EMPLOYEE',
        email: newAddress(),
        locationIds: [own.id, id],
      });
      expect(refusal(answer)).toEqual([422, 'RULE_VIOLATED', 'locationIds.1']);
    }
    const kept = await made(owner, path, { role: 'EMPLOYEE', email: newAddress(), locationIds: [own.id, own.id] });
    expect(kept.locationIds).toEqual([own.id]);
  });

  it.each(ROLES.flatMap((by) => ROLES.map((role) => [by, role] as const)))(
    'H3: should be made by %s for %s only as far as their own role goes',
    async (by, role) => {
      const who = await personIn(company.id, by);
      const { status } = await who.caller.call('POST', path, { role, email: newAddress() });
      const leads = by === 'OWNER' || by === 'ADMIN';
      expect(status).toBe(leads && ROLES.indexOf(role) >= ROLES.indexOf(by) ? 201 : 403);
    },
  );

  it('H3: should be sent again and taken back by nobody whose role is below it', async () => {
    const admin = await personIn(company.id, 'ADMIN');
    const { id } = await invited(owner, { role: 'OWNER' });
    expect((await admin.caller.call('POST', `${path}/${id}/actions/resend`)).status).toBe(403);
    expect((await admin.caller.call('DELETE', `${path}/${id}`)).status).toBe(403);
    expect((await owner.call('DELETE', `${path}/${id}`)).status).toBe(204);
  });

  it('should not be made to somebody who belongs to the company already', async () => {
    const email = newAddress();
    await personIn(company.id, 'EMPLOYEE', await makeUser({ email }));
    expect(refusal(await owner.call('POST', path, { role: 'ADMIN', email }))).toEqual([409, 'ALREADY_EXISTS', 'email']);
  });

  it('should be told in the events, and with its address in the audit log alone', async () => {
    const { id, email } = await invited(owner);
    const event = await lastEvent(company.id);
    expect(event).toEqual({
      event: 'invitation-sent',
      actor: `user:${company.ownerId}`,
      detail: { id, role: 'MANAGER' },
    });
    const after = { email, role: 'MANAGER' };
    expect((await auditOf(company.id)).at(-1)).toMatchObject({ action: 'invite', actor: company.ownerId, after });
  });
});

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
    const login = { identifier: email, password: person.password };
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
    const answer = await accept(token, nobody, { ...person, password: 'somebody else chose this' });
    expect([answer.status, codeOf(answer)]).toEqual([409, 'ALREADY_EXISTS']);
    expect((await someone.login()).status).toBe(200);
    expect((await look(token)).status).toBe(200);
  });

  it.each([
    ['a password', { password: person.password }],
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

describe('an invitation that is not accepted', () => {
  let company: Company;
  let owner: Client;
  beforeAll(async () => {
    company = await makeCompany();
    owner = company.owner;
  });

  it('should be declined by whoever holds the token, for good', async () => {
    const { token, id } = await invited(owner);
    expect((await decline(token)).status).toBe(204);
    expect((await acceptAnew(token)).status).toBe(404);
    expect((await owner.call('GET', path)).body.data[0]).toMatchObject({ id, state: 'DECLINED' });
    expect(await lastEvent(company.id)).toMatchObject({ event: 'invitation-declined', actor: `invitation:${id}` });
    expect((await auditOf(company.id)).at(-1)).toMatchObject({ action: 'decline', actor: null });
  });

  it('should be taken back, once, and then be good for nothing', async () => {
    const { token, id } = await invited(owner);
    expect((await owner.call('DELETE', `${path}/${id}`)).status).toBe(204);
    expect((await acceptAnew(token)).status).toBe(404);
    for (const answer of [
      await owner.call('DELETE', `${path}/${id}`),
      await owner.call('POST', `${path}/${id}/actions/resend`),
    ])
      expect(refusal(answer)).toEqual([409, 'INVALID_STATE']);
    expect((await auditOf(company.id)).at(-1)).toMatchObject({ action: 'revoke', actor: company.ownerId });
  });

  it('G17: should be sent again with another token, which alone is good then, and with all its time', async () => {
    const { token, id, email } = await invited(owner);
    await asSuperuser(`UPDATE invitations SET expires_at = now() - interval '1 day' WHERE id = $1`, [id]);
    const { status, body } = await owner.call('POST', `${path}/${id}/actions/resend`);
    expect([status, body]).toMatchObject([200, { id, state: 'OPEN' }]);
    const newer = await tokenSentTo(email);
    expect([(await look(token)).status, (await look(newer)).status]).toEqual([404, 200]);
    expect((await acceptAnew(newer)).status).toBe(200);
  });

  it('should be sent to one address five times, and again after a day without', async () => {
    const { id, email } = await invited(owner);
    const again = () => owner.call('POST', `${path}/${id}/actions/resend`);
    for (let sent = 1; sent < 5; sent += 1) expect((await again()).status).toBe(200);
    expect(refusal(await again())).toEqual([422, 'RULE_VIOLATED']);
    // Neither by another invitation nor by taking it back first.
    await owner.call('DELETE', `${path}/${id}`);
    expect((await owner.call('POST', path, { email, role: 'EMPLOYEE' })).status).toBe(422);
    expect(await messagesTo(email)).toHaveLength(5);
    const other = await makeCompany();
    expect((await other.owner.call('POST', path, { email, role: 'EMPLOYEE' })).status).toBe(201);
    await asSuperuser(`UPDATE invitations SET last_sent_at = last_sent_at - interval '25 hours' WHERE email = $1`, [
      email,
    ]);
    expect((await owner.call('POST', path, { email, role: 'EMPLOYEE' })).status).toBe(201);
  });

  /** As if the company had invited so many others. */
  const inviteMany = (tenantId: string, count: number, revoked: string) =>
    asSuperuser(
      `INSERT INTO invitations (id, tenant_id, email, role, token_hash, invited_by, expires_at, revoked_at)
       SELECT gen_random_uuid(), $1::uuid, n || '@many.test', 'EMPLOYEE', encode(sha256(($1::text || n)::bytea), 'hex'), $2,
         now() + interval '7 days', ${revoked} FROM generate_series(1, $3::int) n`,
      [tenantId, company.ownerId, count],
    );

  it('should be one of a hundred open ones at most', async () => {
    const { id, owner: by } = await makeCompany();
    await inviteMany(id, 99, 'NULL');
    const { id: last } = await invited(by);
    expect(refusal(await by.call('POST', path, { email: newAddress(), role: 'EMPLOYEE' }))).toEqual([
      422,
      'RULE_VIOLATED',
    ]);
    // One that expired counts when it is sent again.
    await asSuperuser(`UPDATE invitations SET expires_at = now() WHERE id = $1`, [last]);
    await invited(by);
    expect((await by.call('POST', `${path}/${last}/actions/resend`)).status).toBe(422);
  });

  it('should be one of two hundred a day at most, taken back or not', async () => {
    const { id, owner: by } = await makeCompany();
    await inviteMany(id, 199, 'now()');
    await invited(by);
    expect((await by.call('POST', path, { email: newAddress(), role: 'EMPLOYEE' })).status).toBe(422);
  });

  it('should be forgotten a month after it was answered or has expired', async () => {
    const { id } = await invited(owner);
    await owner.call('DELETE', `${path}/${id}`);
    const open = await invited(owner);
    await asSuperuser(`UPDATE invitations SET revoked_at = now() - interval '29 days' WHERE id = $1`, [id]);
    expect(await forgetOldInvitations()).toBe(0);
    await asSuperuser(`UPDATE invitations SET revoked_at = now() - interval '31 days' WHERE id = $1`, [id]);
    expect(await forgetOldInvitations()).toBe(1);
    expect((await look(open.token)).status).toBe(200);
  });
});
