import type { Transaction } from 'kysely';
import type { UpdateTenantBody } from '@/contract/tenants';
import type { ControlTables } from '@/database/tables';
import { slugTaken } from '@/database/tenantInput';
import { UnknownTenantError } from '@/database/tenantName';
import { withControlTransaction } from '@/database/transaction';
import { Refusal } from '@/lib/refusal';
import { type CompanyRow, changeCompany, lockCompany } from './companies.repo';
import { recordEvent } from './events.repo';
import * as slugs from './slugs.repo';

/** More than this many addresses are not kept for one company, so that nobody collects them. */
const MOST_FORMER_SLUGS = 5;
const UNIQUE_VIOLATION = '23505';

/** A change of a company whose row is held. */
export type Work<T> = (db: Transaction<ControlTables>, company: CompanyRow) => Promise<T>;

/**
 * Runs `work` with the company's row locked, in one transaction with the event it records. Throws UnknownTenantError when
 * there is no such company.
 */
export function withCompany<T>(id: string, work: Work<T>): Promise<T> {
  return withControlTransaction(async (db) => {
    const company = await lockCompany(db, id);
    if (!company) throw new UnknownTenantError(id);
    return work(db, company);
  });
}

/**
 * Changes what a company says of itself; what is left out, or said as it is already, stays. Answers what was changed.
 * Throws UnknownTenantError; INVALID_STATE while the company is being deleted.
 */
export const renameCompany = (id: string, body: UpdateTenantBody, actor: string): Promise<UpdateTenantBody> =>
  withCompany(id, renaming(body, actor));

/** The same in a transaction that holds the company's row. */
export function renaming(body: UpdateTenantBody, actor: string): Work<UpdateTenantBody> {
  return async (db, company) => {
    refuseWhileDeleting(company);
    const { id } = company;
    const { name = company.name, industry = company.industry } = body;
    const { description = company.description, country = company.country } = body;
    const wanted = { name, industry, description, country };
    const fields = (['name', 'industry', 'description', 'country'] as const).filter(
      (field) => wanted[field] !== company[field],
    );
    if (fields.length === 0) return {};
    const pick = (of: typeof wanted) => Object.fromEntries(fields.map((field) => [field, of[field]]));
    await changeCompany(db, id, wanted);
    await recordEvent(db, {
      tenantId: id,
      event: 'renamed',
      actor,
      detail: { before: pick(company), after: pick(wanted) },
    });
    return pick(wanted);
  };
}

/**
 * Gives a company another address. The old one leads to it for 30 days, in which nobody else can take it and the company
 * can take it back. Throws ALREADY_EXISTS for an address that is another's, or was until lately; RULE_VIOLATED when it has
 * left too many; INVALID_STATE while it is being deleted; UnknownTenantError.
 */
export const changeSlug = (id: string, slug: string, actor: string): Promise<void> =>
  withCompany(id, movingTo(slug, actor));

/** The same in a transaction that holds the company's row. */
export function movingTo(slug: string, actor: string): Work<void> {
  return async (db, company) => {
    refuseWhileDeleting(company);
    const { id } = company;
    if (slug === company.slug) return;
    await slugs.lockSlugs(db, [company.slug, slug]);
    await changeCompany(db, id, { slug }).catch((error: { code?: string }) => {
      throw error.code === UNIQUE_VIOLATION ? slugTaken(slug) : error;
    });
    await slugs.forgetFormerSlug(db, slug);
    if ((await slugs.countFormerSlugs(db, id)) >= MOST_FORMER_SLUGS) {
      throw new Refusal(
        'RULE_VIOLATED',
        `This company has left ${MOST_FORMER_SLUGS} addresses in the last ${slugs.FORMER_SLUG_DAYS} days. It can take one of those back, or wait.`,
      );
    }
    await slugs.keepFormerSlug(db, id, company.slug);
    await recordEvent(db, {
      tenantId: id,
      event: 'slug-changed',
      actor,
      detail: { before: company.slug, after: slug },
    });
  };
}

/** Asks the people of a company whose row is held for a second factor, or no longer. */
export function askingSecondFactor(required: boolean, actor: string): Work<void> {
  return async (db, company) => {
    refuseWhileDeleting(company);
    if (company.secondFactorRequired === required) return;
    await changeCompany(db, company.id, { secondFactorRequired: required });
    await recordEvent(db, { tenantId: company.id, event: 'second-factor-asked', actor, detail: { required } });
  };
}

/** Closes a company: its people are refused from the next request on. Throws INVALID_STATE, UnknownTenantError. */
export async function suspendCompany(id: string, reason: string, actor: string): Promise<void> {
  await withCompany(id, async (db, company) => {
    if (company.status !== 'ACTIVE') throw notNow(company, 'suspended');
    await changeCompany(db, id, { status: 'SUSPENDED', statusReason: reason });
    await recordEvent(db, { tenantId: id, event: 'suspended', actor, detail: { reason } });
  });
}

/** Opens a suspended company again: the sessions of its people go on. Throws INVALID_STATE, UnknownTenantError. */
export async function resumeCompany(id: string, actor: string): Promise<void> {
  await withCompany(id, async (db, company) => {
    if (company.status !== 'SUSPENDED') throw notNow(company, 'resumed');
    await changeCompany(db, id, { status: 'ACTIVE', statusReason: null });
    await recordEvent(db, { tenantId: id, event: 'resumed', actor, detail: { reason: company.statusReason } });
  });
}

const STATE_WORDS: Readonly<Record<string, string>> = {
  ACTIVE: 'is active',
  SUSPENDED: 'is suspended',
  DELETING: 'is being deleted',
};

/** A transition that the state of the company does not allow. */
export function notNow({ slug, status }: CompanyRow, wanted: string): Refusal {
  return new Refusal('INVALID_STATE', `The company ${slug} ${STATE_WORDS[status] ?? status}: it cannot be ${wanted}.`);
}

/**
 * What people of the company ask for, who may have waited for its row: nobody works in one that is closed. Whoever looks
 * after the installation does, see refuseWhileDeleting. Throws INVALID_STATE.
 */
export function requireActive(company: CompanyRow): void {
  if (company.status !== 'ACTIVE') throw notNow(company, 'changed');
}

/** Throws INVALID_STATE. */
export function refuseWhileDeleting(company: CompanyRow): void {
  if (company.status === 'DELETING') throw notNow(company, 'changed');
}
