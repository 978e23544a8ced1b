import { beforeEach, describe, expect, it } from 'vitest';
import { addMember } from '@/tenants/people/members.service';
import { type Client, client, codeOf } from '../support/api';
import { asSuperuser, makeTenant } from '../support/database';
import { letsIn, makePerson, PASSWORD } from '../support/sessions';

/** As if the person had shown that it is them so long ago. */
const proveLongAgo = (userId: string, seconds: number) =>
  asSuperuser(
    'UPDATE sessions SET proved_at = now() - make_interval(secs => $2) WHERE user_id = $1 AND revoked_at IS NULL',
    [userId, seconds],
  );

describe('who wants to end other sessions of theirs', () => {
  let person: Awaited<ReturnType<typeof makePerson>>;
  let here: Client;
  let token: { accessToken: string };
  let other: { accessToken: string };
  let otherId: string;

  beforeEach(async () => {
    person = await makePerson();
    other = (await person.login()).body;
    token = (await person.login()).body;
    here = client(token.accessToken);
    const { data } = (await here.call('GET', '/auth/sessions')).body;
    otherId = data.find(({ current }: { current: boolean }) => !current).id;
  });

  const endOne = () => here.call('DELETE', `/auth/sessions/${otherId}`);

  it('should be let, a quarter of an hour after signing in', async () => {
    await proveLongAgo(person.id, 15 * 60 - 5);
    expect((await endOne()).status).toBe(204);
    expect(await letsIn(other)).toBe(false);
  });

  it('should be asked for their password later, and nothing ends before', async () => {
    await proveLongAgo(person.id, 15 * 60 + 1);
    for (const answer of [await endOne(), await here.call('DELETE', '/auth/sessions')])
      expect([answer.status, codeOf(answer)]).toEqual([403, 'PROOF_REQUIRED']);
    expect(await letsIn(other)).toBe(true);
    const wrong = await here.call('POST', '/auth/prove', { password: 'not my password at all' });
    expect([wrong.status, codeOf(wrong)]).toEqual([401, 'INVALID_CREDENTIALS']);
    expect((await endOne()).status).toBe(403);
    expect((await here.call('POST', '/auth/prove', { password: PASSWORD })).status).toBe(204);
    expect((await here.call('DELETE', '/auth/sessions')).body).toEqual({ ended: 1 });
    expect(await letsIn(other)).toBe(false);
  });

  it('should show it for the session that asks alone', async () => {
    await proveLongAgo(person.id, 3600);
    await client(other.accessToken).call('POST', '/auth/prove', { password: PASSWORD });
    expect((await endOne()).status).toBe(403);
  });

  it('should be let sign out here at any time', async () => {
    await proveLongAgo(person.id, 3600);
    const { data } = (await here.call('GET', '/auth/sessions')).body;
    const own = data.find(({ current }: { current: boolean }) => current).id;
    expect((await here.call('DELETE', `/auth/sessions/${own}`)).status).toBe(204);
    expect(await letsIn(token)).toBe(false);
  });

  it('should not show it by changing the company', async () => {
    const tenantId = await makeTenant({ userId: person.id });
    await proveLongAgo(person.id, 3600);
    const moved = await here.call('POST', '/auth/switch-tenant', { tenantId, tokenTransport: 'body' });
    const answer = await client(moved.body.accessToken).call('DELETE', '/auth/sessions');
    expect([answer.status, codeOf(answer)]).toEqual([403, 'PROOF_REQUIRED']);
  });

  it('should hear that the session has ended, where it has', async () => {
    await proveLongAgo(person.id, 3600);
    await client(other.accessToken).call('POST', '/auth/prove', { password: PASSWORD });
    await client(other.accessToken).call('DELETE', '/auth/sessions');
    expect((await endOne()).status).toBe(401);
  });
});

describe('who wants to leave a company', () => {
  it('should be asked for their password where it is long ago, for it ends their sessions there everywhere', async () => {
    const person = await makePerson();
    const tenantId = await makeTenant();
    await addMember(tenantId, person.id, 'ADMIN', 'cli:anna');
    const [here, there] = [(await person.login()).body, (await person.login()).body];
    const caller = client(here.accessToken);
    await proveLongAgo(person.id, 15 * 60 + 1);
    for (const answer of [
      await caller.call('DELETE', '/tenants/current/members/me'),
      await caller.call('DELETE', `/tenants/current/members/${person.id}`),
      await caller.call('POST', '/tenants/current/members/actions/remove', { userIds: [person.id] }),
    ])
      expect([answer.status, codeOf(answer)]).toEqual([403, 'PROOF_REQUIRED']);
    expect((await client(there.accessToken).call('GET', '/locations')).status).toBe(200);
    expect((await caller.call('POST', '/auth/prove', { password: PASSWORD })).status).toBe(204);
    expect((await caller.call('DELETE', '/tenants/current/members/me')).status).toBe(204);
  });
});
