import { beforeAll, describe, expect, it } from 'vitest';
import { databaseManager } from '@/database/connection';
import { type Company, makeCompany } from '../support/api';
import { giveAccess, makeKey, makePerson, makeRole } from '../support/people';
import { ifMatch } from './support';

/** No change is heard of here: what this process changes itself it must know at the very next request all the same. */
databaseManager.onChange = () => undefined;

let company: Company;
beforeAll(async () => {
  company = await makeCompany();
});

describe('H2: the next request', () => {
  it("should know a member's new role, and that it was taken away", async () => {
    const person = await makePerson(company, 'EMPLOYEE');
    const status = async () => (await person.caller.call('GET', '/finance/transactions')).status;
    expect(await status()).toBe(403);
    const { id: customRoleId } = await makeRole(company.owner, ['finance:read']);
    await giveAccess(company.owner, person.id, { customRoleId });
    expect(await status()).toBe(200);
    await giveAccess(company.owner, person.id, { customRoleId: null });
    expect(await status()).toBe(403);
  });

  it('should know what was taken from a role, or added to it', async () => {
    const role = await makeRole(company.owner, ['finance:read']);
    const person = await makePerson(company, 'EMPLOYEE', { customRoleId: role.id });
    const status = async () => (await person.caller.call('GET', '/finance/transactions')).status;
    expect(await status()).toBe(200);
    for (const [permission, version, wanted] of [
      ['tenant:read', 1, 403],
      ['finance:read', 2, 200],
    ] as const) {
      const body = { permissions: [permission] };
      await company.owner.call('PATCH', `/tenants/current/roles/${role.id}`, body, ifMatch({ version }));
      expect([permission, await status()]).toEqual([permission, wanted]);
    }
  });

  it('should know the locations a member works at', async () => {
    const [location] = (await company.owner.call('GET', '/locations')).body.data;
    const person = await makePerson(company, 'MANAGER');
    const status = async () => (await person.caller.call('GET', `/locations/${location.id}`)).status;
    expect(await status()).toBe(200);
    await giveAccess(company.owner, person.id, { locationIds: [] });
    expect(await status()).toBe(404);
    await giveAccess(company.owner, person.id, { locationIds: [location.id] });
    expect(await status()).toBe(200);
  });

  it('should know that a key was revoked', async () => {
    const { id, caller } = await makeKey(company, ['partners:read']);
    expect((await caller.call('GET', '/suppliers')).status).toBe(200);
    await company.owner.call('DELETE', `/tenants/current/api-keys/${id}`);
    expect((await caller.call('GET', '/suppliers')).status).toBe(401);
  });
});
