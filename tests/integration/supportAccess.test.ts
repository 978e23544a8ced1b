import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeKey as newToken, SUPPORT_MARK } from '@/auth/access/apiKeys';
import { SUPPORT_LEVELS } from '@/contract/enums';
import { ONLY_FOR_PEOPLE, permissionsOf, supportPermissions } from '@/contract/permissions';
import { tenantSchema } from '@/database/tenantName';
import { mountRoutes } from '@/http/mount';
import { answerError } from '@/http/problem';
import { defineRoute } from '@/http/route';
import { createRouter } from '@/http/router';
import { routes } from '@/routes';
import { closeSupport } from '@/tenants/support/supportOpening.service';
import { type Answer, type Company, client, makeCompany, withoutRequestId } from '../support/api';
import { loggedLines } from '../support/canary';
import { asSuperuser } from '../support/database';
import { auditOf } from '../support/leavingCompany';
import { makePerson } from '../support/people';
import { makeRecords } from '../support/records';
import { statementsOf } from '../support/statements';
import { consented, HEARD, openedIn, SUPPORT, supported } from '../support/supportAccess';
import { refusal } from './support';

const supplier = { name: 'Filatura', kind: 'YARN' };

let company: Company;
beforeAll(async () => {
  company = await makeCompany();
});

