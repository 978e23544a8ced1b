import type { TenantRecord } from '@contract';
import { api } from '@web/http/api';
import { switchCompany } from './session';

export type NewCompany = { name: string; industry?: string; country?: string; currency?: string };

/** Founds a company and goes straight into it. */
export async function foundCompany(body: NewCompany) {
  const company = await api<TenantRecord>('/tenants', { method: 'POST', body });
  await switchCompany(company.id);
  return company;
}
