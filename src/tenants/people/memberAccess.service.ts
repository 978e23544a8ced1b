import { forgetTenant } from '@/auth/access/access';
import { recordSecurityEvent } from '@/auth/securityEvents/securityEvents';
import type { TenantContext } from '@/context';
import type { MemberAccess, MemberAccessChange } from '@/contract/access';
import { effectivePermissions } from '@/contract/permissions';
import { fieldRefusal, notFound, Refusal } from '@/lib/refusal';
import { requireActive } from '../companies/changes.service';
import { type LoggedChange, withLoggedChange } from '../companies/loggedChange';
import { findRole } from '../roles/roles.repo';
import { addedBy, type Giver, requireGivable, requireGiver, requireLocations, requireNotAbove } from './giving';
import { setMemberAccess } from './memberAccess.repo';
import { findStanding, type StandingRow } from './standing.repo';

/**
 * Says which role of the company's own somebody has in place of what their role gives, and at which locations they work.
 * What they gain by it, whoever gives it must hold. Throws NOT_FOUND for who is no member; FORBIDDEN for oneself, for
 * those above, for what the giver does not hold; RULE_VIOLATED for an owner, and for roles and locations there are not.
 */
export async function changeMemberAccess(
  ctx: TenantContext,
  userId: string,
  body: MemberAccessChange,
): Promise<MemberAccess> {
  const tenantId = ctx.tenant.id;
  const after = await withLoggedChange(ctx, async (change) => {
    const { db, company, audit } = change;
    requireActive(company);
    const giver = await requireGiver(db, ctx, 'roles:manage');
    const standing = await findStanding(db, tenantId, userId);
    if (!standing) throw notFound();
    requireMayDecide(giver, userId, standing);
    const wanted = await changed(change, standing, body);
    requireGivable(giver, addedBy(standing, wanted));
    await setMemberAccess(db, { tenantId, userId }, wanted);
    const [before, now] = [answerOf(userId, standing), answerOf(userId, wanted)];
    await audit({ action: 'change-access', entity: 'member', entityId: userId, before, after: now });
    return now;
  });
  forgetTenant(tenantId);
  const detail = { member: userId, customRoleId: after.customRole?.id ?? null, locationIds: after.locationIds };
  const who = { userId: ctx.userId, tenantId, sessionId: ctx.sessionId };
  await recordSecurityEvent(ctx, { kind: 'MEMBER_ACCESS_CHANGED', ...who, detail });
  return after;
}

function requireMayDecide(giver: Giver, userId: string, { role }: StandingRow): void {
  if (userId === giver.userId)
    throw new Refusal('FORBIDDEN', 'What you may do yourself is for somebody else to decide.');
  requireNotAbove(giver, [role]);
  if (role === 'OWNER')
    throw new Refusal('RULE_VIOLATED', 'An owner may do everything, everywhere: give that person another role first.');
}

async function changed(
  { own, db, company }: LoggedChange,
  standing: StandingRow,
  { customRoleId, locationIds }: MemberAccessChange,
): Promise<StandingRow> {
  const role = customRoleId ? await findRole(db, company.id, customRoleId) : undefined;
  if (customRoleId && !role) throw fieldRefusal('RULE_VIOLATED', 'customRoleId', 'There is no such role');
  return {
    ...standing,
    ...(customRoleId !== undefined && {
      customRoleId: role?.id ?? null,
      customRoleName: role?.name ?? null,
      customPermissions: role?.permissions ?? null,
    }),
    ...(locationIds !== undefined && { locationIds: locationIds && (await requireLocations(own, locationIds)) }),
  };
}

function answerOf(userId: string, standing: StandingRow): MemberAccess {
  const { role, customRoleId, customRoleName, locationIds } = standing;
  return {
    userId,
    role,
    customRole: customRoleId && customRoleName ? { id: customRoleId, name: customRoleName } : null,
    locationIds,
    permissions: effectivePermissions(standing),
  };
}
