import type { z } from 'zod';
import type { TenantContext } from '@/context';
import { type Category, type createCategoryBody, MOST_LEVELS, type updateCategoryBody } from '@/contract/categories';
import { fieldRefusal, Refusal } from '@/lib/refusal';
import { requireLinks } from '@/records/links';
import { recordService } from '@/records/recordService';
import { lockRow } from '@/records/records.repo';
import * as repo from './categories.repo';

export const categories = recordService<
  Category,
  z.output<typeof createCategoryBody>,
  z.output<typeof updateCategoryBody>
>({
  entity: 'item_category',
  table: 'itemCategories',
  load: repo.findCategory,
  insert: async (ctx, body) => {
    await requirePlace(ctx, { levels: 1, ids: [] }, body.parentId);
    return repo.insertCategory(ctx, body);
  },
  change: async (ctx, current, body) => {
    if (body.parentId === undefined || body.parentId === current.parentId) return body;
    await repo.lockTree(ctx);
    await requirePlace(ctx, await repo.branchOf(ctx, current.id), body.parentId);
    return body;
  },
  archive: async (ctx, { id }) => {
    // Whoever puts one below it in the meantime waits, and then sees that it is archived.
    if (await repo.hasActiveChildren(ctx, id))
      throw new Refusal('INVALID_STATE', 'There are categories below it: archive or move those first.');
  },
  restore: async (ctx, { parentId }) => {
    const above = parentId === null ? undefined : await repo.findCategory(ctx, parentId);
    if (above && above.archivedAt !== null)
      throw new Refusal('INVALID_STATE', 'The category above it is archived: restore that first.');
  },
});

/** Throws RULE_VIOLATED where a branch cannot be below `parentId`: it is not there, in the branch itself, or too deep down. */
async function requirePlace(
  ctx: TenantContext,
  { ids, levels }: repo.Branch,
  parentId: string | null | undefined,
): Promise<void> {
  if (!parentId) return;
  if (ids.includes(parentId))
    throw fieldRefusal('RULE_VIOLATED', 'parentId', 'A category cannot be below itself or what is below it');
  await requireLinks(ctx, { parentId });
  // Looked at again once it is held: it may have been put away, or moved down, a moment ago.
  await lockRow(ctx, 'itemCategories', parentId);
  await requireLinks(ctx, { parentId });
  const parent = await repo.findCategory(ctx, parentId);
  if ((parent?.path.length ?? 0) + levels > MOST_LEVELS)
    throw fieldRefusal('RULE_VIOLATED', 'parentId', `Categories have at most ${MOST_LEVELS} levels`);
}
