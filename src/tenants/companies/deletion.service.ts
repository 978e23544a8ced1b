import { endSessions } from '@/auth/sessions/sessions.repo';
import { config } from '@/config';
import type { TenantDeletion } from '@/contract/tenants';
import { fieldRefusal, Refusal } from '@/lib/refusal';
import { notNow, type Work, withCompany } from './changes.service';
import { type CompanyRow, changeCompany } from './companies.repo';
import * as repo from './deletion.repo';
import { recordEvent } from './events.repo';

/**
 * Asks for the deletion of a company: it closes, every session in it ends, and its data may go when the days of grace are
 * over and a second person has agreed. `typedSlug` must be its slug. Throws RULE_VIOLATED for another slug, and when too
 * many companies were asked to be deleted in the last 24 hours; INVALID_STATE; UnknownTenantError.
 */
export const askDeletion = (id: string, typedSlug: string, actor: string): Promise<TenantDeletion> =>
  withCompany(id, askingDeletion(typedSlug, actor));

/** The same in a transaction that holds the company's row. */
export function askingDeletion(typedSlug: string, actor: string): Work<TenantDeletion> {
  return async (db, company) => {
    const { id, slug } = company;
    if (company.status === 'DELETING') throw notNow(company, 'asked to be deleted again');
    requireTypedSlug(company, typedSlug);
    await repo.lockDeletions(db);
    const { TENANT_GRACE_DAYS: graceDays, TENANT_MAX_DELETIONS: most } = config();
    if ((await repo.recentDeletions(db, id, actor)) >= most) {
      throw new Refusal(
        'RULE_VIOLATED',
        `The deletion of ${most} companies was asked for in the last 24 hours, and more are not allowed. Wait, or have TENANT_MAX_DELETIONS raised by whoever runs this server.`,
      );
    }
    const purgeAfter = await repo.beginDeletion(db, id, actor, graceDays);
    const sessions = (await endSessions(db, { tenantId: id }, 'COMPANY_CLOSED')).length;
    await recordEvent(db, { tenantId: id, event: 'deletion-asked', actor, detail: { slug, purgeAfter, sessions } });
    return { id, slug, status: 'DELETING', purgeAfter };
  };
}

/**
 * Agrees to a deletion, without which no data go. Throws FORBIDDEN for the person who asked, RULE_VIOLATED for another
 * slug, INVALID_STATE when nobody has asked or somebody has agreed, UnknownTenantError.
 */
export function agreeToDeletion(id: string, typedSlug: string, actor: string): Promise<TenantDeletion> {
  return withCompany(id, async (db, company) => {
    const { slug, purgeAfter } = company;
    if (company.status !== 'DELETING' || purgeAfter === null) throw notNow(company, 'agreed to be deleted');
    requireTypedSlug(company, typedSlug);
    if (company.deletionAgreedBy !== null)
      throw new Refusal('INVALID_STATE', `${company.deletionAgreedBy} has agreed to the deletion of ${slug} already.`);
    if (company.deletionAskedBy === actor)
      throw new Refusal(
        'FORBIDDEN',
        `You have asked for the deletion of ${slug} yourself: a second person must agree.`,
      );
    await changeCompany(db, id, { deletionAgreedBy: actor });
    await recordEvent(db, { tenantId: id, event: 'deletion-agreed', actor, detail: { slug, purgeAfter } });
    return { id, slug, status: 'DELETING', purgeAfter };
  });
}

/**
 * Withdraws a deletion: the company is what it was, suspended if it was, with its people; they sign in again. Throws
 * INVALID_STATE, UnknownTenantError.
 */
export function withdrawDeletion(id: string, actor: string): Promise<'ACTIVE' | 'SUSPENDED'> {
  return withCompany(id, async (db, company) => {
    if (company.status !== 'DELETING') throw notNow(company, 'restored');
    // The reason of a suspension is kept while the company is being deleted.
    const status = company.statusReason === null ? 'ACTIVE' : 'SUSPENDED';
    await repo.endDeletion(db, id, status);
    const { slug, deletionAskedBy: askedBy } = company;
    await recordEvent(db, { tenantId: id, event: 'deletion-withdrawn', actor, detail: { slug, askedBy, status } });
    return status;
  });
}

function requireTypedSlug({ slug }: CompanyRow, typed: string): void {
  if (typed !== slug)
    throw fieldRefusal('RULE_VIOLATED', 'slug', `Type the company's own address to confirm: ${slug}.`);
}
