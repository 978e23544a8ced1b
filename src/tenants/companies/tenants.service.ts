import type { z } from 'zod';
import { findUser } from '@/auth/signIn/auth.repo';
import type { AuditEvent, TenantContext, UserContext } from '@/context';
import type { createTenantBody, TenantRecord } from '@/contract/auth';
import type { ListAnswer } from '@/contract/list';
import type { Permission } from '@/contract/permissions';
import type { TenantDeletion, UpdateTenantBody } from '@/contract/tenants';
import { migrationManager } from '@/database/migrations';
import { fillSparesLater } from '@/database/spares';
import { TenantInputError } from '@/database/tenantInput';
import { type MovedTo, movedTo } from '@/http/route';
import { fieldRefusal, notFound, Refusal } from '@/lib/refusal';
import { slugify } from '@/lib/slug';
import { requireStill } from '../people/asker';
import { personOf } from '../people/person';
import * as changes from './changes.service';
import * as deletion from './deletion.service';
import { withLoggedChange } from './loggedChange';
import * as repo from './tenants.repo';

/** How many names are tried when the one made from the company's name is taken. */
const SLUG_ATTEMPTS = 20;
const ENTITY = 'company';

export type NewTenant = z.output<typeof createTenantBody>;

/** Makes a company and its caller its owner. Throws ALREADY_EXISTS when the slug asked for is taken. */
export async function createTenant(ctx: UserContext, body: NewTenant): Promise<TenantRecord> {
  return makeTenant(body, ctx.userId, ctx.actor);
}

/** Makes a company for `userId`. Without a slug it gets one from its name. Throws as createTenant does. */
export async function makeTenant(body: NewTenant, userId: string, actor: string): Promise<TenantRecord> {
  const { slug, ...rest } = body;
  if (slug) return create({ ...rest, slug, userId, actor });
  const wanted = slugify(body.name);
  if (wanted.length < 2) throw fieldRefusal('RULE_VIOLATED', 'slug', 'No address can be made from this name: give one');
  for (let attempt = 1; attempt < SLUG_ATTEMPTS; attempt += 1) {
    const candidate = attempt === 1 ? wanted : `${wanted.slice(0, 44).replace(/-$/, '')}-${attempt}`;
    if (await repo.slugTaken(candidate)) continue;
    return create({ ...rest, slug: candidate, userId, actor });
  }
  throw fieldRefusal('ALREADY_EXISTS', 'slug', 'Many companies have this name already: give an address of your own');
}

/** The caller's companies. */
export async function listTenants(ctx: UserContext): Promise<ListAnswer<TenantRecord>> {
  return { data: await repo.tenantsOf(ctx.userId), nextCursor: null };
}

/** One of the caller's companies by its slug; a slug it had until lately leads to the one of now. Throws NOT_FOUND. */
export async function tenantBySlug(ctx: UserContext, slug: string): Promise<TenantRecord | MovedTo> {
  const found = await repo.findOwnBySlug(ctx.userId, slug);
  if (found) return found;
  const now = await repo.findOwnByFormerSlug(ctx.userId, slug);
  if (now === undefined) throw notFound();
  return movedTo(`/tenants/by-slug/${now}`);
}

/** The company of the caller's session. */
export async function currentTenant(ctx: TenantContext): Promise<TenantRecord> {
  const found = await repo.findTenant(ctx.tenant.id);
  if (!found) throw notFound();
  return found;
}

/** Changes what the company says of itself. Throws INVALID_STATE. */
export async function updateTenant(ctx: TenantContext, body: UpdateTenantBody): Promise<TenantRecord> {
  const before = await currentTenant(ctx);
  const given = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
  const row = { action: 'update', before, after: { ...before, ...given } };
  await logged(ctx, 'tenant:update', row, changes.renaming(body, ctx.actor));
  return currentTenant(ctx);
}

/** Asks the people of the company for a second factor from their next request on, or no longer. Throws INVALID_STATE for whoever has none. */
export async function requireSecondFactor(ctx: TenantContext, required: boolean): Promise<TenantRecord> {
  const before = await currentTenant(ctx);
  if (required && !(await findUser(personOf(ctx)))?.hasTotp)
    throw new Refusal(
      'INVALID_STATE',
      'You have no second factor yourself, and would be shut out. Turn yours on first.',
    );
  const row = { action: 'require-second-factor', before, after: { ...before, secondFactorRequired: required } };
  await logged(ctx, 'security:manage', row, changes.askingSecondFactor(required, ctx.actor));
  return currentTenant(ctx);
}

/** Gives the company another address; the old one leads to it for 30 days. Throws ALREADY_EXISTS, RULE_VIOLATED. */
export async function changeSlug(ctx: TenantContext, slug: string): Promise<TenantRecord> {
  const before = await currentTenant(ctx);
  const row = { action: 'change-slug', before, after: { ...before, slug } };
  await logged(ctx, 'tenant:own', row, changes.movingTo(slug, ctx.actor));
  return currentTenant(ctx);
}

/** Asks for the deletion of the company, and with that ends the caller's session. Throws RULE_VIOLATED. */
export async function askDeletion(ctx: TenantContext, typedSlug: string): Promise<TenantDeletion> {
  const before = await currentTenant(ctx);
  const after = { ...before, status: 'DELETING' };
  const work = deletion.askingDeletion(typedSlug, ctx.actor);
  const asked = await logged(ctx, 'tenant:own', { action: 'ask-deletion', before, after }, work);
  ctx.refreshCookie.clear();
  return asked;
}

type Row = Pick<AuditEvent, 'action' | 'before' | 'after'>;

/** Changes the company, where whoever asks may do so still, and tells it in its audit log. */
function logged<T>(ctx: TenantContext, permission: Permission, row: Row, work: changes.Work<T>): Promise<T> {
  return withLoggedChange(ctx, async ({ db, company, audit }) => {
    changes.requireActive(company);
    await requireStill(db, ctx, permission);
    await audit({ ...row, entity: ENTITY, entityId: company.id });
    return work(db, company);
  });
}

type Complete = NewTenant & { slug: string; userId: string; actor: string };

async function create(tenant: Complete): Promise<TenantRecord> {
  const id = await migrationManager.createTenant(tenant);
  fillSparesLater();
  const made = await repo.findTenant(id);
  if (!made) throw new TenantInputError('CONFLICT', 'The company was removed while it was made.');
  return made;
}