describe('support in a company', () => {
  it('should never hold more than an administrator, nor anything about people, keys, ownership or support', () => {
    for (const level of SUPPORT_LEVELS) {
      const held = supportPermissions(level);
      expect(held.filter((each) => !permissionsOf('ADMIN').includes(each))).toEqual([]);
      for (const never of [...ONLY_FOR_PEOPLE, 'tenant:own', 'support:manage'] as const)
        expect(held).not.toContain(never);
    }
    expect(supportPermissions('READ').filter((each) => !each.endsWith(':read'))).toEqual([]);
    expect(supportPermissions('READ').length).toBeGreaterThan(8);
  });

  it('should read and change nothing at the level READ', async () => {
    const { caller } = await supported(company, 'READ');
    const { supplier: one } = await makeRecords(company.owner);
    await consented(company.owner);
    expect((await caller.call('GET', '/suppliers')).status).toBe(401);
    const { caller: again } = await openedIn(company.id);
    expect((await again.call('GET', `/suppliers/${one.id}`)).status).toBe(200);
    expect((await again.call('HEAD', '/suppliers')).status).toBe(200);
    const before = (await auditOf(company.id)).length;
    const refused = await again.call('POST', '/suppliers', supplier);
    expect([refused.status, refused.body.detail]).toEqual([
      403,
      'The company lets this support access read, and change nothing.',
    ]);
    for (const spelled of [{ 'x-http-method-override': 'POST' }, { 'x-http-method': 'DELETE' }])
      expect((await again.call('GET', `/suppliers/${one.id}`, undefined, spelled)).status).toBe(200);
    expect((await auditOf(company.id)).length).toBe(before);
  });

  it('should change nothing at the level READ by a route that takes what it holds', async () => {
    const { token } = await supported(company, 'READ');
    let done = 0;
    const writing = defineRoute({
      method: 'POST',
      path: '/writing',
      summary: 'Takes a permission to read',
      tag: 'Test',
      access: 'tenant',
      permission: 'partners:read',
      ownTransaction: true,
      handler: async () => {
        done += 1;
        return undefined;
      },
    });
    const app = createRouter();
    app.onError(answerError);
    mountRoutes(app, [writing]);
    const ask = (bearer: string) =>
      app.request('/api/v1/writing', { method: 'POST', headers: { authorization: `Bearer ${bearer}` } });
    expect([(await ask(token)).status, done]).toEqual([403, 0]);
    const { token: more } = await supported(company, 'READ_WRITE');
    expect([(await ask(more)).status, done]).toEqual([204, 1]);
  });

  it.each([
    ['GET', '/tenants/current/roles'],
    ['POST', '/tenants/current/roles'],
    ['PATCH', `/tenants/current/members/${uuidv7()}/access`],
    ['GET', '/tenants/current/api-keys'],
    ['POST', '/tenants/current/api-keys'],
    ['PATCH', `/tenants/current/members/${uuidv7()}`],
    ['DELETE', `/tenants/current/members/${uuidv7()}`],
    ['DELETE', '/tenants/current/members/me'],
    ['POST', '/tenants/current/members/actions/change'],
    ['POST', '/tenants/current/invitations'],
    ['POST', '/tenants/current/ownership/actions/offer'],
    ['POST', '/tenants/current/ownership/actions/withdraw'],
    ['POST', '/tenants/current/ownership/actions/accept'],
    ['POST', '/tenants/current/ownership/actions/decline'],
    ['GET', '/tenants/current/support'],
    ['POST', '/tenants/current/support'],
    ['DELETE', `/tenants/current/support/${uuidv7()}`],
    ['POST', '/tenants/current/actions/change-slug'],
    ['POST', '/tenants/current/actions/delete'],
    ['POST', '/tenants'],
    ['GET', '/tenants'],
    ['GET', '/auth/sessions'],
  ])('should never be let by %s %s, also at the level READ_WRITE', async (method, path) => {
    const { caller } = await supported(company, 'READ_WRITE');
    const answer = await caller.call(method, path, method === 'GET' ? undefined : {});
    expect(refusal(answer)).toEqual([403, 'FORBIDDEN']);
  });

  it('should leave rows of its own at the level READ_WRITE: of support, who it is, and under which consent', async () => {
    const { caller, consent } = await supported(company, 'READ_WRITE');
    const made = await caller.call('POST', '/suppliers', supplier, { 'idempotency-key': 'by-support' });
    expect(made.status).toBe(201);
    const again = await caller.call('POST', '/suppliers', supplier, { 'idempotency-key': 'by-support' });
    expect(again.body.id).toBe(made.body.id);
    const [row] = await asSuperuser(
      `SELECT actor, actor_user_id, session_id FROM ${tenantSchema(company.id)}.audit_log WHERE entity_id = $1`,
      [made.body.id],
    );
    expect(row).toEqual({ actor: `support:anna (${consent.id})`, actor_user_id: null, session_id: null });
    const { data } = (await company.owner.call('GET', `/tenants/current/audit?entityId=${made.body.id}`)).body;
    expect(data[0].actor).toEqual({ kind: 'support', id: `anna (${consent.id})`, name: null });
    expect((await caller.call('PATCH', '/tenants/current', { industry: 'Knitting' })).status).toBe(200);
    const [event] = await asSuperuser(
      `SELECT actor FROM tenant_events WHERE tenant_id = $1 AND event = 'renamed' ORDER BY id DESC LIMIT 1`,
      [company.id],
    );
    expect(event).toEqual({ actor: `support:anna (${consent.id})` });
  });

  it('should be refused what it may not with one event that says whose it was', async () => {
    const { caller, consent, accessId } = await supported(company, 'READ_WRITE');
    const headers = { 'x-request-id': `support-${uuidv7()}` };
    expect((await caller.call('GET', '/tenants/current/roles', undefined, headers)).status).toBe(403);
    expect(
      await asSuperuser('SELECT kind, tenant_id, user_id, detail FROM security_events WHERE request_id = $1', [
        headers['x-request-id'],
      ]),
    ).toEqual([
      {
        kind: 'ACCESS_DENIED',
        tenant_id: company.id,
        user_id: null,
        detail: expect.objectContaining({ support: 'anna', accessId, consentId: consent.id }),
      },
    ]);
  });

  it('should be told of itself, and its presence to the people of the company alone', async () => {
    const place = await makeCompany({ name: 'Maglificio Verdi' });
    const employee = await makePerson(place, 'EMPLOYEE');
    const stranger = await makeCompany();
    const active = async ({ caller }: { caller: Company['owner'] }) =>
      (await caller.call('GET', '/auth/me')).body.supportActive;
    await consented(place.owner);
    expect(await active(employee)).toBe(false);
    const { caller, until, accessId } = await openedIn(place.id);
    expect(await active(employee)).toBe(true);
    expect(await active({ caller: stranger.owner })).toBe(false);
    const { status, body } = await caller.call('GET', '/auth/me');
    expect([status, body.support, body.supportActive]).toEqual([200, { by: 'anna', until, level: 'READ' }, true]);
    expect(body.user).toMatchObject({ id: accessId, firstName: 'Support', lastName: 'anna', email: null });
    expect(body.tenant).toMatchObject({ id: place.id, name: 'Maglificio Verdi', customRole: null });
    expect(body.tenant.permissions).toEqual(supportPermissions('READ'));
    expect((await employee.caller.call('GET', '/auth/me')).body.support).toBeUndefined();
    expect((await caller.call('GET', '/auth/me?x=1')).status).toBe(400);
    await closeSupport(accessId, 'anna');
    expect(await active(employee)).toBe(false);
  });

  it('A5: should find nothing of another company, nor come into one that consents to it elsewhere', async () => {
    const other = await makeCompany();
    await consented(other.owner, { level: 'READ_WRITE' });
    const theirs = await makeRecords(other.owner);
    const { caller } = await supported(company, 'READ_WRITE');
    const answer = await caller.call('GET', `/suppliers/${theirs.supplier.id}`);
    const none = await caller.call('GET', `/suppliers/${uuidv7()}`);
    expect([answer.status, withoutRequestId(answer)]).toEqual([404, withoutRequestId(none)]);
    const headers = { 'x-tenant-id': other.id };
    const { body } = await caller.call('GET', '/tenants/current', undefined, headers);
    expect(body.id).toBe(company.id);
    expect((await caller.call('POST', '/auth/switch-tenant', { tenantId: other.id })).status).toBe(403);
    expect((await caller.call('GET', `${SUPPORT}`)).status).toBe(403);
  });
});

