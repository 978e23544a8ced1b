import { hashPassword } from '@/auth/passwords/passwords';
import type { Role } from '@/contract/enums';
import { addMember } from '@/tenants/people/members.service';
import { type Client, type Company, client, type Json, makeCompany, tokenFor } from './api';
import { asSuperuser } from './database';
import { makePerson, PASSWORD } from './sessions';

const path = '/tenants/current/ownership';

/** A member who has a password. */
export type Taker = { readonly id: string; readonly email: string; readonly caller: Client };

/** A company whose owner has a password. */
export async function makeOwned(): Promise<Company> {
  const company = await makeCompany();
  await asSuperuser('UPDATE users SET password = $2 WHERE id = $1', [company.ownerId, await hashPassword(PASSWORD)]);
  return company;
}

export async function takerIn(company: Company, role: Role = 'MANAGER'): Promise<Taker> {
  const { id, email } = await makePerson();
  await addMember(company.id, id, role, 'cli:anna');
  return { id, email, caller: client(await tokenFor(id, company.id)) };
}

export const offer = (by: Client, userId: string, more: object = {}) =>
  by.call('POST', `${path}/actions/offer`, { userId, password: PASSWORD, ...more });
export const accept = (by: Client, more: object = {}) =>
  by.call('POST', `${path}/actions/accept`, { password: PASSWORD, ...more });
export const decline = (by: Client) => by.call('POST', `${path}/actions/decline`);
export const withdraw = (by: Client) => by.call('POST', `${path}/actions/withdraw`);
export const offerSeenBy = async (by: Client): Promise<Json> => (await by.call('GET', path)).body.offer;

/** An offer that is open. */
export async function offered(company: Company, to: Taker, more: object = {}): Promise<Json> {
  const answer = await offer(company.owner, to.id, more);
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.body;
}
