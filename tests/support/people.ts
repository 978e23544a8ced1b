import type { Role } from '@/contract/enums';
import type { Permission } from '@/contract/permissions';
import { type Client, type Company, client, type Json, tokenFor } from './api';
import { knowKey } from './canary';
import { makeMember } from './records';

/** Somebody at work in a company. */
export type Person = { readonly id: string; readonly caller: Client };

/** A member with a role, and what else decides on what they may do, given by the company's owner through the API. */
export async function makePerson(company: Company, role: Role, access: object = {}): Promise<Person> {
  const { id } = await makeMember(company.id, role);
  if (Object.keys(access).length > 0) await giveAccess(company.owner, id, access);
  return { id, caller: client(await tokenFor(id, company.id)) };
}

/** Throws with the whole answer when it is refused. */
export async function giveAccess(by: Client, userId: string, access: object): Promise<Json> {
  const answer = await by.call('PATCH', `/tenants/current/members/${userId}/access`, access);
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.body;
}

let count = 0;

/** A role of the company's own. */
export async function makeRole(
  by: Client,
  permissions: readonly Permission[],
): Promise<{ id: string; version: number }> {
  count += 1;
  const answer = await by.call('POST', '/tenants/current/roles', { name: `Role ${count}`, permissions });
  if (answer.status !== 201) throw new Error(answer.text);
  return answer.body;
}

/** A key of the company, with a caller that uses it. */
export async function makeKey(company: Company, permissions: readonly Permission[], more: object = {}) {
  const body = { name: 'Scales', permissions, ...more };
  const answer = await company.owner.call('POST', '/tenants/current/api-keys', body);
  if (answer.status !== 201) throw new Error(answer.text);
  const { id, key }: { id: string; key: string } = answer.body;
  knowKey(key, company.id);
  return { id, key, caller: client(key) };
}

/** What somebody is told they may do. */
export async function abilitiesOf({ caller }: Person): Promise<Permission[]> {
  return (await caller.call('GET', '/auth/me')).body.tenant.permissions;
}
