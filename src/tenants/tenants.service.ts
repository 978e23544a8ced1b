import type { z } from 'zod';
import type { UserContext } from '@/context';
import type { createTenantBody, TenantRecord } from '@/contract/auth';
import type { ListAnswer } from '@/contract/list';
import { migrationManager } from '@/database/migrations';
import { fillSparesLater } from '@/database/spares';
import { TenantInputError } from '@/database/tenantInput';
import { fieldRefusal } from '@/lib/refusal';
import { slugify } from '@/lib/slug';
import * as repo from './tenants.repo';

/** How many names are tried when the one made from the company's name is taken. */
const SLUG_ATTEMPTS = 20;

/** Makes a company and its caller its owner. Throws ALREADY_EXISTS when the slug asked for is taken. */
export async function createTenant(ctx: UserContext, body: z.output<typeof createTenantBody>): Promise<TenantRecord> {
  const { slug, ...rest } = body;
  if (slug) return create(ctx, { ...rest, slug });
  const wanted = slugify(body.name);
  if (wanted.length < 2) throw fieldRefusal('RULE_VIOLATED', 'slug', 'No address can be made from this name: give one');
  for (let attempt = 1; attempt < SLUG_ATTEMPTS; attempt += 1) {
    const candidate = attempt === 1 ? wanted : `${wanted.slice(0, 44).replace(/-$/, '')}-${attempt}`;
    if (await repo.slugTaken(candidate)) continue;
    return create(ctx, { ...rest, slug: candidate });
  }
  throw fieldRefusal('ALREADY_EXISTS', 'slug', 'Many companies have this name already: give an address of your own');
}

/** The caller's companies. */
export async function listTenants(ctx: UserContext): Promise<ListAnswer<TenantRecord>> {
  return { data: await repo.tenantsOf(ctx.userId), nextCursor: null };
}

type NewTenant = z.output<typeof createTenantBody> & { slug: string };

async function create(ctx: UserContext, tenant: NewTenant): Promise<TenantRecord> {
  const id = await migrationManager.createTenant({ ...tenant, userId: ctx.userId });
  fillSparesLater();
  const made = await repo.findTenant(id);
  if (!made) throw new TenantInputError('CONFLICT', 'The company was removed while it was made.');
  return made;
}
