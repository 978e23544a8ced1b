import { beforeEach, describe, expect, it } from 'vitest';
import { openClient } from '@/database/client';
import { tenantSchema } from '@/database/tenantName';
import { addMember } from '@/tenants/people/members.service';
import { type Answer, type Client, type Company, client, makeCompany, tokenFor } from '../support/api';
import { until } from '../support/broker';
import { asSuperuser } from '../support/database';
import { INVITATIONS, newAddress } from '../support/invitations';
import { slugOf } from '../support/leavingCompany';
import { makeKey, makePerson, makeRole } from '../support/people';
import { supported } from '../support/supportAccess';
import { makePersonWithTotp } from '../support/totp';
import { refusal } from './support';

/** A request that waits for the company's row, while whoever holds that takes away what the request rests on. */

const CURRENT = '/tenants/current';

type Ask = (by: Client) => Promise<Answer<never>>;

let company: Company;
let slug: string;
beforeEach(async () => {
  company = await makeCompany();
  slug = await slugOf(company.id);
});

const ASKED: [string, Ask][] = [
  ['changing what the company says of itself', (by) => by.call('PATCH', CURRENT, { description: 'Late' })],
  ['another address', (by) => by.call('POST', `${CURRENT}/actions/change-slug`, { slug: `${slug}-late` })],
  ['deletion', (by) => by.call('POST', `${CURRENT}/actions/delete`, { slug })],
  [
    'asking for a second factor',
    (by) => by.call('POST', `${CURRENT}/actions/require-second-factor`, { required: true }),
  ],
  ['a field', (by) => by.call('POST', `${CURRENT}/custom-fields`, { table: 'customers', label: 'Late', type: 'TEXT' })],
];

/** What is answered to a request that was sent first, and waited until `statement` was done. */
async function behind<T>(statement: string, values: unknown[], ask: () => Promise<Answer<T>>): Promise<Answer<T>> {
  const held = await openClient({ connectionString: process.env.DATABASE_URL });
  await held.query('BEGIN');
  await held.query('SELECT FROM tenants WHERE id = $1 FOR UPDATE', [company.id]);
  const answer = ask();
  const waiting = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  await until(async () => (await asSuperuser(waiting)).length === 1);
  await held.query(statement, values);
  await held.query('COMMIT');
  await held.end();
  return answer;
}

const suspended = <T>(ask: () => Promise<Answer<T>>) =>
  behind(`UPDATE tenants SET status = 'SUSPENDED', status_reason = 'unpaid' WHERE id = $1`, [company.id], ask);

const stateOf = async (id: string) => {
  const [state] = await asSuperuser(
    `SELECT to_jsonb(t) - 'status' - 'status_reason' - 'updated_at' AS company,
            (SELECT jsonb_agg(user_id ORDER BY user_id) FROM user_tenants WHERE tenant_id = t.id) AS members,
            (SELECT jsonb_agg(id ORDER BY id) FROM custom_roles WHERE tenant_id = t.id) AS roles,
            (SELECT jsonb_agg(id ORDER BY id) FROM api_keys WHERE tenant_id = t.id) AS keys,
            (SELECT jsonb_agg(id ORDER BY id) FROM invitations WHERE tenant_id = t.id) AS invitations,
            (SELECT count(*)::int FROM tenant_events WHERE tenant_id = t.id) AS events,
            (SELECT count(*)::int FROM ${tenantSchema(id)}.custom_fields) AS fields,
            (SELECT count(*)::int FROM ${tenantSchema(id)}.audit_log) AS audited
     FROM tenants t WHERE id = $1`,
    [id],
  );
  return state;
};

describe('a request that waited for the company', () => {
  it.each(ASKED)('H2: should be refused to an owner who was made less meanwhile: %s', async (_what, ask) => {
    const { id } = await makePersonWithTotp();
    await addMember(company.id, id, 'OWNER', 'cli:anna');
    const caller = client(await tokenFor(id, company.id));
    const before = await stateOf(company.id);
    const less = `UPDATE user_tenants SET role = 'EMPLOYEE' WHERE tenant_id = $1 AND user_id = $2`;
    const answer = await behind(less, [company.id, id], () => ask(caller));
    expect(refusal(answer)).toEqual([403, 'FORBIDDEN']);
    expect(await stateOf(company.id)).toEqual(before);
  });

  it.each([
    ...ASKED.filter(([what]) => what !== 'asking for a second factor'),
    ['a role', (by: Client) => by.call('POST', `${CURRENT}/roles`, { name: 'Late', permissions: ['partners:read'] })],
    ['a key', (by: Client) => by.call('POST', `${CURRENT}/api-keys`, { name: 'Late', permissions: ['partners:read'] })],
    ['an invitation', (by: Client) => by.call('POST', INVITATIONS, { role: 'EMPLOYEE', email: newAddress() })],
    ['leaving', (by: Client) => by.call('DELETE', `${CURRENT}/members/me`)],
  ] as [string, Ask][])('A7: should be refused where the company was suspended meanwhile: %s', async (_what, ask) => {
    const { caller } = await makePerson(company, 'OWNER');
    await makeRole(company.owner, ['partners:read']);
    const before = await stateOf(company.id);
    expect(refusal(await suspended(() => ask(caller)))).toEqual([409, 'INVALID_STATE']);
    expect(await stateOf(company.id)).toEqual(before);
  });

  it('should be refused to support whose consent has ended meanwhile', async () => {
    const { caller, consent } = await supported(company, 'READ_WRITE');
    const before = await stateOf(company.id);
    const end = `UPDATE support_consents SET ended_at = clock_timestamp(), ended_how = 'REVOKED' WHERE id = $1`;
    const answer = await behind(end, [consent.id], () => caller.call('PATCH', CURRENT, { description: 'Late' }));
    expect(refusal(answer)).toEqual([401, 'UNAUTHENTICATED']);
    expect(await stateOf(company.id)).toEqual(before);
  });

  it.each([
    ['was revoked', 'UPDATE api_keys SET revoked_at = now() WHERE id = $1'],
    ['has ended', `UPDATE api_keys SET created_at = now() - interval '2 days', expires_at = now() WHERE id = $1`],
  ])('should be refused to a key that %s meanwhile', async (_what, end) => {
    const { caller, id } = await makeKey(company, ['tenant:update']);
    const before = await stateOf(company.id);
    const answer = await behind(end, [id], () => caller.call('PATCH', CURRENT, { description: 'Late' }));
    expect(refusal(answer)).toEqual([401, 'UNAUTHENTICATED']);
    expect(await stateOf(company.id)).toEqual(before);
  });

  it('should be done for a key and for support that live still', async () => {
    const { caller: key } = await makeKey(company, ['tenant:update']);
    const { caller: support } = await supported(company, 'READ_WRITE');
    for (const by of [key, support]) {
      const answer = await behind('SELECT $1::text', [''], () => by.call('PATCH', CURRENT, { description: 'Late' }));
      expect(answer.status).toBe(200);
    }
  });
});
