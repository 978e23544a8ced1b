import type { SupportLevel } from '@/contract/enums';
import { type Opened, openSupport } from '@/tenants/support/supportOpening.service';
import { type Client, type Company, client, type Json } from './api';
import { knowKey } from './canary';

export const SUPPORT = '/tenants/current/support';
export const WHY = 'The stock of yarn looks wrong';

/** What is announced is heard of long before what is remembered is too old. */
export const HEARD = { timeout: 3000 };

/** The company lets support in. */
export async function consented(by: Client, more: object = {}): Promise<Json> {
  const answer = await by.call('POST', SUPPORT, { level: 'READ', reason: WHY, ...more });
  if (answer.status !== 201) throw new Error(answer.text);
  return answer.body;
}

/** Somebody of the operator's in a company that consents, with a caller that uses the token. */
export async function openedIn(companyId: string, operator = 'anna'): Promise<Opened & { readonly caller: Client }> {
  const opened = await openSupport(companyId, { operator, reason: 'To count it' });
  knowKey(opened.token, companyId);
  return { ...opened, caller: client(opened.token) };
}

/** A company that consents, and support in it. */
export async function supported(company: Company, level: SupportLevel) {
  const consent = await consented(company.owner, { level });
  return { consent, ...(await openedIn(company.id)) };
}
