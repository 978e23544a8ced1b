import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { forgetSession, sessionAccess } from '@/auth/access/access';
import { signAccessToken } from '@/auth/sessions/tokens';
import { databaseManager } from '@/database/connection';
import { tenantSchema } from '@/database/tenantName';
import { client, sessionFor } from '../support/api';
import { asSuperuser, makeTenant, makeUser } from '../support/database';

/** What the process keeps in memory: the access of sessions, while nothing is heard of changes, and the clients of companies. */
databaseManager.onChange = () => undefined;
let userId: string;
let tenants: [string, string];

beforeAll(async () => {
  userId = await makeUser();
  tenants = [await makeTenant({ userId }), await makeTenant({ userId })];
});

const openSession = async (tenantId: string | null, person = userId) => (await sessionFor(person, tenantId)).id;

const statusOf = async (claims: { userId: string; sessionId: string; tenantId: string | null }) =>
  (await client(await signAccessToken(claims)).call('GET', '/locations')).status;

describe('the access of sessions that is kept in memory', () => {
  it('D1: should be that of the session asked for, of many sessions of two companies asked for at once', async () => {
    const sessions = await Promise.all(
      Array.from({ length: 40 }, async (_, index) => {
        const tenantId = tenants[index % 2 === 0 ? 0 : 1];
        return { tenantId, id: await openSession(tenantId) };
      }),
    );
    for (let round = 0; round < 3; round += 1) {
      const found = await Promise.all(sessions.map(({ id }) => sessionAccess(id)));
      expect(found.map((access) => access?.tenantId)).toEqual(sessions.map(({ tenantId }) => tenantId));
      expect(found.map((access) => access?.tenant?.id)).toEqual(sessions.map(({ tenantId }) => tenantId));
      for (const { id } of sessions.slice(0, 20)) forgetSession(id);
    }
  });

  it('D1: should not answer for a session that does not exist, nor for one with a like id', async () => {
    const id = await openSession(tenants[0]);
    expect((await sessionAccess(id))?.tenantId).toBe(tenants[0]);
    expect(await sessionAccess(uuidv7())).toBeUndefined();
    expect(await sessionAccess(`${id.slice(0, -1)}${id.endsWith('0') ? '1' : '0'}`)).toBeUndefined();
  });

  it('D1: should be read afresh when it is forgotten, and only that one', async () => {
    const [kept, changed] = [await openSession(tenants[0]), await openSession(tenants[0])];
    const before = await sessionAccess(kept);
    await sessionAccess(changed);
    await asSuperuser('UPDATE sessions SET tenant_id = $1 WHERE id = ANY($2::uuid[])', [tenants[1], [kept, changed]]);
    forgetSession(changed);
    expect((await sessionAccess(changed))?.tenant?.id).toBe(tenants[1]);
    expect(await sessionAccess(kept)).toBe(before);
  });

  it.each(['read before', 'not read yet'])(
    'D1: should open no company but the one in the token, when it was %s',
    async (when) => {
      const [first, second] = tenants;
      const sessionId = await openSession(first);
      if (when === 'read before') expect(await statusOf({ userId, sessionId, tenantId: first })).toBe(200);
      expect(await statusOf({ userId, sessionId, tenantId: second })).toBe(401);
      expect(await statusOf({ userId, sessionId, tenantId: null })).toBe(401);
      expect(await statusOf({ userId: await makeUser(), sessionId, tenantId: first })).toBe(401);
      expect(await statusOf({ userId, sessionId, tenantId: first })).toBe(200);
    },
  );

  it('D1: should not let a token outlive a change of its session to another company', async () => {
    const [first, second] = tenants;
    const sessionId = await openSession(first);
    expect(await statusOf({ userId, sessionId, tenantId: first })).toBe(200);
    await asSuperuser('UPDATE sessions SET tenant_id = $1 WHERE id = $2', [second, sessionId]);
    forgetSession(sessionId);
    expect(await statusOf({ userId, sessionId, tenantId: first })).toBe(401);
  });
});

describe('the clients of companies that are kept in memory', () => {
  it("D1: should be the company's own, the same each time, and no other's", async () => {
    const [first, second] = tenants;
    expect(databaseManager.getTenantPrisma(first)).toBe(databaseManager.getTenantPrisma(first));
    expect(databaseManager.getTenantPrisma(first)).not.toBe(databaseManager.getTenantPrisma(second));
    expect(databaseManager.getTenantDb(first)).not.toBe(databaseManager.getTenantDb(second));
  });

  it('D1: should be logged in as the company when many are made and used at once', async () => {
    const fresh = await Promise.all(Array.from({ length: 6 }, () => makeTenant({ userId })));
    const asked = Array.from({ length: 30 }, (_, index) => fresh[index % fresh.length] ?? '');
    const roles = await Promise.all(
      asked.map(async (tenantId) => {
        const [row] = await databaseManager.getTenantPrisma(tenantId).$queryRaw<
          { role: string }[]
        >`SELECT session_user::text AS role`;
        return row?.role;
      }),
    );
    expect(roles).toEqual(asked.map(tenantSchema));
  });

  it('D1: should not be found under an id written otherwise', () => {
    const [first] = tenants;
    databaseManager.getTenantPrisma(first);
    for (const id of [first.toUpperCase(), `${first} `, first.replaceAll('-', '_'), tenantSchema(first)]) {
      expect(() => databaseManager.getTenantPrisma(id)).toThrow('There is no such company');
    }
  });
});
