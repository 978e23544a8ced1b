import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { hashPassword } from '@/auth/passwords/passwords';
import { addMember, removeMember } from '@/tenants/people/members.service';
import { type Company, client, codeOf, makeCompany, tokenFor } from '../support/api';
import { asSuperuser } from '../support/database';
import { kindsOf } from '../support/events';
import { auditOf, eventsOf } from '../support/leavingCompany';
import { messagesTo } from '../support/messages';
import {
  accept,
  decline,
  makeOwned,
  offer,
  offered,
  offerSeenBy,
  type Taker,
  takerIn,
  withdraw,
} from '../support/ownership';
import { giveAccess, makeKey, makeRole } from '../support/people';
import { makeRecords } from '../support/records';
import { PASSWORD } from '../support/sessions';
import { personIn, rolesIn } from '../support/staff';
import { codeOf as codeOfApp, forgetLastCode, makePersonWithTotp } from '../support/totp';
import { refusal } from './support';

const failuresOf = async (userId: string) =>
  (
    await asSuperuser<{ streak: number }>('SELECT streak FROM stranger_failures WHERE account = $1', [
      `account:${userId}`,
    ])
  )[0]?.streak ?? 0;

describe('the ownership of a company', () => {
  it('should go from one person to another once both have confirmed it, and be told in every history', async () => {
    const company = await makeOwned();
    const taker = await takerIn(company, 'EMPLOYEE');
    const { id, state, from, to } = await offered(company, taker);
    expect([state, from.id, to]).toEqual(['OPEN', company.ownerId, { id: taker.id, name: 'Anna Conti' }]);
    expect(await rolesIn(company.id)).toEqual({ [company.ownerId]: 'OWNER', [taker.id]: 'EMPLOYEE' });
    const [message] = await messagesTo(taker.email);
    expect(message).toMatchObject({ subject: 'A company was offered to you' });
    expect(JSON.stringify(message)).not.toMatch(/Mill|Conti/);
    const before = [(await auditOf(company.id)).length, (await eventsOf(company.id)).length];

    expect((await accept(taker.caller)).body).toMatchObject({ id, state: 'ACCEPTED', giverBecomes: 'ADMIN' });
    expect(await rolesIn(company.id)).toEqual({ [company.ownerId]: 'ADMIN', [taker.id]: 'OWNER' });
    const rows = (await auditOf(company.id)).slice(before[0]);
    expect(rows.map(({ action, actor, before: was, after }) => [action, actor, was, after])).toEqual([
      ['change-role', taker.id, { role: 'EMPLOYEE' }, { role: 'OWNER' }],
      ['change-role', taker.id, { role: 'OWNER' }, { role: 'ADMIN' }],
      ['transfer-ownership', taker.id, { owner: company.ownerId }, { owner: taker.id, offer: id }],
    ]);
    const told = (await eventsOf(company.id)).slice(before[1]);
    expect(told.map(({ event, actor }) => [event, actor])).toEqual([
      ['member-role-changed', `user:${taker.id}`],
      ['member-role-changed', `user:${taker.id}`],
      ['ownership-transferred', `user:${taker.id}`],
    ]);
    expect(await kindsOf(company.ownerId)).toEqual(['OWNERSHIP_OFFERED']);
    expect(await kindsOf(taker.id)).toEqual(['OWNERSHIP_TRANSFERRED']);
    expect((await messagesTo(taker.email)).map(({ subject }) => subject)).toContain('You own a company now');
    expect((await messagesTo(`${company.ownerId}@example.test`)).map(({ subject }) => subject)).toEqual([
      'Your company has another owner',
    ]);
  });

  it('should count from the next request on: for who has it, and for who has it no more', async () => {
    const company = await makeOwned();
    const taker = await takerIn(company);
    await offered(company, taker, { giverBecomes: 'EMPLOYEE' });
    expect((await accept(taker.caller)).status).toBe(200);
    const slug = `moved-${uuidv7().slice(-8)}`;
    const move = (by: Taker['caller']) => by.call('POST', '/tenants/current/actions/change-slug', { slug });
    expect((await move(company.owner)).status).toBe(403);
    expect((await company.owner.call('GET', '/tenants/current/members')).status).toBe(403);
    expect((await move(taker.caller)).status).toBe(200);
    expect((await rolesIn(company.id))[company.ownerId]).toBe('EMPLOYEE');
  });

  it('should be whole, whatever role of the company and locations either was held to before', async () => {
    const company = await makeOwned();
    const { location } = await makeRecords(company.owner);
    const taker = await takerIn(company, 'EMPLOYEE');
    const [role, blind] = [
      await makeRole(company.owner, ['tenant:read', 'partners:read']),
      await makeRole(company.owner, ['partners:read']),
    ];
    await giveAccess(company.owner, taker.id, { customRoleId: blind.id });
    expect(refusal(await offer(company.owner, taker.id))).toEqual([409, 'INVALID_STATE']);
    await giveAccess(company.owner, taker.id, { customRoleId: role.id, locationIds: [location.id] });
    await asSuperuser('UPDATE user_tenants SET location_ids = $2 WHERE user_id = $1', [company.ownerId, [location.id]]);
    await offered(company, taker);
    expect((await accept(taker.caller)).status).toBe(200);
    expect(
      await asSuperuser(
        `SELECT DISTINCT custom_role_id, location_ids FROM user_tenants WHERE tenant_id = $1 AND user_id = ANY($2)`,
        [company.id, [taker.id, company.ownerId]],
      ),
    ).toEqual([{ custom_role_id: null, location_ids: null }]);
  });
});