describe('a support token', () => {
  async function tried(token: string, address?: string) {
    const answers: Answer<unknown>[] = [];
    const sent = await statementsOf(async () => {
      answers.push(await client(token, address).call('GET', '/suppliers'));
    });
    const [answer] = answers;
    return { status: answer?.status, text: answer && withoutRequestId(answer), sent: sent.length };
  }

  it('G8: should be shown once, stored as a hash alone, and in no log or history', async () => {
    const { token, caller } = await supported(company, 'READ');
    expect(token).toMatch(/^lvs_[0-9a-f]{32}_[0-9A-Za-z]{43}_[0-9a-f]{10}$/);
    const secret = token.split('_')[2] ?? '';
    await caller.call('GET', '/suppliers');
    const stored = await asSuperuser(
      `SELECT t::text FROM support_accesses t UNION ALL SELECT t::text FROM tenant_events t
       UNION ALL SELECT t::text FROM security_events t UNION ALL SELECT t::text FROM ${tenantSchema(company.id)}.audit_log t`,
    );
    const list = (await company.owner.call('GET', SUPPORT)).text;
    for (const text of [JSON.stringify(stored), list, loggedLines().join()]) expect(text).not.toContain(secret);
  });

  it('should be refused without the database when it is malformed, or a key of the other kind', async () => {
    const { token, accessId } = await supported(company, 'READ');
    const { text } = await tried('lvs_');
    const swapped = newToken(accessId).key;
    for (const bad of ['lvs_x', token.slice(0, -1), `${token}0`, swapped.replace('lvk_', 'lvs_')])
      expect(await tried(bad)).toEqual({ status: 401, text, sent: 0 });
    expect((await tried(token.replace('lvs_', 'lvk_'))).status).toBe(401);
    expect((await tried(token.replace('lvs_', 'lvk_'))).sent).toBe(0);
  });

  it('should be told nothing of why: closed, revoked, over, with another secret or unknown, each with an event of its company', async () => {
    const { text } = await tried('lvs_');
    const { accessId, token, consent } = await supported(company, 'READ');
    const forget = () => closeSupport(accessId, 'anna');
    // From an address of its own each: one event is written for a token, an address and a minute.
    let addresses = 0;
    const refused = async (bad: string, tenantId: string | null = company.id) => {
      addresses += 1;
      const address = `198.51.100.${addresses}`;
      for (const _twice of [1, 2]) {
        const { status, text: said } = await tried(bad, address);
        expect([status, said]).toEqual([401, text]);
      }
      const events = `SELECT tenant_id AS "tenantId" FROM security_events WHERE kind = 'SUPPORT_REFUSED' AND ip_address = $1`;
      expect(await asSuperuser(events, [address])).toEqual([{ tenantId }]);
    };
    await refused(newToken(accessId, SUPPORT_MARK).key);
    await refused(newToken(uuidv7(), SUPPORT_MARK).key, null);
    expect((await tried(token)).status).toBe(200);
    await forget();
    await expect.poll(async () => (await tried(token)).status, HEARD).toBe(401);
    await refused(token);
    const second = await openedIn(company.id);
    expect((await second.caller.call('GET', '/suppliers')).status).toBe(200);
    expect((await company.owner.call('DELETE', `${SUPPORT}/${consent.id}`)).status).toBe(204);
    await refused(second.token);
  });

  it('should end with its time and with that of the consent, by the clock of the database', async () => {
    const { accessId, token, consent } = await supported(company, 'READ');
    const past = (table: string, id: string, opened: string) =>
      asSuperuser(
        `UPDATE ${table} SET ${opened} = ${opened} - interval '50 minutes', expires_at = now() - interval '1 second' WHERE id = $1`,
        [id],
      );
    // The access alone: its own row says when it ends.
    await past('support_accesses', accessId, 'opened_at');
    await expect.poll(async () => (await tried(token)).status, HEARD).toBe(401);
    const other = await openedIn(company.id);
    expect((await other.caller.call('GET', '/suppliers')).status).toBe(200);
    // The consent under it: whatever its own row says.
    await past('support_consents', consent.id, 'created_at');
    await expect.poll(async () => (await other.caller.call('GET', '/suppliers')).status, HEARD).toBe(401);
    const { data } = (await company.owner.call('GET', SUPPORT)).body;
    expect(data[0]).toMatchObject({ state: 'EXPIRED', endedAt: expect.any(String) });
  });

  it('should not be remembered beyond its end, though nobody says that it has come', async () => {
    const { accessId, token } = await supported(company, 'READ');
    await asSuperuser(
      `UPDATE support_accesses SET opened_at = opened_at - interval '59 minutes', expires_at = clock_timestamp() + interval '2500 ms' WHERE id = $1`,
      [accessId],
    );
    await expect.poll(async () => (await tried(token)).status, HEARD).toBe(200);
    const from = performance.now();
    await expect.poll(async () => (await tried(token)).status, { timeout: 6000, interval: 50 }).toBe(401);
    expect(performance.now() - from).toBeLessThan(4000);
  });

  it('should be let in nowhere that is not of its company', async () => {
    const { caller } = await supported(company, 'READ_WRITE');
    for (const { method, path, forSupport } of routes.filter(({ access }) => access === 'user')) {
      if (forSupport) continue;
      const answer = await caller.call(method, path.replace(/:\w+/, uuidv7()), method === 'GET' ? undefined : {});
      expect([method, path, refusal(answer)]).toEqual([method, path, [403, 'FORBIDDEN']]);
    }
  });
});
