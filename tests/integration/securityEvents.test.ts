import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { recordSecurityEvent } from '@/auth/securityEvents/securityEvents';
import { deliverSecurityEvents, signatureOf } from '@/auth/securityEvents/securityWebhook';
import { signAccessToken } from '@/auth/sessions/tokens';
import { config } from '@/config';
import { client, makeCompany, sessionFor } from '../support/api';
import { asSuperuser, makeTenant, makeUser } from '../support/database';
import { makePerson, PASSWORD } from '../support/sessions';

const kindsOf = async (userId: string) =>
  (
    await asSuperuser<{ kind: string }>('SELECT kind FROM security_events WHERE user_id = $1 ORDER BY id', [userId])
  ).map(({ kind }) => kind);

describe('what concerns the safety of accounts and companies', () => {
  it('F5: should be told once each: a failed sign-in, a permission that is missing, a company that is another one’s', async () => {
    const person = await makePerson();
    const own = await makeTenant({ userId: person.id });
    const other = await makeTenant();
    await person.login('not the password at all');
    expect(await kindsOf(person.id)).toEqual(['SIGN_IN_FAILED']);
    const { body } = await person.login();
    expect(body.tenant.id).toBe(own);
    const caller = client(body.accessToken);
    expect((await caller.call('POST', '/auth/switch-tenant', { tenantId: other })).status).toBe(403);
    expect(await kindsOf(person.id)).toEqual(['SIGN_IN_FAILED', 'CROSS_TENANT']);
    const details = { identifier: person.email, password: PASSWORD, tenantSlug: 'not-mine' };
    expect((await client().call('POST', '/auth/login', details)).status).toBe(403);
    expect(await kindsOf(person.id)).toEqual(['SIGN_IN_FAILED', 'CROSS_TENANT', 'CROSS_TENANT']);
    const { owner: _owner, as } = await makeCompany();
    const clerk = await as('EMPLOYEE');
    expect((await clerk.call('POST', '/locations', { name: 'X', locationType: 'STORE' })).status).toBe(403);
    const { body: me } = await clerk.call('GET', '/auth/me');
    expect(await kindsOf(me.user.id)).toEqual(['ACCESS_DENIED']);
  });

  it('F5: should become an alert when somebody tries three times within an hour, and not again at the fourth', async () => {
    const userId = await makeUser();
    const other = await makeTenant();
    const { id: sessionId } = await sessionFor(userId, null);
    const caller = client(await signAccessToken({ userId, sessionId, tenantId: null }));
    for (let count = 0; count < 4; count += 1) await caller.call('POST', '/auth/switch-tenant', { tenantId: other });
    expect((await kindsOf(userId)).sort()).toEqual(['ALERT', ...Array(4).fill('CROSS_TENANT')]);
    const calm = await makeUser();
    const { id } = await sessionFor(calm, null);
    const quiet = client(await signAccessToken({ userId: calm, sessionId: id, tenantId: null }));
    for (let count = 0; count < 2; count += 1) await quiet.call('POST', '/auth/switch-tenant', { tenantId: other });
    expect(await kindsOf(calm)).toEqual(['CROSS_TENANT', 'CROSS_TENANT']);
  });

  it('should be what a good signature over another company is, which nobody gets from here', async () => {
    const userId = await makeUser();
    const [tenantId, other] = [await makeTenant({ userId }), await makeTenant()];
    const { id: sessionId } = await sessionFor(userId, tenantId);
    expect(
      (await client(await signAccessToken({ userId, sessionId, tenantId: other })).call('GET', '/locations')).status,
    ).toBe(401);
    expect(await kindsOf(userId)).toEqual(['CROSS_TENANT']);
  });

  it('should stay as it was written', async () => {
    const { CONTROL_ROLE } = await import('@/database/owner');
    const rights = await asSuperuser(
      `SELECT has_table_privilege($1, 'security_events', 'UPDATE') AS change, has_table_privilege($1, 'security_events', 'DELETE') AS remove`,
      [CONTROL_ROLE],
    );
    expect(rights).toEqual([{ change: false, remove: false }]);
  });
});

describe('the receiver of security events', () => {
  const SECRET = 'a-secret-of-the-receiver-0123456789abcdef';
  const received: { signature: string; body: string }[] = [];
  let answer = 204;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    received.push({ signature: String(request.headers['x-lavoro-signature']), body: Buffer.concat(chunks).toString() });
    response.writeHead(answer).end();
  });
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    Object.assign(config(), { SECURITY_WEBHOOK_URL: `http://127.0.0.1:${port}/`, SECURITY_WEBHOOK_SECRET: SECRET });
  });
  afterAll(() => {
    server.close();
    Object.assign(config(), { SECURITY_WEBHOOK_URL: undefined, SECURITY_WEBHOOK_SECRET: undefined });
  });
  beforeEach(async () => {
    await settled();
    await deliverSecurityEvents();
    received.length = 0;
    answer = 204;
  });
  /** What has happened so far happened a while ago. */
  const settled = () => asSuperuser(`UPDATE security_events SET at = at - interval '3 seconds'`);
  const happen = (detail: object) =>
    recordSecurityEvent({ requestId: 'r', ip: null }, { kind: 'RATE_LIMITED', detail });
  const details = () =>
    received.flatMap(({ body }) => JSON.parse(body).events.map((each: { detail: unknown }) => each.detail));

  it('should get each in order, signed, once it is settled', async () => {
    for (let n = 0; n < 150; n += 1) await happen({ n });
    expect(await deliverSecurityEvents()).toBe(0);
    await settled();
    expect(await deliverSecurityEvents()).toBe(150);
    expect(details()).toEqual(Array.from({ length: 150 }, (_, n) => ({ n })));
    expect(received).toHaveLength(2);
    for (const { signature, body } of received) {
      const seconds = Number(/^t=(\d+),/.exec(signature)?.[1]);
      expect(signature).toBe(signatureOf(SECRET, seconds, body));
    }
    expect(await deliverSecurityEvents()).toBe(0);
  });

  it('should get again what it has not taken', async () => {
    await happen({ again: true });
    await settled();
    answer = 500;
    await expect(deliverSecurityEvents()).rejects.toThrow('answered 500');
    answer = 204;
    expect(await deliverSecurityEvents()).toBe(1);
    expect(details()).toEqual([{ again: true }, { again: true }]);
  });

  it('should get each once where several processes deliver at the same time', async () => {
    for (let n = 0; n < 20; n += 1) await happen({ n });
    await settled();
    const counts = await Promise.all(Array.from({ length: 4 }, () => deliverSecurityEvents()));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(20);
    expect(details()).toHaveLength(20);
  });
});
