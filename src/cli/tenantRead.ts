import { TENANT_STATUSES, type TenantStatus } from '@/contract/enums';
import { Refusal } from '@/lib/refusal';
import { type CompanyRow, formerSlugsOf, listCompanies } from '@/tenants/companies/companies.repo';
import { eventsOf, purgedTenantOf, type TenantEventRow } from '@/tenants/companies/events.repo';
import { membersOf } from '@/tenants/people/members.repo';
import { requireCompany } from './companies';
import { aligned, minute, type Output, table } from './output';

/** `lavoro tenants list` */
export async function listTenants(status: string | undefined): Promise<Output> {
  const wanted = TENANT_STATUSES.filter((each) => status === undefined || each === status.toUpperCase());
  const companies = await listCompanies(wanted satisfies readonly TenantStatus[]);
  const rows = companies.map((each) => [
    each.slug,
    each.name,
    each.status.toLowerCase(),
    String(each.members ?? 0),
    each.country ?? '',
    minute(each.createdAt),
  ]);
  const nothing = status === undefined ? 'There is no company yet.' : `No company is ${status}.`;
  return {
    json: { companies },
    text: table(['slug', 'name', 'status', 'members', 'country', 'made'], rows, nothing),
  };
}

/** `lavoro tenants show` */
export async function showTenant(named: string): Promise<Output> {
  const company = await requireCompany(named);
  const [members, formerSlugs] = await Promise.all([membersOf(company.id), formerSlugsOf(company.id)]);
  const people = members.map((each) => [each.email ?? each.phone ?? '', each.name, each.role.toLowerCase()]);
  const kept = formerSlugs.map(({ slug, expiresAt }) => `${slug} (until ${minute(expiresAt)})`).join(', ');
  const facts = [...factsOf(company), ['former slugs', kept]].filter(([, value]) => value !== '');
  return {
    json: { company, members, formerSlugs },
    text: `${aligned(facts)}\n\n${table(['member', 'name', 'role'], people, 'It has no members.')}`,
  };
}

function factsOf(company: CompanyRow): string[][] {
  const waiting = company.status === 'DELETING' && company.deletionAgreedBy === null;
  return [
    ['slug', company.slug],
    ['name', company.name],
    ['id', company.id],
    ['status', company.status.toLowerCase()],
    ['suspended for', company.statusReason ?? ''],
    ['deletion', company.deletionAskedBy === null ? '' : `asked for by ${company.deletionAskedBy}`],
    ['agreed by', waiting ? 'nobody yet' : (company.deletionAgreedBy ?? '')],
    ['purge after', minute(company.purgeAfter)],
    ['industry', company.industry ?? ''],
    ['description', company.description?.replaceAll(/\s+/g, ' ') ?? ''],
    ['country', company.country ?? ''],
    ['currency', company.currency],
    ['copy of', company.sandboxOf ?? ''],
    ['schema version', company.schemaVersion],
    ['made', minute(company.createdAt)],
  ];
}

/** `lavoro tenants events`: also of a company that was purged, by its id or last slug. */
export async function listEvents(named: string, most: number): Promise<Output> {
  const events = await eventsOf(await idOf(named), most);
  const rows = events.map((each) => [minute(each.at), each.event, each.actor, detailOf(each)]);
  return { json: { events }, text: table(['at', 'event', 'by', 'detail'], rows, 'Nothing has happened to it.') };
}

async function idOf(named: string): Promise<string> {
  try {
    return (await requireCompany(named)).id;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if ((await eventsOf(named, 1).catch(() => [])).length > 0) return named;
    const purged = await purgedTenantOf(named);
    if (purged === undefined) throw error;
    return purged;
  }
}

/** `slug nord, purgeAfter 2026-03-01…` */
function detailOf({ detail }: TenantEventRow): string {
  const said = (value: unknown) => (typeof value === 'object' ? JSON.stringify(value) : String(value));
  const entries = Object.entries(detail ?? {}).filter(([, value]) => value !== null);
  return entries.map(([name, value]) => `${name} ${said(value)}`).join(', ');
}
