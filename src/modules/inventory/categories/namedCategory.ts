import type { TenantContext } from '@/context';
import { fieldRefusal } from '@/lib/refusal';
import { requireLinks } from '@/records/links';
import { categoriesNamed, insertTopLevel, type Named } from './categories.repo';
import { categories } from './categories.service';

type Said = { readonly category?: string | null | undefined; readonly categoryId?: string | null | undefined };
type Held = { readonly category: string | null; readonly categoryId: string | null };
/** Columns to set: nothing where nothing was said. */
type Chosen = { categoryId?: string | null; category?: string | null };

/**
 * The category that a body names, by its id or by its name alone: then it is the one of the top level, or the only one
 * called so; one that is not there yet is made on the top level. Throws RULE_VIOLATED.
 */
export async function chosenCategory(
  ctx: TenantContext,
  { category, categoryId }: Said,
  current: Held = { category: null, categoryId: null },
): Promise<Chosen> {
  if (category && categoryId !== undefined)
    throw fieldRefusal('RULE_VIOLATED', 'category', 'Say the category by its id or by its name, not by both');
  if (categoryId) {
    await requireLinks(ctx, { categoryId }, { categoryId: current.categoryId });
    return { categoryId, category: (await categories.get(ctx, categoryId)).name };
  }
  if (category && category !== current.category) return { categoryId: await idOfName(ctx, category), category };
  return category === null || categoryId === null ? { categoryId: null, category: null } : {};
}

async function idOfName(ctx: TenantContext, name: string): Promise<string> {
  const meant = meantBy(await categoriesNamed(ctx, [name]));
  if (typeof meant === 'object') throw fieldRefusal('RULE_VIOLATED', 'category', meant.fault);
  if (meant) return meant;
  const id = await insertTopLevel(ctx, name);
  // Somebody else has made it since it was looked for.
  if (!id) return idOfName(ctx, name);
  await ctx.audit({ action: 'create', entity: 'item_category', entityId: id, after: await categories.get(ctx, id) });
  return id;
}

/** The id of the category that a name means, of all that are called so, or why it means none; undefined where there is none yet. */
export function meantBy(named: readonly Named[]): string | { readonly fault: string } | undefined {
  const [first, second] = named.filter(({ archivedAt }) => archivedAt === null);
  if (first && (first.parentId === null || !second)) return first.id;
  if (first) return { fault: 'Several categories are called so: say which by categoryId' };
  return named.length > 0 ? { fault: 'This category is no longer in use' } : undefined;
}
