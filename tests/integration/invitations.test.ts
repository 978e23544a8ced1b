import { createHash } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { ROLES } from '@/contract/enums';
import { tenantSchema } from '@/database/tenantName';
import { forgetOldInvitations } from '@/tenants/invitations/invitations.repo';
import { type Client, type Company, type Json, makeCompany } from '../support/api';
import { asSuperuser, makeUser } from '../support/database';
import { acceptAnew, decline, invited, look, newAddress, INVITATIONS as path } from '../support/invitations';
import { auditOf, lastEvent } from '../support/leavingCompany';
import { messagesTo, tokenSentTo } from '../support/messages';
import { makePerson } from '../support/sessions';
import { personIn } from '../support/staff';
import { made, refusal } from './support';

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
