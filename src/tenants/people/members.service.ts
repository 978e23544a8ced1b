import type { Transaction } from 'kysely';
import type { Role } from '@/contract/enums';
import type { ControlTables } from '@/database/tables';
import { Refusal } from '@/lib/refusal';
import { refuseWhileDeleting, withCompany } from '../companies/changes.service';
import type { CompanyRow } from '../companies/companies.repo';
import { recordEvent } from '../companies/events.repo';
import * as repo from './members.repo';

/**
 * Makes somebody a member, or gives a member another role; answers the role they had. Throws RULE_VIOLATED when nobody
 * would own the company then, INVALID_STATE while it is being deleted, UnknownTenantError.
 */
export function addMember(tenantId: string, userId: string, role: Role, actor: string): Promise<string | undefined> {
  return withCompany(tenantId, async (db, company) => {
    refuseWhileDeleting(company);
    const before = await repo.findRole(db, tenantId, userId);
    if (before === role) return before;
    if (before === 'OWNER') await keepAnOwner(db, company, userId);
    await repo.putMember(db, tenantId, userId, role);
    const event = before === undefined ? 'member-added' : 'member-role-changed';
    const detail = { userId, role, ...(before !== undefined && { before }) };
    await recordEvent(db, { tenantId, event, actor, detail });
    return before;
  });
}

/**
 * Ends a membership, and that person's sessions in the company. Throws NOT_FOUND for who is no member, RULE_VIOLATED for the
 * last owner, INVALID_STATE while the company is being deleted, UnknownTenantError.
 */
export async function removeMember(tenantId: string, userId: string, actor: string): Promise<void> {
  await withCompany(tenantId, async (db, company) => {
    refuseWhileDeleting(company);
    const before = await repo.findRole(db, tenantId, userId);
    if (before === undefined) throw new Refusal('NOT_FOUND', `That person is no member of ${company.slug}.`);
    if (before === 'OWNER') await keepAnOwner(db, company, userId);
    await repo.deleteMember(db, tenantId, userId);
    await recordEvent(db, { tenantId, event: 'member-removed', actor, detail: { userId, before } });
  });
}

/** Lets an owner go only where another one stays; the company's row must be held. Throws RULE_VIOLATED. */
export async function keepAnOwner(db: Transaction<ControlTables>, { id, slug }: CompanyRow, userId: string) {
  if ((await repo.countOtherOwners(db, id, userId)) > 0) return;
  throw new Refusal('RULE_VIOLATED', `That person is the last owner of ${slug}: make somebody else its owner first.`);
}
