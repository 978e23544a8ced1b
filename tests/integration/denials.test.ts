import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { databaseManager } from '@/database/connection';
import { routes } from '@/routes';
import { type Client, type Company, client, makeCompany } from '../support/api';
import { asSuperuser, makeTenant } from '../support/database';
import { makeKey, makePerson, type Person } from '../support/people';
import { statementsOf } from '../support/statements';

type Row = {
  kind: string;
  user_id: string | null;
  session_id: string | null;
  tenant_id: string | null;
  detail: object;
};

/** Every refusal for want of a right is one security event: no fewer, and no more. */
describe('a refusal', () => {
  let company: Company;
  let employee: Person;
  beforeAll(async () => {
    company = await makeCompany();
    employee = await makePerson(company, 'EMPLOYEE');
  });
  afterEach(() => vi.restoreAllMocks());

  /** The events that one request leaves, and what it is answered. */
  async function eventsOf(by: Client, method: string, path: string, body?: object) {
    const headers = { 'x-request-id': `denied-${Math.random().toString(36).slice(2)}-0001` };
    const { status } = await by.call(method, path, body, headers);
    const events = await asSuperuser<Row>(
      'SELECT kind, user_id, session_id, tenant_id, detail FROM security_events WHERE request_id = $1',
      [headers['x-request-id']],
    );
    return { status, events };
  }

  it('F5: should leave exactly one event, with who was refused what and where', async () => {
    const { status, events } = await eventsOf(employee.caller, 'POST', '/suppliers', { name: 'No', kind: 'YARN' });
    expect(status).toBe(403);
    expect(events).toEqual([
      {
        kind: 'ACCESS_DENIED',
        user_id: employee.id,
        session_id: expect.any(String),
        tenant_id: company.id,
        detail: { method: 'POST', route: '/suppliers', reason: expect.stringContaining('partners:write') },
      },
    ]);
  });

  it('F5: should leave one by every route that takes a permission the caller lacks', async () => {
    const { caller } = await makePerson(company, 'EMPLOYEE', {
      customRoleId: (
        await company.owner.call('POST', '/tenants/current/roles', { name: 'Reader', permissions: ['tenant:read'] })
      ).body.id,
    });
    for (const { method, path, permission } of routes) {
      if (!permission || permission === 'tenant:read') continue;
      const { status, events } = await eventsOf(caller, method, path.replace(/:\w+/, company.id));
      expect([method, path, status, events.map(({ kind }) => kind)]).toEqual([method, path, 403, ['ACCESS_DENIED']]);
    }
  });

  it('F5: should leave one where a rule says so, where a field is hidden, and where a key does what people do', async () => {
    const cases: [Client, string, string, object?][] = [
      [company.owner, 'POST', '/tenants/current/roles', { name: 'Own', permissions: ['tenant:own'] }],
      [company.owner, 'PATCH', `/tenants/current/members/${company.ownerId}/access`, { locationIds: [] }],
      [company.owner, 'POST', '/auth/switch-tenant', { tenantId: await makeTenant() }],
      [(await makeKey(company, ['partners:read'])).caller, 'GET', '/auth/me'],
      [(await makeKey(company, ['partners:read'])).caller, 'GET', '/locations'],
    ];
    for (const [by, method, path, body] of cases) {
      const { status, events } = await eventsOf(by, method, path, body);
      expect([path, status, events.map(({ kind }) => kind)]).toEqual([
        path,
        403,
        [path === '/auth/switch-tenant' ? 'CROSS_TENANT' : 'ACCESS_DENIED'],
      ]);
    }
  });

  it('F5: should leave none when it is for another reason', async () => {
    const cases: [Client, string, string, object?][] = [
      [client(), 'GET', '/suppliers'],
      [company.owner, 'GET', '/suppliers?x=1'],
      [company.owner, 'GET', `/suppliers/${company.id}`],
      [company.owner, 'POST', '/suppliers', { name: '' }],
      [company.owner, 'GET', '/suppliers'],
    ];
    for (const [by, method, path, body] of cases) {
      const { status, events } = await eventsOf(by, method, path, body);
      expect([path, status === 403, events]).toEqual([path, false, []]);
    }
  });

  it('F5: should cost one statement, and stand also when the event cannot be written', async () => {
    await employee.caller.call('GET', '/finance/transactions');
    const sent = await statementsOf(() => employee.caller.call('GET', '/finance/transactions'));
    expect(sent.map(({ text }) => text.split(' (')[0])).toEqual(['insert into "security_events"']);
    vi.spyOn(databaseManager.control, 'insertInto').mockImplementation(() => {
      throw new Error('the disk is full');
    });
    expect((await employee.caller.call('GET', '/finance/transactions')).status).toBe(403);
  });
});
