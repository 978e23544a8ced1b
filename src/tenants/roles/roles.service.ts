import type { Transaction } from 'kysely';
import { forgetTenant } from '@/auth/access/access';
import { recordSecurityEvent } from '@/auth/securityEvents/securityEvents';
import type { TenantContext } from '@/context';
import { type CustomRole, MOST_CUSTOM_ROLES } from '@/contract/access';
import type { ListAnswer } from '@/contract/list';
import type { Permission } from '@/contract/permissions';
import type { ControlTables } from '@/database/tables';
import { notFound, Refusal } from '@/lib/refusal';
import { requireActive } from '../companies/changes.service';
import { withLoggedChange } from '../companies/loggedChange';
import { type Giver, requireGivable, requireGiver, requireNotAbove } from '../people/giving';
import * as repo from './roles.repo';

type Body = { readonly name: string; readonly permissions: readonly Permission[] };
type PartialBody = { readonly [K in keyof Body]?: Body[K] | undefined };

/** The roles the company has made for itself, by name: all of them. */
export async function listRoles(ctx: TenantContext): Promise<ListAnswer<CustomRole>> {
  return { data: await repo.listRoles(ctx.tenant.id), nextCursor: null };
}

/** Makes a role. Throws FORBIDDEN for what its maker does not hold, ALREADY_EXISTS for the name, RULE_VIOLATED for too many. */
export async function createRole(ctx: TenantContext, body: Body): Promise<CustomRole> {
  const after = await change(ctx, 'create', async (db, giver) => {
    requireGivable(giver, body.permissions);
    if ((await repo.countRoles(db, ctx.tenant.id)) >= MOST_CUSTOM_ROLES)
      throw new Refusal('RULE_VIOLATED', `A company can have ${MOST_CUSTOM_ROLES} roles of its own, and no more.`);
    const id = await repo.insertRole(db, ctx.tenant.id, body);
    return { before: null, after: await requireRole(db, ctx, id) };
  });
  return after as CustomRole;
}

/**
 * Changes a role, and with it what everybody may do who has it. What is added must be held by whoever adds it. Throws
 * NOT_FOUND, VERSION_MISMATCH, FORBIDDEN, ALREADY_EXISTS.
 */
export async function updateRole(
  ctx: TenantContext,
  id: string,
  version: number,
  body: PartialBody,
): Promise<CustomRole> {
  const after = await change(ctx, 'update', async (db, giver) => {
    const before = await requireVersion(db, ctx, id, version);
    requireNotAbove(giver, await repo.holdersOf(db, id));
    const { name = before.name, permissions = before.permissions } = body;
    requireGivable(
      giver,
      permissions.filter((permission) => !before.permissions.includes(permission)),
    );
    await repo.updateRole(db, id, { name, permissions });
    return { before, after: await requireRole(db, ctx, id) };
  });
  return after as CustomRole;
}

/** Throws NOT_FOUND, VERSION_MISMATCH, and IN_USE when somebody has it. */
export async function deleteRole(ctx: TenantContext, id: string, version: number): Promise<void> {
  await change(ctx, 'delete', async (db) => {
    const before = await requireVersion(db, ctx, id, version);
    if (before.members > 0)
      throw new Refusal('IN_USE', `${before.members} of your people have this role: give them another one first.`);
    await repo.deleteRole(db, id);
    return { before, after: null };
  });
}

type Change = { readonly before: CustomRole | null; readonly after: CustomRole | null };
type Work = (db: Transaction<ControlTables>, giver: Giver) => Promise<Change>;

/** The change, with the company's row held, so that nobody's rights change under it; its audit row; what is told of it. */
async function change(ctx: TenantContext, action: string, work: Work): Promise<CustomRole | null> {
  const { tenant, userId, sessionId } = ctx;
  const { before, after } = await withLoggedChange(ctx, async ({ db, company, audit }) => {
    requireActive(company);
    const done = await work(db, await requireGiver(db, ctx, 'roles:manage'));
    const entityId = (done.after ?? done.before)?.id ?? '';
    await audit({ action, entity: 'custom_role', entityId, ...done });
    return done;
  });
  forgetTenant(tenant.id);
  const detail = { action, role: (after ?? before)?.id };
  await recordSecurityEvent(ctx, { kind: 'ROLE_CHANGED', userId, tenantId: tenant.id, sessionId, detail });
  return after;
}

async function requireRole(db: Transaction<ControlTables>, ctx: TenantContext, id: string): Promise<CustomRole> {
  const role = await repo.findRole(db, ctx.tenant.id, id);
  if (!role) throw notFound();
  return role;
}

async function requireVersion(
  db: Transaction<ControlTables>,
  ctx: TenantContext,
  id: string,
  version: number,
): Promise<CustomRole> {
  const role = await requireRole(db, ctx, id);
  if (role.version === version) return role;
  throw new Refusal('VERSION_MISMATCH', 'Somebody changed this in the meantime. Load it again to see how.');
}
