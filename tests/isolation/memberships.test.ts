import { v7 as uuidv7 } from 'uuid';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { forgetSession } from '@/auth/access/access';
import { signAccessToken } from '@/auth/sessions/tokens';
import { databaseManager } from '@/database/connection';
import { routes } from '@/routes';
import { type Client, type Company, client, codeOf, makeCompany, sessionFor } from '../support/api';
import { asSuperuser, contentsOf, makeTenant, makeUser } from '../support/database';
import { linksTo, makeRecords, type Records, recordOfPath } from '../support/records';
import { exampleOf, schemaOf } from '../support/routeInputs';

/** What the five seconds are worth when no change is heard of; integration/accessChanges has what is heard at once. */
databaseManager.onChange = () => undefined;

type Member = {
  readonly userId: string;
  readonly sessionId: string;
  readonly refreshToken: string;
  readonly caller: Client;
};

/** Somebody signed in at a company they are a member of. */
async function signIn(tenantId: string, userId: string): Promise<Member> {
  const { id: sessionId, refreshToken } = await sessionFor(userId, tenantId);
  return { userId, sessionId, refreshToken, caller: client(await signAccessToken({ userId, sessionId, tenantId })) };
}

const sessionsOf = (userId: string) =>
  asSuperuser<{ id: string; tenant: string }>(
    'SELECT id, tenant_id AS tenant FROM sessions WHERE user_id = $1 AND revoked_at IS NULL',
    [userId],
  );

describe('somebody who belongs to two companies', () => {
  let userId: string;
  let first: string;
  let second: string;
  beforeAll(async () => {
    userId = await makeUser();
    [first, second] = [await makeTenant({ userId }), await makeTenant({ userId })];
  });

  it('A6: should reach nothing of the one with a token for the other', async () => {
    const [here, there] = [await signIn(first, userId), await signIn(second, userId)];
    const { location, supplier } = await makeRecords(there.caller);
    expect((await here.caller.call('GET', `/suppliers/${supplier.id}`)).status).toBe(404);
    expect((await here.caller.call('GET', '/suppliers')).body.data).toEqual([]);
    const stock = {
      name: 'X',
      kind: 'PACKAGING',
      unit: 'pcs',
      openingStock: [{ locationId: location.id, onHand: '1' }],
    };
    expect((await here.caller.call('POST', '/inventory/items', stock)).status).toBe(422);
    const { location: own } = await makeRecords(here.caller);
    expect((await there.caller.call('GET', `/locations/${own.id}`)).status).toBe(404);
  });

  it('A6: should be refused with the session of the one and a token that says the other', async () => {
    const { sessionId } = await signIn(first, userId);
    const token = await signAccessToken({ userId, sessionId, tenantId: second });
    const answer = await client(token).call('GET', '/locations');
    expect([answer.status, codeOf(answer)]).toEqual([401, 'UNAUTHENTICATED']);
  });

  it('A6: should get a new token and a new session row by switching, while the old ones end', async () => {
    await asSuperuser('DELETE FROM sessions WHERE user_id = $1', [userId]);
    const old = await signIn(first, userId);
    expect((await old.caller.call('GET', '/locations')).status).toBe(200);
    const switched = await old.caller.call('POST', '/auth/switch-tenant', { tenantId: second, tokenTransport: 'body' });
    expect(switched.status).toBe(200);
    const sessions = await sessionsOf(userId);
    expect(sessions).toEqual([{ id: expect.any(String), tenant: second }]);
    expect(sessions[0]?.id).not.toBe(old.sessionId);
    expect(switched.body.refreshToken).not.toBe(old.refreshToken);
    expect((await old.caller.call('GET', '/locations')).status).toBe(401);
    const { status } = await client().call('POST', '/auth/refresh', { refreshToken: old.refreshToken });
    expect(status).toBe(401);
    const { body } = await client(switched.body.accessToken).call('GET', '/locations');
    expect(new Set(body.data.map(({ tenantId }: { tenantId: string }) => tenantId))).toEqual(new Set([second]));
  });

  it('A6: should keep the old session when the company to switch to is not theirs', async () => {
    const old = await signIn(first, userId);
    const before = await sessionsOf(userId);
    const { status } = await old.caller.call('POST', '/auth/switch-tenant', { tenantId: await makeTenant() });
    expect([status, await sessionsOf(userId)]).toEqual([403, before]);
    expect((await old.caller.call('GET', '/locations')).status).toBe(200);
  });
});

