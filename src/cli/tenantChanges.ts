import { createTenantBody } from '@/contract/auth';
import { changeSlugBody, suspensionReason, updateTenantBody } from '@/contract/tenants';
import { cloneTenant } from '@/database/clone/clone';
import * as changes from '@/tenants/companies/changes.service';
import { makeTenant } from '@/tenants/companies/tenants.service';
import { requireAccount } from './accounts';
import { checked, orNone, requireCompany } from './companies';
import type { Output } from './output';
import { actorOf } from './task';

type By = { readonly by?: string };

export type CreateOptions = By & {
  readonly name: string;
  readonly slug?: string;
  readonly owner: string;
  readonly industry?: string;
  readonly description?: string;
  readonly country?: string;
  readonly currency?: string;
  readonly timeZone?: string;
};

/** `lavoro tenants create` */
export async function createTenant({ owner, by, ...options }: CreateOptions): Promise<Output> {
  const actor = actorOf({ ...(by !== undefined && { by }) });
  const { name, slug, industry, description, country, currency, timeZone } = options;
  const body = checked(createTenantBody, { name, slug, industry, description, country, currency, timeZone });
  const account = await requireAccount(owner);
  const company = await makeTenant(body, account.id, actor);
  return { json: { changed: true, company }, text: `Made ${company.slug} (${company.id}).` };
}

export type RenameOptions = By & {
  readonly name?: string;
  readonly slug?: string;
  readonly industry?: string;
  readonly description?: string;
  readonly country?: string;
};

/** `lavoro tenants rename`: all that is wrong is said before anything is changed. */
export async function renameTenant(named: string, options: RenameOptions): Promise<Output> {
  const actor = actorOf(options);
  const { name, slug, industry, description, country } = options;
  const body = checked(updateTenantBody, {
    name,
    industry: orNone(industry),
    description: orNone(description),
    country: orNone(country),
  });
  if (slug !== undefined) checked(changeSlugBody, { slug });
  const { id, slug: before } = await requireCompany(named);
  if (slug !== undefined) await changes.changeSlug(id, slug, actor);
  const changed = await changes.renameCompany(id, body, actor);
  const moved = slug !== undefined && slug !== before;
  const said = [
    ...(moved ? [`${before} is ${slug} now; the old name leads to it for 30 days.`] : []),
    ...Object.entries(changed).map(([field, value]) => `${field}: ${value ?? 'none'}`),
  ];
  return {
    json: { changed: said.length > 0, company: { ...changed, id, slug: slug ?? before } },
    text: said.length > 0 ? said.join('\n') : 'Nothing was changed: it is so already.',
  };
}

/** `lavoro tenants suspend` */
export async function suspendTenant(named: string, options: By & { readonly reason: string }): Promise<Output> {
  const actor = actorOf(options);
  const reason = checked(suspensionReason, options.reason);
  const { id, slug } = await requireCompany(named);
  await changes.suspendCompany(id, reason, actor);
  return {
    json: { changed: true, company: { id, slug, status: 'SUSPENDED' } },
    text: `${slug} is suspended: its people are refused until it is resumed.`,
  };
}

/** `lavoro tenants resume` */
export async function resumeTenant(named: string, options: By): Promise<Output> {
  const actor = actorOf(options);
  const { id, slug } = await requireCompany(named);
  await changes.resumeCompany(id, actor);
  return { json: { changed: true, company: { id, slug, status: 'ACTIVE' } }, text: `${slug} is open again.` };
}

export type CloneOptions = By & {
  readonly name: string;
  readonly slug: string;
  readonly owner: string;
  readonly withData?: true;
};

/** `lavoro tenants clone` */
export async function copyTenant(named: string, options: CloneOptions): Promise<Output> {
  const actor = actorOf(options);
  const { name, slug, withData } = options;
  const source = await requireCompany(named);
  const { id: userId } = await requireAccount(options.owner);
  const rows = withData ? 'all' : 'describing';
  const id = await cloneTenant({ sourceId: source.id, name, slug, userId, actor, rows });
  return {
    json: { changed: true, company: { id, slug, copyOf: source.id, withData: withData === true } },
    text: `Made ${slug} (${id}), a copy of ${source.slug} ${withData ? 'with all it holds' : 'without its data'}.`,
  };
}
