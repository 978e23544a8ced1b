import { beforeEach, describe, expect, it } from 'vitest';
import { tenantSchema } from '@/database/tenantName';
import { type Answer, type Company, makeCompany } from '../support/api';
import { asSuperuser } from '../support/database';
import { makeKey, makePerson, makeRole, type Person } from '../support/people';
import { ifMatch } from './support';

const ROLES = '/tenants/current/roles';
const KEYS = '/tenants/current/api-keys';

type Setting = {
  readonly company: Company;
  readonly clerk: Person;
  readonly role: { id: string; version: number };
  readonly keyId: string;
};

let setting: Setting;
beforeEach(async () => {
  const company = await makeCompany();
  const clerk = await makePerson(company, 'EMPLOYEE');
  setting = {
    company,
    clerk,
    role: await makeRole(company.owner, ['partners:read']),
    keyId: (await makeKey(company, ['partners:read'])).id,
  };
});

/** Who may do what in a company, as the control plane has it. */
const rightsIn = (id: string) =>
  asSuperuser(
    `SELECT (SELECT jsonb_agg(to_jsonb(r) ORDER BY r.id) FROM custom_roles r WHERE tenant_id = $1) AS roles,
            (SELECT jsonb_agg(to_jsonb(k) - 'last_used_at' ORDER BY k.id) FROM api_keys k WHERE tenant_id = $1) AS keys,
            (SELECT jsonb_agg(to_jsonb(m) ORDER BY m.id) FROM user_tenants m WHERE tenant_id = $1) AS members,
            (SELECT count(*)::int FROM security_events WHERE tenant_id = $1) AS told`,
    [id],
  );

const CHANGES: [string, (of: Setting) => Promise<Answer<unknown>>][] = [
  [
    'making a role',
    ({ company: { owner } }) => owner.call('POST', ROLES, { name: 'New', permissions: ['finance:post'] }),
  ],
  [
    'changing a role',
    ({ company: { owner }, role }) =>
      owner.call('PATCH', `${ROLES}/${role.id}`, { permissions: ['finance:post'] }, ifMatch(role)),
  ],
  [
    'deleting a role',
    ({ company: { owner }, role }) => owner.call('DELETE', `${ROLES}/${role.id}`, undefined, ifMatch(role)),
  ],
  [
    'giving access',
    ({ company: { owner }, clerk, role }) =>
      owner.call('PATCH', `/tenants/current/members/${clerk.id}/access`, { customRoleId: role.id }),
  ],
  [
    'making a key',
    ({ company: { owner } }) => owner.call('POST', KEYS, { name: 'New', permissions: ['finance:post'] }),
  ],
  ['revoking a key', ({ company: { owner }, keyId }) => owner.call('DELETE', `${KEYS}/${keyId}`)],
];

/** Makes every transaction fail at its end that has written a row. */
const failCommitsOf = (table: string) =>
  asSuperuser(`CREATE FUNCTION public.fail_at_commit() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION 'lost' USING ERRCODE = '58030'; END $$;
    CREATE CONSTRAINT TRIGGER lost_at_commit AFTER INSERT ON ${table}
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.fail_at_commit()`);
const mend = () => asSuperuser('DROP FUNCTION public.fail_at_commit CASCADE');

describe('a change of who may do what, whose row of the audit log is lost', () => {
  it.each(CHANGES)('should not be made: %s', async (_what, ask) => {
    const { id } = setting.company;
    const before = await rightsIn(id);
    await failCommitsOf(`${tenantSchema(id)}.audit_log`);
    const { status } = await ask(setting).finally(mend);
    expect([status, await rightsIn(id)]).toEqual([500, before]);
    expect((await ask(setting)).status).toBeLessThan(300);
    expect(await rightsIn(id)).not.toEqual(before);
  });
});
