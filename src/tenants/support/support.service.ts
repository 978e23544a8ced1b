import { forgetTenant } from '@/auth/access/access';
import { recordSecurityEvent } from '@/auth/securityEvents/securityEvents';
import type { TenantContext } from '@/context';
import type { SecurityEventKind } from '@/contract/enums';
import type { ListAnswer } from '@/contract/list';
import { supportPermissions } from '@/contract/permissions';
import type { Consent, NewConsent } from '@/contract/support';
import { notFound, Refusal } from '@/lib/refusal';
import { notNow, requireActive } from '../companies/changes.service';
import { withLoggedChange } from '../companies/loggedChange';
import { requireGiver, requireHeld } from '../people/giving';
import * as repo from './support.repo';

const ENTITY = 'support_consent';
const PERMISSION = 'support:manage';

/** To what the company has consented, the newest first, and who has used it when. */
export async function listConsents({ tenant }: TenantContext): Promise<ListAnswer<Consent>> {
  return { data: await repo.listConsents(tenant.id), nextCursor: null };
}

/**
 * Lets the operator's support in for some hours; a newer consent takes the place of the one there is, and what was opened
 * under that ends. Throws FORBIDDEN for what the caller does not hold, INVALID_STATE while the company is closed.
 */
export async function consent(ctx: TenantContext, body: NewConsent): Promise<Consent> {
  const made = await withLoggedChange(ctx, async ({ db, company, tell }) => {
    if (company.status !== 'ACTIVE') throw notNow(company, 'opened to support');
    const giver = await requireGiver(db, ctx, PERMISSION);
    requireHeld(giver, supportPermissions(body.level));
    const id = await repo.insertConsent(db, { ...body, tenantId: company.id, grantedBy: giver.userId });
    const found = await repo.findConsent(db, company.id, id);
    if (!found) throw notFound();
    const { level, reason, expiresAt } = found;
    const told = { action: 'consent', entity: ENTITY, entityId: id, after: { level, reason, expiresAt } };
    await tell({ event: 'support-consented', detail: { id, level, reason, expiresAt }, ...told });
    return found;
  });
  await after(ctx, 'SUPPORT_CONSENTED', { consentId: made.id, level: made.level, expiresAt: made.expiresAt });
  return made;
}

/** Ends a consent, and with it every access under it, at once. Throws NOT_FOUND, INVALID_STATE for one that has ended. */
export async function revoke(ctx: TenantContext, id: string): Promise<void> {
  await withLoggedChange(ctx, async ({ db, company, tell }) => {
    requireActive(company);
    await requireGiver(db, ctx, PERMISSION);
    const found = await repo.findConsent(db, company.id, id);
    if (!found) throw notFound();
    if (!(await repo.revokeConsent(db, id))) throw new Refusal('INVALID_STATE', 'This consent has ended already.');
    const { level, reason, expiresAt } = found;
    const told = { action: 'revoke', entity: ENTITY, entityId: id, before: { level, reason, expiresAt } };
    await tell({ event: 'support-revoked', detail: { id }, ...told });
  });
  await after(ctx, 'SUPPORT_REVOKED', { consentId: id });
}

async function after(ctx: TenantContext, kind: SecurityEventKind, detail: object): Promise<void> {
  const { tenant, userId, sessionId } = ctx;
  forgetTenant(tenant.id);
  await recordSecurityEvent(ctx, { kind, userId, sessionId, tenantId: tenant.id, detail });
}