describe('a live token', () => {
  let company: Company;
  let records: Records;
  beforeAll(async () => {
    company = await makeCompany();
    records = await makeRecords(company.owner);
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    const { control } = databaseManager;
    await control
      .updateTable('tenants')
      .set({ status: 'ACTIVE', isActive: true, deletionAskedBy: null, deletionAskedAt: null, purgeAfter: null })
      .where('id', '=', company.id)
      .execute();
  });

  async function member(): Promise<Member> {
    const userId = await makeUser();
    const row = { id: uuidv7(), userId, tenantId: company.id, role: 'OWNER' };
    await databaseManager.control.insertInto('userTenants').values(row).execute();
    const signedIn = await signIn(company.id, userId);
    expect((await signedIn.caller.call('GET', '/locations')).status).toBe(200);
    return signedIn;
  }

  const asked = {
    deletionAskedBy: 'cli:anna',
    deletionAskedAt: '2026-03-01T00:00:00Z',
    purgeAfter: '2026-04-01T00:00:00Z',
  };
  const closeCompany = (closed: { status?: string; isActive?: boolean }) =>
    databaseManager.control.updateTable('tenants').set(closed).where('id', '=', company.id).execute();
  const memberships = ({ userId }: Member) =>
    databaseManager.control.updateTable('userTenants').where('userId', '=', userId);

  const ENDINGS: [string, number, (of: Member) => Promise<unknown>][] = [
    ['the company is suspended', 403, () => closeCompany({ status: 'SUSPENDED' })],
    ['the company is being deleted', 403, () => closeCompany({ status: 'DELETING', ...asked })],
    ['the company is not active', 403, () => closeCompany({ isActive: false })],
    ['the membership is not active', 403, (of) => memberships(of).set({ isActive: false }).execute()],
    [
      'the membership is gone',
      403,
      ({ userId }) => databaseManager.control.deleteFrom('userTenants').where('userId', '=', userId).execute(),
    ],
    [
      'the person is not active',
      401,
      ({ userId }) =>
        databaseManager.control.updateTable('users').set({ isActive: false }).where('id', '=', userId).execute(),
    ],
    [
      'the session is gone',
      401,
      ({ sessionId }) => databaseManager.control.deleteFrom('sessions').where('id', '=', sessionId).execute(),
    ],
  ];

  it.each(ENDINGS)(
    'A7: should be good for nothing five seconds after %s, though nobody was told',
    async (_what, status, end) => {
      const signedIn = await member();
      await end(signedIn);
      const now = performance.now.bind(performance);
      vi.spyOn(performance, 'now').mockImplementation(() => now() + 5001);
      expect((await signedIn.caller.call('GET', '/locations')).status).toBe(status);
    },
  );

  it('A7: should be refused by every route of a suspended company, and write nothing', async () => {
    const links = linksTo(company.id, records);
    const signedIn = await member();
    await closeCompany({ status: 'SUSPENDED' });
    forgetSession(signedIn.sessionId);
    const before = await contentsOf(company.id);
    const tenantRoutes = routes.filter(({ access }) => access === 'tenant');
    for (const route of tenantRoutes) {
      const { method, path, body } = route;
      const url = path.includes('/:') ? path.replace(/:\w+/, records[recordOfPath(route)].id) : path;
      const answer = await signedIn.caller.call(method, url, body && exampleOf(schemaOf(body), links), {
        'if-match': '"1"',
      });
      expect([method, path, answer.status, codeOf(answer)]).toEqual([method, path, 403, 'FORBIDDEN']);
    }
    expect(await contentsOf(company.id)).toEqual(before);
  });

  it('A7: should be good again once the company is open again', async () => {
    const signedIn = await member();
    await closeCompany({ status: 'SUSPENDED' });
    forgetSession(signedIn.sessionId);
    expect((await signedIn.caller.call('GET', '/locations')).status).toBe(403);
    await closeCompany({ status: 'ACTIVE' });
    forgetSession(signedIn.sessionId);
    expect((await signedIn.caller.call('GET', '/locations')).status).toBe(200);
  });
});
