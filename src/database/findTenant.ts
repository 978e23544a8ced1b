import { Refusal } from '@/lib/refusal';
import { databaseManager } from './connection';
import { isTenantId } from './tenantName';

export type FoundTenant = { readonly id: string; readonly slug: string; readonly shapeVersion: number };

/** A company by its slug or id, as a person at a terminal names it. Throws NOT_FOUND. */
export async function requireTenant(slugOrId: string): Promise<FoundTenant> {
  const found = await databaseManager.control
    .selectFrom('tenants')
    .select(['id', 'slug', 'shapeVersion'])
    .where(isTenantId(slugOrId) ? 'id' : 'slug', '=', slugOrId)
    .executeTakeFirst();
  if (!found) throw new Refusal('NOT_FOUND', `There is no company "${slugOrId}".`);
  return found;
}
