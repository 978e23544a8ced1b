import { config } from '@/config';
import { dueCompanies, type PurgeOutcome, purgeDue, purgeTenant } from '@/database/purge/purge';
import { tenantContents } from '@/database/tenantContents';
import { Refusal } from '@/lib/refusal';
import type { CompanyRow } from '@/tenants/companies/companies.repo';
import * as deletion from '@/tenants/companies/deletion.service';
import { requireCompany } from './companies';
import { aligned, counted, minute, type Output, size } from './output';
import { actorOf } from './task';

type By = { readonly by?: string };
type Confirmed = By & { readonly confirm?: string };

const NOTHING_CHANGED = 'Nothing was changed.';

/** `lavoro tenants delete`: without the typed slug, what would be gone. */
export async function deleteTenant(named: string, options: Confirmed): Promise<Output> {
  const actor = actorOf(options);
  const company = await requireCompany(named);
  const { id, slug } = company;
  if (options.confirm === undefined) {
    const days = counted(config().TENANT_GRACE_DAYS, 'day');
    return preview(company, [
      `${slug} would close at once; its data may go after ${days}, if a second person agrees.`,
      `To ask for that: npx lavoro tenants delete ${slug} --confirm ${slug}`,
    ]);
  }
  const { purgeAfter } = await deletion.askDeletion(id, options.confirm, actor);
  return {
    json: { changed: true, company: { id, slug, status: 'DELETING', purgeAfter } },
    text: [
      `${slug} is closed, and every session in it has ended. Its data may go after ${minute(purgeAfter)} UTC.`,
      `A second person must agree: npx lavoro tenants agree ${slug} --confirm ${slug}`,
      `Until they are gone it can be had back: npx lavoro tenants restore ${slug}`,
    ].join('\n'),
  };
}

/** `lavoro tenants agree`: without the typed slug, what would be gone. */
export async function agreeToDelete(named: string, options: Confirmed): Promise<Output> {
  const actor = actorOf(options);
  const company = await requireCompany(named);
  const { id, slug, status, deletionAskedBy } = company;
  if (options.confirm === undefined) {
    if (status !== 'DELETING')
      return { json: { changed: false }, text: `Nobody has asked for the deletion of ${slug}. ${NOTHING_CHANGED}` };
    return preview(company, [
      `${deletionAskedBy} has asked for the deletion of ${slug}. The data may go after ${minute(company.purgeAfter)} UTC.`,
      `To agree: npx lavoro tenants agree ${slug} --confirm ${slug}`,
    ]);
  }
  const { purgeAfter } = await deletion.agreeToDeletion(id, options.confirm, actor);
  return {
    json: { changed: true, company: { id, slug, status: 'DELETING', purgeAfter, agreedBy: actor } },
    text: `Agreed. The data of ${slug} go with the first purge after ${minute(purgeAfter)} UTC.`,
  };
}

/** `lavoro tenants restore` */
export async function restoreTenant(named: string, options: By): Promise<Output> {
  const actor = actorOf(options);
  const { id, slug } = await requireCompany(named);
  const status = await deletion.withdrawDeletion(id, actor);
  const state = status === 'ACTIVE' ? 'open again' : 'suspended, as it was';
  return { json: { changed: true, company: { id, slug, status } }, text: `${slug} is ${state}, with all its people.` };
}

/** `lavoro tenants purge <company>`: without the typed slug, what would be gone. Throws INVALID_STATE before its time. */
export async function purgeOne(named: string, options: Confirmed): Promise<Output> {
  const actor = actorOf(options);
  const company = await requireCompany(named);
  const { id, slug } = company;
  if (options.confirm === undefined)
    return preview(company, [whenItGoes(company), `To purge it: npx lavoro tenants purge ${slug} --confirm ${slug}`]);
  if (options.confirm !== slug)
    throw new Refusal('RULE_VIOLATED', `Type the company's own address to confirm: ${slug}.`);
  const outcome = await purgeTenant(id, actor);
  if (!outcome) throw new Refusal('INVALID_STATE', `${slug} was not purged. ${whenItGoes(company)}`);
  return outcomes([outcome]);
}

function whenItGoes({ slug, status, deletionAgreedBy, purgeAfter }: CompanyRow): string {
  if (status !== 'DELETING') return `Nobody has asked for the deletion of ${slug}.`;
  if (deletionAgreedBy === null) return 'Nobody has agreed to its deletion yet.';
  return `Its data may go after ${minute(purgeAfter)} UTC.`;
}

/** `lavoro tenants purge --due`: what the nightly job does, now; without --yes, what it would do. */
export async function purgeAllDue(options: By & { readonly most?: number; readonly yes?: true }): Promise<Output> {
  const actor = actorOf(options);
  const most = options.most ?? config().TENANT_PURGE_MOST;
  if (options.yes) return outcomes(await purgeDue({ most, actor }));
  const due = await dueCompanies(most);
  const list = due.length === 0 ? 'No company is due.' : `Due: ${due.map(({ slug }) => slug).join(', ')}.`;
  return {
    json: { changed: false, due },
    text: `${list}\n${NOTHING_CHANGED}${due.length === 0 ? '' : ' To purge them: --due --yes'}`,
  };
}

/** What became of each. One that could not be purged is something found. */
function outcomes(all: readonly PurgeOutcome[]): Output {
  const lines = all.map(({ slug, backup, failure }) =>
    failure === undefined ? `${slug} is purged. Its last backup: ${backup}` : `${slug} could not be purged: ${failure}`,
  );
  if (all.some(({ failure }) => failure !== undefined)) process.exitCode = 1;
  return {
    json: { changed: all.some(({ backup }) => backup !== undefined), outcomes: all },
    text: lines.length === 0 ? 'No company is due.' : lines.join('\n'),
  };
}

async function preview(company: CompanyRow, sentences: readonly string[]): Promise<Output> {
  const contents = await tenantContents(company.id);
  const filled = contents.tables.filter(({ rows }) => rows > 0);
  const counts = aligned(filled.map(({ name, rows }) => [`  ${name}`, String(rows)]));
  const { members, sessions, sizeBytes } = contents;
  const people = `${counted(members, 'member')}, ${counted(sessions, 'session')}, ${size(sizeBytes)}`;
  return {
    json: { changed: false, company, contents },
    text: [`${company.slug} (${company.name}): ${people}. Rows:`, counts, '', ...sentences, NOTHING_CHANGED].join('\n'),
  };
}