describe('an offer of ownership', () => {
  let company: Company;
  let taker: Taker;
  beforeAll(async () => {
    company = await makeOwned();
    taker = await takerIn(company);
  });
  const noOffer = async () => expect((await offerSeenBy(company.owner))?.state).not.toBe('OPEN');

  it('should take the password of who gives; a wrong one counts as a failed sign-in does', async () => {
    const before = await failuresOf(company.ownerId);
    const answer = await offer(company.owner, taker.id, { password: 'not my password' });
    expect(refusal(answer)).toEqual([401, 'INVALID_CREDENTIALS', 'password']);
    expect(await failuresOf(company.ownerId)).toBe(before + 1);
    expect((await kindsOf(company.ownerId)).at(-1)).toBe('SIGN_IN_FAILED PASSWORD');
    await noOffer();
    expect(await messagesTo(taker.email)).toEqual([]);
  });

  it('should take the password of who takes it, not that of who gives', async () => {
    const mine = await takerIn(company);
    await asSuperuser('UPDATE users SET password = $2 WHERE id = $1', [
      mine.id,
      await hashPassword('quite another long one'),
    ]);
    await offered(company, mine);
    expect(refusal(await accept(mine.caller))).toEqual([401, 'INVALID_CREDENTIALS', 'password']);
    expect(await failuresOf(mine.id)).toBe(1);
    expect((await rolesIn(company.id))[mine.id]).toBe('MANAGER');
    await asSuperuser(
      `UPDATE stranger_failures SET lately = 20, wait_until = now() + interval '1 hour' WHERE account = $1`,
      [`account:${mine.id}`],
    );
    const right = { password: 'quite another long one' };
    expect((await accept(mine.caller, right)).status).toBe(401);
    await asSuperuser(`UPDATE stranger_failures SET wait_until = now() WHERE account = $1`, [`account:${mine.id}`]);
    expect((await decline(mine.caller)).status).toBe(200);
  });

  it('should take the second factor of either who has one, once', async () => {
    const [giver, other] = [await makePersonWithTotp(), await makePersonWithTotp()];
    const place = await makeCompany();
    await addMember(place.id, giver.id, 'OWNER', 'cli:anna');
    await addMember(place.id, other.id, 'ADMIN', 'cli:anna');
    const [gives, takes] = [client(await tokenFor(giver.id, place.id)), client(await tokenFor(other.id, place.id))];
    expect(codeOf(await offer(gives, other.id))).toBe('TOTP_REQUIRED');
    const code = codeOfApp(giver.secret);
    expect((await offer(gives, other.id, { code: codeOfApp(other.secret) })).status).toBe(401);
    expect((await offer(gives, other.id, { code })).status).toBe(200);
    expect((await withdraw(gives)).status).toBe(200);
    expect((await offer(gives, other.id, { code })).status).toBe(401);
    await forgetLastCode(giver.id);
    expect((await offer(gives, other.id, { code })).status).toBe(200);
    expect(codeOf(await accept(takes))).toBe('TOTP_REQUIRED');
    expect((await accept(takes, { code: other.recoveryCodes[0] })).status).toBe(200);
    expect((await rolesIn(place.id))[other.id]).toBe('OWNER');
    expect(await kindsOf(other.id)).toContain('RECOVERY_CODE_USED');
  });

  it.each(['ADMIN', 'MANAGER', 'EMPLOYEE'] as const)('should not be made by somebody who is %s', async (role) => {
    const { caller } = await takerIn(company, role);
    expect((await offer(caller, taker.id)).status).toBe(403);
    expect((await withdraw(caller)).status).toBe(403);
    await noOffer();
  });

  it('should be made, answered and seen by no program, whatever its key may do', async () => {
    const { caller } = await makeKey(company, ['tenant:read', 'members:read']);
    const { id } = await offered(company, taker);
    for (const answer of [
      await offer(caller, taker.id),
      await withdraw(caller),
      await accept(caller),
      await decline(caller),
    ])
      expect(answer.status).toBe(403);
    expect(await offerSeenBy(caller)).toBeNull();
    expect(await offerSeenBy(company.owner)).toMatchObject({ id, state: 'OPEN' });
    expect((await withdraw(company.owner)).status).toBe(200);
  });

  it('should be answered by the member it was made to alone', async () => {
    await offered(company, taker);
    const others = [await takerIn(company, 'ADMIN'), await takerIn(company, 'OWNER'), { caller: company.owner }];
    for (const { caller } of others)
      for (const answer of [await accept(caller), await decline(caller)])
        expect(refusal(answer)).toEqual([409, 'INVALID_STATE']);
    const elsewhere = await makeOwned();
    for (const answer of [await accept(elsewhere.owner), await withdraw(elsewhere.owner)])
      expect(answer.status).toBe(409);
    const both = client(await tokenFor(taker.id, (await inAnother(taker.id)).id));
    expect((await accept(both)).status).toBe(409);
    expect((await offerSeenBy(company.owner)).state).toBe('OPEN');
    expect((await withdraw(company.owner)).status).toBe(200);
    for (const each of others.slice(0, 2)) if ('id' in each) await removeMember(company.id, each.id, 'cli:anna');
  });

  async function inAnother(userId: string): Promise<Company> {
    const other = await makeCompany();
    await addMember(other.id, userId, 'MANAGER', 'cli:anna');
    return other;
  }

  it('should be made to an active member who is no owner, and to nobody else', async () => {
    const other = await makeCompany();
    const [theirs, owner, disabled, onHold] = [
      await personIn(other.id, 'ADMIN'),
      await personIn(company.id, 'OWNER'),
      await personIn(company.id, 'ADMIN'),
      await personIn(company.id, 'ADMIN'),
    ];
    await asSuperuser('UPDATE users SET is_active = false WHERE id = $1', [disabled.userId]);
    await asSuperuser('UPDATE user_tenants SET is_active = false WHERE user_id = $1', [onHold.userId]);
    const failures = await failuresOf(company.ownerId);
    for (const [userId, status] of [
      [theirs.userId, 404],
      [uuidv7(), 404],
      [disabled.userId, 404],
      [onHold.userId, 404],
      [company.ownerId, 409],
      [owner.userId, 409],
    ] as const)
      expect([userId, (await offer(company.owner, userId, { password: 'wrong' })).status]).toEqual([userId, status]);
    expect(await failuresOf(company.ownerId)).toBe(failures);
    expect((await offer(company.owner, taker.id, { giverBecomes: 'OWNER' })).status).toBe(400);
    await noOffer();
    await removeMember(company.id, owner.userId, 'cli:anna');
  });

  it('should be the one there is: the same once more is that one, another is refused', async () => {
    const { id } = await offered(company, taker);
    const sent = (await messagesTo(taker.email)).length;
    expect((await offered(company, taker)).id).toBe(id);
    expect((await messagesTo(taker.email)).length).toBe(sent);
    const other = await takerIn(company);
    expect(refusal(await offer(company.owner, other.id))).toEqual([409, 'INVALID_STATE']);
    expect(refusal(await offer(company.owner, taker.id, { giverBecomes: 'MANAGER' }))).toEqual([409, 'INVALID_STATE']);
    expect((await withdraw(company.owner)).status).toBe(200);
    expect((await offered(company, other)).id).not.toBe(id);
    expect((await decline(other.caller)).body.state).toBe('DECLINED');
  });

  it('should be over when it was declined or withdrawn, which may be said twice', async () => {
    await offered(company, taker);
    for (const _ of [1, 2]) expect((await decline(taker.caller)).body.state).toBe('DECLINED');
    for (const answer of [await accept(taker.caller), await withdraw(company.owner)])
      expect(refusal(answer)).toEqual([409, 'INVALID_STATE']);
    await offered(company, taker);
    const another = await personIn(company.id, 'OWNER');
    for (const _ of [1, 2]) expect((await withdraw(another.caller)).body.state).toBe('WITHDRAWN');
    for (const answer of [await accept(taker.caller), await decline(taker.caller)])
      expect(refusal(answer)).toEqual([409, 'INVALID_STATE']);
    await removeMember(company.id, another.userId, 'cli:anna');
    const told = (await eventsOf(company.id))
      .map(({ event }) => event)
      .filter((event) => event.startsWith('ownership'));
    expect(told.slice(-4)).toEqual([
      'ownership-offered',
      'ownership-declined',
      'ownership-offered',
      'ownership-withdrawn',
    ]);
    expect((await auditOf(company.id)).map(({ action }) => action)).toEqual(
      expect.arrayContaining(['offer', 'decline', 'withdraw']),
    );
  });

  it('should be seen by who gives, who takes and every owner, and by nobody else', async () => {
    const { id } = await offered(company, taker);
    const [owner, admin] = [await personIn(company.id, 'OWNER'), await personIn(company.id, 'ADMIN')];
    for (const by of [company.owner, taker.caller, owner.caller]) expect((await offerSeenBy(by)).id).toBe(id);
    expect(await offerSeenBy(admin.caller)).toBeNull();
    await removeMember(company.id, owner.userId, 'cli:anna');
    expect((await withdraw(company.owner)).status).toBe(200);
  });

  it('should be made ten times a day at most', async () => {
    const busy = await makeOwned();
    const someone = await takerIn(busy);
    for (let count = 0; count < 10; count += 1) {
      await offered(busy, someone);
      expect((await decline(someone.caller)).status).toBe(200);
    }
    expect(refusal(await offer(busy.owner, someone.id))).toEqual([422, 'RULE_VIOLATED']);
    await asSuperuser(`UPDATE ownership_offers SET created_at = created_at - interval '1 day' WHERE tenant_id = $1`, [
      busy.id,
    ]);
    expect((await offer(busy.owner, someone.id, { password: PASSWORD })).status).toBe(200);
  });
});
